"""Where the plugins that ship in core are: they are found by this table, not by entry points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["IN_EVERY_PROJECT", "PARTS"]

PARTS: Final[Mapping[str, str]] = {
    "base": "quickscale_core.builtin.base_project.plugin",
    "commands": "quickscale_core.cli.plugin",
    "starter": "quickscale_core.builtin.starter.plugin",
}
"""Their names and the modules that hold them."""

IN_EVERY_PROJECT: Final = ("base",)
"""The parts that take part without being asked for."""
