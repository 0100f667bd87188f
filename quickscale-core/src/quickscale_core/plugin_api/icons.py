"""The option of a theme by which an owner adds icons to a project."""

from __future__ import annotations

from typing import Final

from quickscale_core.plugin_api.plugin import Option

__all__ = ["ICONS_OPTION"]

ICONS_OPTION: Final = Option(
    name="icons",
    type="list",
    default=(),
    help="Icons that only your own pages name, besides those that modules and the theme name.",
)
"""The option ``icons`` of a theme whose file set has a ``sprite``."""
