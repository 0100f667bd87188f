"""Ask plugins through their hooks: the pure hooks are called here, and only here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugins.discovery import InstalledPlugin
from quickscale_core.plugins.import_guard import PluginFault, run_guarded

__all__ = ["ask"]

T = TypeVar("T")


def ask(
    plugin: InstalledPlugin, hook: str, types: tuple[type[T], ...], **arguments: object
) -> tuple[tuple[T, ...], list[Problem]]:
    """Call one hook of one plugin, guarded, and return what it offers.

    Args:
        plugin: Who is asked.
        hook: The hook's name.
        types: What it may offer.
        arguments: The hook's arguments by name.

    Returns:
        The offers of a right type, and a problem for each of another or for the hook's failure. A
        hook that refuses with a QuickScaleError speaks for itself.
    """

    def call() -> list[object]:
        found: list[object] = []
        for result in getattr(plugin.manager.hook, hook)(**arguments):
            if not isinstance(result, Iterable) or isinstance(result, str | bytes):
                raise TypeError(f"{hook} must return an iterable, not {type(result).__name__}")
            found.extend(result)
        return found

    try:
        offered = run_guarded(call)
    except PluginFault as fault:
        if isinstance(fault.__cause__, QuickScaleError):
            return (), list(fault.__cause__.problems)
        place = plugin.shorten(fault.where)
        return (), [
            Problem(
                what=f"{plugin.label} {fault.what} in {hook}",
                where=(place,) if place else (),
                fix=f"update {plugin.distribution}, or leave {plugin.name} out",
            )
        ]
    problems = [
        Problem(
            what=f"{plugin.label}: item {index} of {hook} is of type {type(item).__name__}",
            fix=f"offer only {' or '.join(one.__name__ for one in types)}",
        )
        for index, item in enumerate(offered)
        if not isinstance(item, types)
    ]
    return tuple(item for item in offered if isinstance(item, types)), problems
