"""Check that every URL prefix has one owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

from quickscale_core.composition.provenance import Attributed, clash
from quickscale_core.errors import Problem
from quickscale_core.plugin_api.contributions import ApiRoute, SettingsSection, UrlInclude

__all__ = ["RESERVED_PREFIXES", "check_api_prefixes", "check_prefixes"]

RESERVED_PREFIXES: Final[Mapping[str, str]] = {
    "": "base",
    "dashboard/": "base",
    "settings/": "base",
    "admin/": "base",
    "health/": "base",
    "accounts/": "login",
    "_allauth/": "login",
    "billing/": "billing",
    "stripe/": "billing",
    "teams/": "teams",
    "t/": "teams",
    "api/v1/": "api",
    "dev/": "any plugin, in local and test settings",
}
"""Prefixes core keeps, and the plugin or the capability's provider that may use each. A plugin
with a :class:`~quickscale_core.SettingsSection` also has ``settings/<name>/``."""

_DEVELOPMENT: Final = "dev/"
_DEVELOPMENT_LAYERS: Final = ("local", "test")


def check_prefixes(
    urls: Sequence[Attributed[UrlInclude]],
    sections: Sequence[Attributed[SettingsSection]],
    providers: Mapping[str, str],
) -> list[Problem]:
    """Return a problem for each reserved prefix misused and each two prefixes that overlap.

    Args:
        urls: The included URLconfs.
        sections: The settings sections, which open prefixes below ``settings/``.
        providers: Which plugin provides each capability.
    """
    opened = {
        (contribution.plugin.name, f"settings/{contribution.item.name}/")
        for contribution in sections
    }
    problems = []
    for contribution in urls:
        root = _reserved_root(contribution.item.prefix)
        if root == _DEVELOPMENT or contribution.item.layer in _DEVELOPMENT_LAYERS:
            problems += _development_problems(contribution)
            continue
        owner = RESERVED_PREFIXES.get(root or "", "")
        owner = providers.get(owner, "base") if owner == "login" else owner
        if root is None or contribution.plugin.name == owner or _is_opened(contribution, opened):
            continue
        problems.append(
            Problem(
                what=f"/{contribution.item.prefix} is reserved for {owner}",
                where=(contribution.line(contribution.item.module),),
                fix="choose another prefix",
            )
        )
    problems += [
        _claimed_twice(contribution, other, "/")
        for contribution, other in combinations(urls, 2)
        if _overlap(contribution, other, opened)
    ]
    return problems


def check_api_prefixes(routes: Sequence[Attributed[ApiRoute]]) -> list[Problem]:
    """Return a problem for each two plugins' endpoints of which one lies in the other."""
    return [
        _claimed_twice(contribution, other, "/api/v1/")
        for contribution, other in combinations(routes, 2)
        if contribution.item.prefix == other.item.prefix
        or (
            contribution.plugin.name != other.plugin.name
            and (
                contribution.item.prefix.startswith(other.item.prefix)
                or other.item.prefix.startswith(contribution.item.prefix)
            )
        )
    ]


_Prefixed = Attributed[UrlInclude] | Attributed[ApiRoute]


def _claimed_twice(one: _Prefixed, two: _Prefixed, root: str) -> Problem:
    """Return the clash of two plugins on one part of the site."""
    return clash(
        "claim",
        f"{root}{min(one.item.prefix, two.item.prefix, key=len)}",
        [(one, f"{root}{one.item.prefix}"), (two, f"{root}{two.item.prefix}")],
        "leave one of them out, and report this to their authors",
    )


def _reserved_root(prefix: str) -> str | None:
    """Return the reserved prefix that a prefix lies in, or ``None``."""
    roots = [root for root in RESERVED_PREFIXES if root and prefix.startswith(root)]
    return max(roots, key=len) if roots else ("" if not prefix else None)


def _development_problems(contribution: Attributed[UrlInclude]) -> list[Problem]:
    """Return what is wrong with a page that is below ``/dev/``, or for development alone."""
    item = contribution.item
    below = item.prefix.startswith(_DEVELOPMENT)
    if below and item.layer in _DEVELOPMENT_LAYERS:
        return []
    what = (
        f"/{item.prefix} is reserved for development,"
        f" and {item.module} is in the layer {item.layer}"
        if below
        else f"/{item.prefix} is in the layer {item.layer}, and not below /{_DEVELOPMENT}"
    )
    fix = (
        'contribute it with layer="local" and layer="test", or choose another prefix'
        if below
        else f'choose a prefix such as "{_DEVELOPMENT}{item.prefix or "pages/"}"'
    )
    return [Problem(what=what, where=(contribution.line(item.module),), fix=fix)]


def _is_opened(contribution: Attributed[UrlInclude], opened: set[tuple[str, str]]) -> bool:
    return any(
        contribution.plugin.name == name and contribution.item.prefix.startswith(prefix)
        for name, prefix in opened
    )


def _overlap(
    one: Attributed[UrlInclude], two: Attributed[UrlInclude], opened: set[tuple[str, str]]
) -> bool:
    """Return whether two plugins' prefixes lie in each other; everything lies in the root."""
    same = (one.item.prefix, one.item.module) == (two.item.prefix, two.item.module)
    if one.plugin.name == two.plugin.name or same:
        return False
    short, long = sorted((one, two), key=lambda contribution: len(contribution.item.prefix))
    if not short.item.prefix or not long.item.prefix.startswith(short.item.prefix):
        return short.item.prefix == long.item.prefix
    return not _is_opened(long, opened)
