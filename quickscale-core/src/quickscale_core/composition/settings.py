"""Merge all contributions to a setting into one value, layer by layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final, cast, get_args

from quickscale_core.composition.composition import PlacedSetting, SettingGroup
from quickscale_core.composition.provenance import Attributed, circle, clash
from quickscale_core.errors import Problem
from quickscale_core.plugin_api.contributions import Layer, ListItem, Setting
from quickscale_core.plugin_api.values import Value
from quickscale_core.selection.topological_sort import CycleError, Node, arrange
from quickscale_core.source_text.python_source import python_source

__all__ = ["OWNER_TITLE", "merge_settings"]

OWNER_TITLE: Final = "Your own answers"
"""The heading of what the owner set in ``quickscale.yml``."""

_FIX: Final = "leave one out, or set it yourself under settings: in quickscale.yml"


def merge_settings(
    settings: Sequence[Attributed[Setting]],
    items: Sequence[Attributed[ListItem]],
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
    order = tuple(dict.fromkeys(contribution.plugin.name for contribution in (*settings, *items)))
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
    """One setting's value, and the contribution that decides where it is written."""

    value: Value
    home: Attributed[Setting] | Attributed[ListItem]
    comment: str


def _grouped(merged: Mapping[str, _Merged], order: Sequence[str]) -> tuple[SettingGroup, ...]:
    """Return settings grouped by the plugins that contributed them, all in their order.

    Without this, a plugin that overrides a default of core would come right after core.
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
        self,
        layer: str,
        settings: Sequence[Attributed[Setting]],
        items: Sequence[Attributed[ListItem]],
    ) -> None:
        self.problems: list[Problem] = []
        self._where = "" if layer == "base" else f" in the {layer} settings"
        self._settings: dict[str, list[Attributed[Setting]]] = {}
        self._items: dict[str, list[Attributed[ListItem]]] = {}
        for contribution in settings:
            if contribution.item.layer == layer:
                self._settings.setdefault(contribution.item.name, []).append(contribution)
        for item in items:
            if item.item.layer == layer:
                self._items.setdefault(item.item.setting, []).append(item)

    def names(self) -> list[str]:
        """Return the settings of the layer, in the order of their first contributions."""
        return list(dict.fromkeys([*self._settings, *self._items]))

    def value(self, name: str) -> Value:
        """Return what plugins make of a setting, or ``None``."""
        one = self.setting(name)
        return one.value if one else None

    def setting(self, name: str) -> _Merged | None:
        """Return a setting, or ``None`` where its contributions clash or there are none."""
        contributions, items = self._settings.get(name, []), self._items.get(name, [])
        if not (contributions or items):
            return None
        clashes: dict[str, list[Attributed[Setting]]] = {}
        levels = _by_level(contributions)
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
        home = _strongest(levels)[0] if contributions else items[0]
        told = levels[-1] or contributions
        comments = dict.fromkeys(it.item.comment for it in told if it.item.comment)
        return _Merged(value, home, " ".join(comments))

    def _no_list(self, name: str, value: Value) -> Problem | None:
        """Return why list items cannot be added to a setting's value, or ``None``."""
        contributions, items = self._settings.get(name, []), self._items[name]
        lines: list[tuple[Attributed[Setting] | Attributed[ListItem], str]] = [
            (contribution, f"adds {_shown(contribution.item.value)}") for contribution in items
        ]
        if not isinstance(value, list | tuple):
            lines.insert(0, (_strongest(_by_level(contributions))[0], f"sets {_shown(value)}"))
            return clash("disagree whether it is a list:", f"{name}{self._where}", lines, _FIX)
        whole = [
            contribution
            for contribution in contributions
            if _is_firm(contribution) and any(contribution.plugin != one.plugin for one in items)
        ]
        if whole:
            lines[:0] = [(contribution, "sets the whole list") for contribution in whole]
            fix = "contribute a ListItem for each element"
            return clash("set and extend", f"{name}{self._where}", lines, fix)
        return None

    def _extended(self, name: str, given: Sequence[Value]) -> Value:
        """Return a list with the items that plugins add to it, in order."""
        values = {_key(value): value for value in given}
        nodes = [Node(key) for key in values]
        for contribution in self._items[name]:
            values.setdefault(_key(contribution.item.value), contribution.item.value)
            nodes.append(
                Node(
                    _key(contribution.item.value),
                    contribution.item.after,
                    contribution.item.before,
                    contribution.line(),
                )
            )
        try:
            return [values[key] for key in arrange(nodes)]
        except CycleError as cycle:
            self.problems.append(circle(cycle, f"{name}{self._where}"))
            return list(values.values())

    def _clash(self, thing: str, contributions: Sequence[Attributed[Setting]]) -> Problem:
        lines = [(contribution, _shown(contribution.item.value)) for contribution in contributions]
        return clash("set", f"{thing}{self._where}", lines, _FIX)


def _is_default_of_core(contribution: Attributed[Setting]) -> bool:
    return contribution.item.default and contribution.plugin.builtin


def _is_default_of_plugin(contribution: Attributed[Setting]) -> bool:
    return contribution.item.default and not contribution.plugin.builtin


def _is_firm(contribution: Attributed[Setting]) -> bool:
    return not contribution.item.default


_LEVELS: Final = (_is_default_of_core, _is_default_of_plugin, _is_firm)
"""Levels of strength, the weakest first: each level's value is laid over that of the one before."""


def _by_level(contributions: Sequence[Attributed[Setting]]) -> list[list[Attributed[Setting]]]:
    return [[it for it in contributions if is_of(it)] for is_of in _LEVELS]


def _strongest(levels: Sequence[Sequence[Attributed[Setting]]]) -> Sequence[Attributed[Setting]]:
    """Return the contributions of the strongest level that has some."""
    return next(level for level in reversed(levels) if level)


def _agree(
    contributions: Sequence[tuple[Attributed[Setting], Value]],
    name: str,
    clashes: dict[str, list[Attributed[Setting]]],
) -> Value:
    """Return the value that contributions of one strength come to, or add to the clashes."""
    first = contributions[0][1]
    dicts = [
        (contribution, value) for contribution, value in contributions if isinstance(value, dict)
    ]
    if len(dicts) == len(contributions):
        keys = dict.fromkeys(key for _, value in dicts for key in value)
        return {
            key: _agree(
                [(contribution, value[key]) for contribution, value in dicts if key in value],
                f'{name}["{key}"]',
                clashes,
            )
            for key in keys
        }
    if not all(_same(first, value) for _, value in contributions):
        clashes[name] = [contribution for contribution, _ in contributions]
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
