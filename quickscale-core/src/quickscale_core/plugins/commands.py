"""Merge the commands of all plugins into one command line."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import click

from quickscale_core.errors import Problem
from quickscale_core.plugins.hooks import ask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["merge_commands"]

Merged = dict[str, tuple[click.Command, tuple["InstalledPlugin", ...]]]


def merge_commands(plugins: Iterable[InstalledPlugin]) -> tuple[Merged, list[Problem]]:
    """Ask plugins for their commands and merge what they offer.

    Groups of one name become one group. Of equal commands core's wins; where two other plugins
    offer one, neither is taken.

    Args:
        plugins: Whom to ask.

    Returns:
        The commands by name, each with the plugins that offer it; and what was left out.
    """
    problems: list[Problem] = []
    offers: list[tuple[InstalledPlugin, click.Command]] = []
    for plugin in sorted(plugins, key=lambda it: (not it.builtin, it.name)):
        if not plugin.implements("contribute_commands"):
            continue
        commands, wrong = ask(plugin, "contribute_commands", (click.Command,))
        offers += [(plugin, command) for command in commands]
        problems += wrong
    return _merge(offers, "quickscale", problems), problems


def _merge(
    offers: Iterable[tuple[InstalledPlugin, click.Command]], path: str, problems: list[Problem]
) -> Merged:
    """Merge offers of one level; problems are added to the list."""
    by_name: dict[str, list[tuple[InstalledPlugin, click.Command]]] = {}
    for plugin, command in offers:
        by_name.setdefault(command.name or "", []).append((plugin, command))
    merged: Merged = {}
    for name, same in by_name.items():
        first, command = same[0]
        owners = tuple(plugin for plugin, _ in same)
        groups = [(plugin, it) for plugin, it in same if isinstance(it, click.Group)]
        if len(same) == 1:
            merged[name] = command, owners
        elif len(groups) == len(same):
            merged[name] = _merge_groups(groups, f"{path} {name}", problems), owners
        else:
            problems.append(_clash(f"{path} {name}", owners))
            if first.builtin:
                merged[name] = command, (first,)
    return merged


def _merge_groups(
    groups: list[tuple[InstalledPlugin, click.Group]], path: str, problems: list[Problem]
) -> click.Group:
    """Return a copy of the first group with the subcommands of all."""
    inner = [(plugin, it) for plugin, group in groups for it in group.commands.values()]
    whole = copy(groups[0][1])
    whole.commands = {name: it for name, (it, _) in _merge(inner, path, problems).items()}
    return whole


def _clash(path: str, owners: tuple[InstalledPlugin, ...]) -> Problem:
    return Problem(
        what=f"{len(owners)} plugins offer the command {path}",
        where=tuple(owner.label for owner in owners),
        fix=(
            "core's is taken; report this to the other's authors"
            if owners[0].builtin
            else "neither is taken; uninstall one of them"
        ),
    )
