"""Merge contributions: the ordered ones, of which all are kept, and the keyed ones, one per key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import TypeVar, get_args

from quickscale_core.composition.provenance import Attributed, circle, clash, of_type
from quickscale_core.errors import Problem
from quickscale_core.plugin_api.contributions import (
    ApiRoute,
    App,
    Contribution,
    Fragment,
    Keyed,
    Layer,
    Ordered,
    UrlInclude,
)
from quickscale_core.selection.topological_sort import CycleError, Node, arrange

__all__ = ["key_of", "merge_fragments", "merge_keyed", "merge_ordered"]

O = TypeVar("O", bound=Ordered)  # noqa: E741 - one letter, as type variables are
K = TypeVar("K", bound=Keyed)

_FIX = "leave one of them out, and report this to their authors"


def key_of(item: Contribution) -> str:
    """Return the key of a contribution among its kind."""
    for name in ("path", "prefix", "name"):
        if isinstance(key := getattr(item, name, None), str):
            return key
    layer = getattr(item, "layer", "base")
    source = f"{getattr(item, 'directive', '')} {getattr(item, 'source', '')}"
    return source if layer == "base" else f"{source} in {layer}"


def merge_keyed(
    contributions: Sequence[Attributed[Contribution]], kind: type[K], thing: str
) -> tuple[tuple[K, ...], list[Problem]]:
    """Return one contribution per key, in the order of their first contributions.

    Args:
        contributions: Everything that was contributed.
        kind: The type to merge.
        thing: What it is, for explanations: ``"environment variable"``.
    """
    found: dict[str, list[Attributed[K]]] = {}
    for contribution in of_type(contributions, kind):
        found.setdefault(key_of(contribution.item), []).append(contribution)
    problems = [
        _different(same, f"{thing} {key}")
        for key, same in found.items()
        if any(contribution.item != same[0].item for contribution in same)
    ]
    return tuple(same[0].item for same in found.values()), problems


def merge_ordered(
    contributions: Sequence[Attributed[Contribution]], kind: type[O], thing: str
) -> tuple[tuple[O, ...], list[Problem]]:
    """Return every contribution of one type, in an order that meets every ``after`` and ``before``.

    Those of one layer come after those of the layer before it, and are ordered by themselves.

    Args:
        contributions: Everything that was contributed, in dependency order.
        kind: The type to merge.
        thing: What it is, for explanations: ``"middleware"``.
    """
    layers: dict[str, list[Attributed[O]]] = {layer: [] for layer in get_args(Layer)}
    for contribution in of_type(contributions, kind):
        layers[getattr(contribution.item, "layer", "base")].append(contribution)
    problems = _installed_twice(layers) if kind is App else []
    merged: list[O] = []
    for same_layer in layers.values():
        items, wrong = _merge_layer(same_layer, kind, thing)
        merged += items
        problems += wrong
    return tuple(merged), problems


def _installed_twice(layers: Mapping[str, Sequence[Attributed[O]]]) -> list[Problem]:
    """Return a problem for each app of ``base`` that another layer would install once more."""
    base = {key_of(contribution.item): contribution for contribution in layers["base"]}
    return [
        _different(
            [base[key_of(contribution.item)], contribution], f"app {key_of(contribution.item)!r}"
        )
        for layer, contributions in layers.items()
        for contribution in contributions
        if layer != "base" and key_of(contribution.item) in base
    ]


def _merge_layer(
    contributions: Sequence[Attributed[O]], kind: type[O], thing: str
) -> tuple[tuple[O, ...], list[Problem]]:
    """Return the contributions of one type and one layer, in order."""
    found: dict[str, list[Attributed[O]]] = {}
    for contribution in contributions:
        found.setdefault(key_of(contribution.item), []).append(contribution)
    problems: list[Problem] = []
    nodes = []
    merged: dict[str, list[O]] = {}
    for key, same in found.items():
        merged[key] = _united(same)
        # several URLconfs on one prefix are judged where prefixes are, in urls.py
        if len(merged[key]) > 1 and kind not in (UrlInclude, ApiRoute):
            problems.append(_different(same, f"{thing} {key!r}"))
        nodes += [
            Node(key, contribution.item.after, contribution.item.before, contribution.line())
            for contribution in same
        ]
    try:
        order = arrange(nodes)
    except CycleError as cycle:
        problems.append(circle(cycle, thing))
        order = list(found)
    return tuple(item for key in order for item in merged[key]), problems


def merge_fragments(
    contributions: Sequence[Attributed[Fragment]], slot: str
) -> tuple[list[Attributed[Fragment]], list[Problem]]:
    """Return one slot's fragments in order; their key is the plugin's name."""
    found: dict[str, list[Attributed[Fragment]]] = {}
    for contribution in contributions:
        found.setdefault(contribution.plugin.name, []).append(contribution)
    nodes = [
        Node(name, contribution.item.after, contribution.item.before, contribution.line())
        for name, same in found.items()
        for contribution in same
    ]
    try:
        order = arrange(nodes)
    except CycleError as cycle:
        return list(contributions), [circle(cycle, f"{slot} fragments")]
    return [contribution for name in order for contribution in found[name]], []


def _united(same: Sequence[Attributed[O]]) -> list[O]:
    """Return the different contributions under a key, each with the demands of all."""
    after = tuple(dict.fromkeys(key for contribution in same for key in contribution.item.after))
    before = tuple(dict.fromkeys(key for contribution in same for key in contribution.item.before))
    items: list[O] = []
    for contribution in same:
        item = replace(contribution.item, after=after, before=before)
        if item not in items:
            items.append(item)
    return items


def _different(same: Sequence[Attributed[Contribution]], thing: str) -> Problem:
    """Return the clash of different contributions under one key."""
    names = [
        field.name
        for field in fields(same[0].item)
        if field.compare
        and field.name not in ("after", "before")
        and len({repr(getattr(contribution.item, field.name)) for contribution in same}) > 1
    ]
    shown = [
        ", ".join(f"{name}={getattr(contribution.item, name)!r}" for name in names)
        for contribution in same
    ]
    return clash("declare", thing, list(zip(same, shown, strict=True)), _FIX)
