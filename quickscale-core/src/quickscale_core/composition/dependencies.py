"""Merge the requirements on each distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from quickscale_core.composition.provenance import Attributed, clash
from quickscale_core.errors import Problem
from quickscale_core.plugin_api.contributions import Dependency

if TYPE_CHECKING:
    from packaging.requirements import Requirement
    from packaging.specifiers import Specifier, SpecifierSet

__all__ = ["Dependencies", "merge_dependencies"]

_ORDER: Final = ("===", "==", "~=", ">=", ">", "!=", "<=", "<")


@dataclass(frozen=True, kw_only=True, slots=True)
class Dependencies:
    """What all requirements come to.

    Attributes:
        main: Requirements of the project, sorted.
        dev: Requirements of its development group, sorted.
        untyped: Modules without types, sorted.
        imports: Top-level names the distributions install, with the requirement of each.
    """

    main: tuple[str, ...]
    dev: tuple[str, ...]
    untyped: tuple[str, ...]
    imports: dict[str, str]


def merge_dependencies(
    contributions: Sequence[Attributed[Dependency]],
) -> tuple[Dependencies, list[Problem]]:
    """Return requirements merged by distribution and marker, and problems of those that clash.

    Extras are united and specifiers intersected. A distribution that anything needs at run time
    is not a part of the development group.
    """
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    found: dict[tuple[str, str], list[tuple[Attributed[Dependency], Requirement]]] = {}
    names: dict[str, str] = {}
    for contribution in contributions:
        requirement = Requirement(contribution.item.requirement)
        name = str(canonicalize_name(requirement.name))
        found.setdefault((name, str(requirement.marker or "")), []).append(
            (contribution, requirement)
        )
        for module in contribution.item.imports or (name.replace("-", "_"),):
            names.setdefault(module, name)
    main: list[str] = []
    dev: list[str] = []
    problems: list[Problem] = []
    for (name, marker), pairs in sorted(found.items()):
        specifier = pairs[0][1].specifier
        for _, requirement in pairs[1:]:
            specifier &= requirement.specifier
        if specifier.is_unsatisfiable():
            problems.append(_clash(name, [contribution for contribution, _ in pairs]))
        extras = sorted({extra for _, requirement in pairs for extra in requirement.extras})
        text = name + (f"[{','.join(extras)}]" if extras else "") + _written(specifier)
        text += f"; {marker}" if marker else ""
        groups = {contribution.item.group for contribution, _ in pairs}
        (main if "main" in groups else dev).append(text)
    untyped = tuple(
        sorted({module for contribution in contributions for module in contribution.item.untyped})
    )
    merged = Dependencies(main=tuple(main), dev=tuple(dev), untyped=untyped, imports=names)
    return merged, problems


def _written(specifier: SpecifierSet) -> str:
    """Return a specifier set as text: lower bounds first, bounds within other bounds left out."""
    from packaging.version import Version

    kept: dict[str, Specifier] = {}
    for one in specifier:
        key = one.operator if one.operator in {">=", "<"} else str(one)
        other = kept.get(key)
        if other is None or (Version(one.version) > Version(other.version)) == (
            one.operator == ">="
        ):
            kept[key] = one
    ordered = sorted(kept.values(), key=lambda one: (_ORDER.index(one.operator), str(one)))
    return ",".join(str(one) for one in ordered)


def _clash(name: str, contributions: Sequence[Attributed[Dependency]]) -> Problem:
    return clash(
        "need versions that exclude each other of",
        name,
        [(contribution, contribution.item.requirement) for contribution in contributions],
        "install versions of these plugins that agree, or leave one of them out",
    )
