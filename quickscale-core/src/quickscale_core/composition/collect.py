"""Ask the plugins of a selection what they offer to a project."""

from __future__ import annotations

from dataclasses import dataclass

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugin_api.contributions import Contribution, FileSet, Fragment
from quickscale_core.plugins.contribution_checks.fields import wrong_fields
from quickscale_core.plugins.discovery import InstalledPlugin
from quickscale_core.plugins.hooks import ask
from quickscale_core.selection.resolve import Selection

__all__ = ["Contributed", "collect"]


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
        spec = selection.spec_for(plugin)
        templates, wrong = ask(plugin, "contribute_templates", (FileSet, Fragment), spec=spec)
        problems += wrong
        contributions, wrong = ask(plugin, "contribute_settings", (Contribution,), spec=spec)
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


def _misplaced(plugin: InstalledPlugin, item: Contribution) -> Problem:
    return Problem(
        what=f"{plugin.label} offers a {type(item).__name__} in contribute_settings",
        where=(plugin.shorten(item.declared),),
        fix="offer it in contribute_templates",
    )
