"""Merge the contributions of which all are kept in an order, or one per key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import TypeVar, get_args

from quickscale_core.composition.provenance import Claim, circle, clash, of_type
from quickscale_core.errors import Problem
from quickscale_core.plugin_api.contributions import (
    App,
    Contribution,
    Fragment,
    Keyed,
    Layer,
    Ordered,
    UrlInclude,
)
from quickscale_core.selection.ordering import CycleError, Node, arrange

__all__ = ["key_of", "merge_fragments", "merge_keyed", "merge_ordered"]

O = TypeVar("O", bound=Ordered)  # noqa: E741 - one letter, as type variables are
K = TypeVar("K", bound=Keyed)

_FIX = "leave one of them out, and report this to their authors"


def key_of(item: Contribution) -> str:
    """Return the key of a contribution among its kind."""
    for name in ("path", "prefix", "name"):
        if isinstance(key := getattr(item, name, None), str):
            return key
    return f"{getattr(item, 'directive', '')} {getattr(item, 'source', '')}"


def merge_keyed(
    claims: Sequence[Claim[Contribution]], kind: type[K], thing: str
) -> tuple[tuple[K, ...], list[Problem]]:
    """Return one contribution per key, in the order of their first claims.

    Args:
        claims: Everything that was contributed.
        kind: The type to merge.
        thing: What it is, for explanations: ``"environment variable"``.
    """
    found: dict[str, list[Claim[K]]] = {}
    for claim in of_type(claims, kind):
        found.setdefault(key_of(claim.item), []).append(claim)
    problems = [
        _different(same, f"{thing} {key}")
        for key, same in found.items()
        if any(claim.item != same[0].item for claim in same)
    ]
    return tuple(same[0].item for same in found.values()), problems


def merge_ordered(
    claims: Sequence[Claim[Contribution]], kind: type[O], thing: str
) -> tuple[tuple[O, ...], list[Problem]]:
    """Return every contribution of one type, in an order that all demands agree to.

    Those of one layer come after those of the layer before it, and are ordered by themselves.

    Args:
        claims: Everything that was contributed, in dependency order.
        kind: The type to merge.
        thing: What it is, for explanations: ``"middleware"``.
    """
    layers: dict[str, list[Claim[O]]] = {layer: [] for layer in get_args(Layer)}
    for claim in of_type(claims, kind):
        layers[getattr(claim.item, "layer", "base")].append(claim)
    problems = _installed_twice(layers) if kind is App else []
    merged: list[O] = []
    for same_layer in layers.values():
        items, wrong = _merge_layer(same_layer, kind, thing)
        merged += items
        problems += wrong
    return tuple(merged), problems


def _installed_twice(layers: Mapping[str, Sequence[Claim[O]]]) -> list[Problem]:
    """Return a problem for each app of ``base`` that another layer would install once more."""
    base = {key_of(claim.item): claim for claim in layers["base"]}
    return [
        _different([base[key_of(claim.item)], claim], f"app {key_of(claim.item)!r}")
        for layer, claims in layers.items()
        for claim in claims
        if layer != "base" and key_of(claim.item) in base
    ]


def _merge_layer(
    claims: Sequence[Claim[O]], kind: type[O], thing: str
) -> tuple[tuple[O, ...], list[Problem]]:
    """Return the contributions of one type and one layer, in order."""
    found: dict[str, list[Claim[O]]] = {}
    for claim in claims:
        found.setdefault(key_of(claim.item), []).append(claim)
    problems: list[Problem] = []
    nodes = []
    merged: dict[str, list[O]] = {}
    for key, same in found.items():
        merged[key] = _united(same)
        # several URLconfs on one prefix are judged where prefixes are, in merge_urls
        if len(merged[key]) > 1 and kind is not UrlInclude:
            problems.append(_different(same, f"{thing} {key!r}"))
        nodes += [Node(key, claim.item.after, claim.item.before, claim.line()) for claim in same]
    try:
        order = arrange(nodes)
    except CycleError as cycle:
        problems.append(circle(cycle, thing))
        order = list(found)
    return tuple(item for key in order for item in merged[key]), problems


def merge_fragments(
    claims: Sequence[Claim[Fragment]], slot: str
) -> tuple[list[Claim[Fragment]], list[Problem]]:
    """Return one slot's fragments in order; their key is the plugin's name."""
    found: dict[str, list[Claim[Fragment]]] = {}
    for claim in claims:
        found.setdefault(claim.plugin.name, []).append(claim)
    nodes = [
        Node(name, claim.item.after, claim.item.before, claim.line())
        for name, same in found.items()
        for claim in same
    ]
    try:
        order = arrange(nodes)
    except CycleError as cycle:
        return list(claims), [circle(cycle, f"{slot} fragments")]
    return [claim for name in order for claim in found[name]], []


def _united(same: Sequence[Claim[O]]) -> list[O]:
    """Return the different contributions of a key, their demands put aside and joined."""
    after = tuple(dict.fromkeys(key for claim in same for key in claim.item.after))
    before = tuple(dict.fromkeys(key for claim in same for key in claim.item.before))
    items: list[O] = []
    for claim in same:
        item = replace(claim.item, after=after, before=before)
        if item not in items:
            items.append(item)
    return items


def _different(same: Sequence[Claim[Contribution]], thing: str) -> Problem:
    """Return the clash of different contributions under one key."""
    names = [
        field.name
        for field in fields(same[0].item)
        if field.compare
        and field.name not in ("after", "before")
        and len({repr(getattr(claim.item, field.name)) for claim in same}) > 1
    ]
    shown = [", ".join(f"{name}={getattr(claim.item, name)!r}" for name in names) for claim in same]
    return clash("declare", thing, list(zip(same, shown, strict=True)), _FIX)
