"""Bring all contributions to one setting to one value, layer by layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final, cast, get_args

from quickscale_core.composition.composition import PlacedSetting, SettingGroup
from quickscale_core.composition.provenance import Claim, circle, clash
from quickscale_core.errors import Problem
from quickscale_core.plugin_api.contributions import Layer, ListItem, Setting
from quickscale_core.plugin_api.values import Value
from quickscale_core.selection.ordering import CycleError, Node, arrange
from quickscale_core.source_text.python_source import python_source

__all__ = ["OWNER_TITLE", "merge_settings"]

OWNER_TITLE: Final = "Your own answers"
"""The heading of what the owner set in ``quickscale.yml``."""

_FIX: Final = "leave one out, or set it yourself under settings: in quickscale.yml"


def merge_settings(
    settings: Sequence[Claim[Setting]],
    items: Sequence[Claim[ListItem]],
    owner: Mapping[str, Value],
) -> tuple[dict[str, tuple[SettingGroup, ...]], list[Problem]]:
    """Return one value for each setting of each layer, and everything that clashes.

    Equal values merge, dicts merge key by key, a firm value beats a default, a plugin's default
    beats core's, and the owner's answer beats all of them in every layer.

    Args:
        settings: Settings in dependency order.
        items: List items in dependency order.
        owner: The owner's own answers.

    Returns:
        Groups by layer, in dependency order, the owner's last in ``base``; and the problems.
    """
    groups: dict[str, tuple[SettingGroup, ...]] = {}
    problems: list[Problem] = []
    order = tuple(dict.fromkeys(claim.plugin.name for claim in (*settings, *items)))
    for layer in get_args(Layer):
        merging = _LayerMerge(layer, settings, items)
        # once the owner has answered, what plugins say and disagree on no longer matters
        names = [name for name in merging.names() if name not in owner]
        merged = {name: one for name in names if (one := merging.setting(name))}
        groups[layer] = _grouped(merged, order)
        problems += merging.problems
    if owner:
        beneath = _LayerMerge("base", settings, items)
        placed = [
            PlacedSetting(name=name, value=_overlaid(beneath.value(name), value))
            for name, value in owner.items()
        ]
        group = SettingGroup(plugin="", title=OWNER_TITLE, settings=tuple(placed))
        groups["base"] = (*groups["base"], group)
    return groups, problems


@dataclass(frozen=True, slots=True)
class _Merged:
    """One setting's value, and the claim whose place it takes."""

    value: Value
    home: Claim[Setting] | Claim[ListItem]
    comment: str


def _grouped(merged: Mapping[str, _Merged], order: Sequence[str]) -> tuple[SettingGroup, ...]:
    """Return settings under the plugins whose claims they are, plugins and claims in their order.

    A plugin that says better what core has a default for would come right after core otherwise.
    """
    groups: dict[str, list[PlacedSetting]] = {}
    for name, one in merged.items():
        placed = PlacedSetting(name=name, value=one.value, comment=one.comment)
        groups.setdefault(one.home.plugin.name, []).append(placed)
    return tuple(
        SettingGroup(plugin=plugin, title=_title(plugin), settings=tuple(placed))
        for plugin, placed in sorted(groups.items(), key=lambda it: order.index(it[0]))
    )


def _title(plugin: str) -> str:
    words = plugin.replace("_", " ")
    return words[:1].upper() + words[1:]


class _LayerMerge:
    """Merges the settings of one layer, each by itself."""

    def __init__(
        self, layer: str, settings: Sequence[Claim[Setting]], items: Sequence[Claim[ListItem]]
    ) -> None:
        self.problems: list[Problem] = []
        self._where = "" if layer == "base" else f" in the {layer} settings"
        self._claims: dict[str, list[Claim[Setting]]] = {}
        self._items: dict[str, list[Claim[ListItem]]] = {}
        for claim in settings:
            if claim.item.layer == layer:
                self._claims.setdefault(claim.item.name, []).append(claim)
        for item in items:
            if item.item.layer == layer:
                self._items.setdefault(item.item.setting, []).append(item)

    def names(self) -> list[str]:
        """Return the settings of the layer, in the order of their first claims."""
        return list(dict.fromkeys([*self._claims, *self._items]))

    def value(self, name: str) -> Value:
        """Return what plugins make of a setting, or ``None``."""
        one = self.setting(name)
        return one.value if one else None

    def setting(self, name: str) -> _Merged | None:
        """Return a setting, or ``None`` where its claims clash or there are none."""
        claims, items = self._claims.get(name, []), self._items.get(name, [])
        if not (claims or items):
            return None
        clashes: dict[str, list[Claim[Setting]]] = {}
        levels = _by_level(claims)
        agreed = [
            _agree([(it, it.item.value) for it in level], name, clashes)
            for level in levels
            if level
        ]
        if clashes:
            self.problems += [self._clash(thing, same) for thing, same in clashes.items()]
            return None
        value = reduce(_overlaid, agreed) if agreed else []
        if items and (wrong := self._no_list(name, value)):
            self.problems.append(wrong)
            return None
        if items:
            value = self._extended(name, cast("list[Value]", value))
        home = _strongest(levels)[0] if claims else items[0]
        told = levels[-1] or claims
        comments = dict.fromkeys(it.item.comment for it in told if it.item.comment)
        return _Merged(value, home, " ".join(comments))

    def _no_list(self, name: str, value: Value) -> Problem | None:
        """Return why list items cannot be added to a setting's value, or ``None``."""
        claims, items = self._claims.get(name, []), self._items[name]
        lines: list[tuple[Claim[Setting] | Claim[ListItem], str]] = [
            (claim, f"adds {_shown(claim.item.value)}") for claim in items
        ]
        if not isinstance(value, list | tuple):
            lines.insert(0, (_strongest(_by_level(claims))[0], f"sets {_shown(value)}"))
            return clash("disagree whether it is a list:", f"{name}{self._where}", lines, _FIX)
        whole = [
            claim
            for claim in claims
            if _is_firm(claim) and any(claim.plugin != one.plugin for one in items)
        ]
        if whole:
            lines[:0] = [(claim, "sets the whole list") for claim in whole]
            fix = "contribute a ListItem for each element"
            return clash("set and extend", f"{name}{self._where}", lines, fix)
        return None

    def _extended(self, name: str, given: Sequence[Value]) -> Value:
        """Return a list with the items that plugins add to it, in order."""
        values = {_key(value): value for value in given}
        nodes = [Node(key) for key in values]
        for claim in self._items[name]:
            values.setdefault(_key(claim.item.value), claim.item.value)
            nodes.append(
                Node(_key(claim.item.value), claim.item.after, claim.item.before, claim.line())
            )
        try:
            return [values[key] for key in arrange(nodes)]
        except CycleError as cycle:
            self.problems.append(circle(cycle, f"{name}{self._where}"))
            return list(values.values())

    def _clash(self, thing: str, claims: Sequence[Claim[Setting]]) -> Problem:
        lines = [(claim, _shown(claim.item.value)) for claim in claims]
        return clash("set", f"{thing}{self._where}", lines, _FIX)


def _is_default_of_core(claim: Claim[Setting]) -> bool:
    return claim.item.default and claim.plugin.builtin


def _is_default_of_plugin(claim: Claim[Setting]) -> bool:
    return claim.item.default and not claim.plugin.builtin


def _is_firm(claim: Claim[Setting]) -> bool:
    return not claim.item.default


_LEVELS: Final = (_is_default_of_core, _is_default_of_plugin, _is_firm)
"""What claims can be, the weakest first: each level's value is laid over that of the one before."""


def _by_level(claims: Sequence[Claim[Setting]]) -> list[list[Claim[Setting]]]:
    return [[it for it in claims if is_of(it)] for is_of in _LEVELS]


def _strongest(levels: Sequence[Sequence[Claim[Setting]]]) -> Sequence[Claim[Setting]]:
    """Return the claims of the strongest level that has some."""
    return next(level for level in reversed(levels) if level)


def _agree(
    claims: Sequence[tuple[Claim[Setting], Value]],
    name: str,
    clashes: dict[str, list[Claim[Setting]]],
) -> Value:
    """Return the value that claims of one strength come to, or add to the clashes."""
    first = claims[0][1]
    dicts = [(claim, value) for claim, value in claims if isinstance(value, dict)]
    if len(dicts) == len(claims):
        keys = dict.fromkeys(key for _, value in dicts for key in value)
        return {
            key: _agree(
                [(claim, value[key]) for claim, value in dicts if key in value],
                f'{name}["{key}"]',
                clashes,
            )
            for key in keys
        }
    if not all(_same(first, value) for _, value in claims):
        clashes[name] = [claim for claim, _ in claims]
    return first


def _same(one: Value, two: Value) -> bool:
    """Return whether two values are equal and of equal types, as ``1 == True`` does not tell."""
    return one == two and repr(one) == repr(two)


def _overlaid(under: Value, over: Value) -> Value:
    """Return a value over another: dicts key by key, anything else replaced."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return under | {key: _overlaid(under.get(key), value) for key, value in over.items()}


def _key(value: Value) -> str:
    return value if isinstance(value, str) else repr(value)


def _shown(value: Value) -> str:
    text = " ".join(python_source(value).split())
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - fits beside a place
