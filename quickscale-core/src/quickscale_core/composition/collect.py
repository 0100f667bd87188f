"""Ask plugins what they offer: the pure hooks are called here, and only here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from quickscale_core.plugins.contribution_checks import wrong_fields
from quickscale_core.plugin_api.contributions import Contribution, FileSet, Fragment
from quickscale_core.plugins.discovery import InstalledPlugin
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugins.import_guard import PluginFault, run_guarded
from quickscale_core.selection.resolve import Selection

__all__ = ["Contributed", "ask", "collect"]

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Contributed:
    """What one plugin offers to a project.

    Attributes:
        plugin: Whose it is.
        files: Its file sets, as declared.
        fragments: Its pieces of prose and markup, as declared.
        contributions: Everything else, as declared.
    """

    plugin: InstalledPlugin
    files: tuple[FileSet, ...]
    fragments: tuple[Fragment, ...]
    contributions: tuple[Contribution, ...]


def collect(selection: Selection) -> tuple[Contributed, ...]:
    """Return what every plugin of a selection offers, in dependency order.

    Raises:
        QuickScaleError: A hook failed or offered what it may not; every plugin is asked first.
    """
    problems: list[Problem] = []
    offers = []
    for plugin in selection.plugins:
        templates, wrong = ask(
            plugin, "contribute_templates", (FileSet, Fragment), spec=selection.spec
        )
        problems += wrong
        contributions, wrong = ask(
            plugin, "contribute_settings", (Contribution,), spec=selection.spec
        )
        problems += wrong
        for item in contributions:
            if isinstance(item, FileSet | Fragment):
                problems.append(_misplaced(plugin, item))
        for item in (*templates, *contributions):
            problems += wrong_fields(plugin, item)
        offers.append(
            Contributed(
                plugin=plugin,
                files=tuple(item for item in templates if isinstance(item, FileSet)),
                fragments=tuple(item for item in templates if isinstance(item, Fragment)),
                contributions=contributions,
            )
        )
    if problems:
        raise QuickScaleError(*problems)
    return tuple(offers)


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


def _misplaced(plugin: InstalledPlugin, item: Contribution) -> Problem:
    return Problem(
        what=f"{plugin.label} offers a {type(item).__name__} in contribute_settings",
        where=(plugin.shorten(item.declared),),
        fix="offer it in contribute_templates",
    )
