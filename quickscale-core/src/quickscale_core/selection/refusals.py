"""The reasons why plugins that were asked for cannot take part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quickscale_core.errors import Problem
from quickscale_core.plugins.discovery import KNOWN_PLUGINS, InstalledPlugin, Registry
from quickscale_core.plugins.option_answers import near_miss

__all__ = [
    "Reasons",
    "conflicts",
    "doubled_capabilities",
    "is_known",
    "not_installed",
    "surplus_themes",
    "wrong_kind",
    "wrong_version",
]

Chosen = Mapping[str, InstalledPlugin]
Reasons = Mapping[str, tuple[str, ...]]
"""By a plugin's name, the shortest chain of who asked for what, a line each."""


def is_known(name: str) -> bool:
    """Return whether a plugin of that name can be had, installed or not."""
    return name in KNOWN_PLUGINS


def not_installed(name: str, registry: Registry, where: tuple[str, ...] = ()) -> Problem:
    """Return the problem of a plugin that was asked for and is not installed.

    Args:
        name: The plugin's name.
        registry: What is installed, for near matches.
        where: Lines on who asked for it.
    """
    if distribution := KNOWN_PLUGINS.get(name):
        return Problem(
            what=f"{name} is not installed",
            where=where,
            fix=(
                f"pip install {distribution}\n"
                f"  or: uv tool install quickscale --with {distribution}\n"
                f"  or: pipx inject quickscale {distribution}"
            ),
        )
    near = near_miss(name, [*registry, *KNOWN_PLUGINS])
    shown = name or '""'
    return Problem(
        what=f"no plugin named {shown} is installed",
        where=where,
        fix=near or "see what is installed: quickscale plugins list",
    )


def wrong_kind(plugin: InstalledPlugin, kind: str, reason: tuple[str, ...]) -> Problem:
    """Return the problem of a plugin of another kind than it was asked for."""
    names = {"core": "part of core", "deploy": "deploy target"}
    flags = {"module": "--with", "theme": "--theme", "deploy": "--deploy"}
    sections = {"module": "modules", "theme": "theme", "deploy": "deploy"}
    is_, should = (names.get(one, one) for one in (plugin.card.kind, kind))
    fix = "leave it out; it is always there"
    if plugin.card.kind in flags:
        fix = f"use {flags[plugin.card.kind]} {plugin.name}"
        if any(" asked for by " in line and " by --" not in line for line in reason):
            # it was said in a file
            fix = f"name it under {sections[plugin.card.kind]}:"
    return Problem(what=f"{plugin.name} is a {is_}, not a {should}", where=reason, fix=fix)


def wrong_version(
    plugin: InstalledPlugin, versions: str, reason: tuple[str, ...]
) -> Problem | None:
    """Return the problem of a plugin whose version is not accepted, or ``None``.

    Args:
        plugin: The plugin.
        versions: What is accepted, as in PEP 440; empty accepts all.
        reason: Lines on who asked for it.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    if not versions:
        return None
    try:
        accepted = SpecifierSet(versions)
    except InvalidSpecifier:
        return Problem(
            what=f'"{versions}" is not a version range for {plugin.name}',
            where=reason,
            fix='write it like ">=1" or ">=1,<2"',
        )
    if accepted.contains(plugin.version, prereleases=True):
        return None
    return Problem(
        what=f"{plugin.name} {plugin.version} is installed, and {plugin.name}{versions} is needed",
        where=reason,
        fix=f'pip install "{plugin.distribution}{versions}"',
    )


def conflicts(chosen: Chosen, reasons: Reasons) -> Iterator[Problem]:
    """Yield a problem for every two chosen plugins that cannot stand together."""
    seen: set[frozenset[str]] = set()
    for name in sorted(chosen):
        for other in chosen[name].card.conflicts:
            pair = frozenset({name, other})
            if other not in chosen or pair in seen:
                continue
            seen.add(pair)
            line = f"{chosen[name].label} conflicts with {other}"
            yield Problem(
                what=f"{name} and {other} cannot be in one project",
                where=_merged((line,), reasons[name], reasons[other]),
                fix="leave one of them out",
            )


def doubled_capabilities(
    chosen: Chosen, reasons: Reasons, chain: tuple[InstalledPlugin, ...]
) -> Iterator[Problem]:
    """Yield a problem for every capability that several plugins provide.

    A theme may provide what a theme it extends provides.
    """
    providers: dict[str, list[str]] = {}
    for name in sorted(set(chosen) - {theme.name for theme in chain[1:]}):
        for capability in chosen[name].card.provides:
            providers.setdefault(capability, []).append(name)
    for capability, names in sorted(providers.items()):
        if len(names) > 1:
            both = "both" if len(names) == 2 else "all"  # noqa: PLR2004 - a pair
            yield Problem(
                what=f'{", ".join(names[:-1])} and {names[-1]} {both} provide "{capability}"',
                where=_merged(*(reasons[name] for name in names)),
                fix="leave one of them out",
            )


def surplus_themes(
    chosen: Chosen, reasons: Reasons, chain: tuple[InstalledPlugin, ...]
) -> Iterator[Problem]:
    """Yield a problem for each chosen theme that is not the project's."""
    theme = chain[0]
    for name in sorted(set(chosen) - {theme.name for theme in chain}):
        if chosen[name].card.kind == "theme":
            yield Problem(
                what=f"a project has one theme, and both {theme.name} and {name} are needed",
                where=_merged(reasons[theme.name], reasons[name]),
                fix=f"choose --theme {name}, or leave out what needs it",
            )


def _merged(*lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for group in lines for line in group))
