"""QuickScale: composes Django projects from plugins.

This package exports the names of :mod:`quickscale_core.plugin_api`, which are the public API for
plugin authors together with :mod:`quickscale_core.testing`. Everything else is private.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core import plugin_api

if TYPE_CHECKING:
    from quickscale_core.plugin_api import *  # noqa: F403 - the same names, for type checkers

__version__ = "1.0.0"

__all__ = list(plugin_api.__all__)


def __getattr__(name: str) -> object:
    """Return a public name; the module it lives in is imported the first time it is used."""
    if name in plugin_api.__all__:
        return getattr(plugin_api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted([*globals(), *__all__])
