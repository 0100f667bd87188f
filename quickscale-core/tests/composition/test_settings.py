from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quickscale_core.composition.provenance import Attributed
from quickscale_core.composition.settings import merge_settings
from quickscale_core.plugin_api.contributions import ListItem, Setting
from quickscale_core.plugin_api.plugin import Plugin
from quickscale_core.plugin_api.values import Env, ProjectPath, Ref, Value
from quickscale_core.plugins.card_checks import make_manager
from quickscale_core.plugins.discovery import InstalledPlugin
from quickscale_core.source_text.python_source import import_lines, names_used

if TYPE_CHECKING:
    from quickscale_core.composition.composition import SettingGroup

    from conftest import Inventor


@pytest.fixture(scope="module")
def plugins() -> dict[str, InstalledPlugin]:
    return {
        name: InstalledPlugin(
            card=Plugin(name=name, kind="module", summary=name),
            distribution=f"acme-{name}",
            version="1",
            manager=make_manager(ModuleType(name)),
            folder=Path(__file__).parent,
            builtin=name == "base",
        )
        for name in ("base", "auth", "billing", "shop")
    }


def flat(groups: tuple[SettingGroup, ...]) -> dict[str, dict[str, Value]]:
    return {group.title: {one.name: one.value for one in group.settings} for group in groups}


def merge(
    plugins: dict[str, InstalledPlugin],
    *contributions: tuple[str, Setting | ListItem],
    owner: dict[str, Value] | None = None,
    layer: str = "base",
) -> dict[str, dict[str, Value]]:
    groups, problems = merge_settings(
        [
            Attributed(plugins[name], item)
            for name, item in contributions
            if isinstance(item, Setting)
        ],
        [
            Attributed(plugins[name], item)
            for name, item in contributions
            if isinstance(item, ListItem)
        ],
        owner or {},
    )
    assert problems == []
    return flat(groups[layer])


def test_each_plugin_has_a_group_in_dependency_order(plugins: dict[str, InstalledPlugin]) -> None:
    assert merge(
        plugins,
        ("base", Setting(name="B", value=1)),
        ("base", Setting(name="A", value=2)),
        ("auth", Setting(name="C", value=3)),
    ) == {"Base": {"B": 1, "A": 2}, "Auth": {"C": 3}}


def test_a_plugin_that_overrides_core_keeps_its_place(plugins: dict[str, InstalledPlugin]) -> None:
    found = merge(
        plugins,
        ("base", Setting(name="STATIC_URL", value="static/", default=True)),
        ("base", Setting(name="USE_TZ", value=True)),
        ("auth", Setting(name="LOGIN_URL", value="login")),
        ("shop", Setting(name="STATIC_URL", value="/static/")),
    )
    assert list(found) == ["Base", "Auth", "Shop"]


def test_a_firm_value_beats_a_default_wherever_it_comes_from(
    plugins: dict[str, InstalledPlugin],
) -> None:
    base = ("base", Setting(name="A", value=1, default=True))
    auth = ("auth", Setting(name="A", value=2, default=True))
    shop = ("shop", Setting(name="A", value=3))
    assert merge(plugins, base) == {"Base": {"A": 1}}
    assert merge(plugins, base, auth) == {"Auth": {"A": 2}}
    assert merge(plugins, base, auth, shop) == {"Shop": {"A": 3}}


def test_two_plugins_defaults_clash(plugins: dict[str, InstalledPlugin]) -> None:
    contributions = [
        Attributed(plugins[name], Setting(name="A", value=name, default=True))
        for name in ("auth", "shop")
    ]
    _, problems = merge_settings(contributions, [], {})
    assert problems[0].what == "two plugins set A"


def test_dicts_merge_key_by_key(plugins: dict[str, InstalledPlugin]) -> None:
    assert merge(
        plugins,
        ("base", Setting(name="A", value={"x": 1, "y": {"z": 1}}, default=True)),
        ("auth", Setting(name="A", value={"y": {"w": 2}})),
        ("shop", Setting(name="A", value={"x": 5, "v": 6})),
    ) == {"Auth": {"A": {"x": 5, "y": {"z": 1, "w": 2}, "v": 6}}}


def test_list_items_join_cores_list(plugins: dict[str, InstalledPlugin]) -> None:
    assert merge(
        plugins,
        ("base", Setting(name="A", value=["one", "two"], default=True)),
        ("auth", ListItem(setting="A", value="three", before=("two",))),
        ("shop", ListItem(setting="A", value="one")),
        ("shop", ListItem(setting="A", value=4)),
    ) == {"Base": {"A": ["one", "three", "two", 4]}}


def test_list_items_alone_make_a_list(plugins: dict[str, InstalledPlugin]) -> None:
    assert merge(
        plugins,
        ("auth", ListItem(setting="A", value={"k": 1})),
        ("shop", ListItem(setting="A", value="x", before=("{'k': 1}",))),
    ) == {"Auth": {"A": ["x", {"k": 1}]}}


def test_a_plugin_may_set_a_list_and_extend_it(plugins: dict[str, InstalledPlugin]) -> None:
    assert merge(
        plugins,
        ("auth", Setting(name="A", value=("x",))),
        ("auth", ListItem(setting="A", value="y")),
    ) == {"Auth": {"A": ["x", "y"]}}


def test_the_owner_beats_everybody_in_every_layer(plugins: dict[str, InstalledPlugin]) -> None:
    contributions = (
        ("base", Setting(name="A", value=1)),
        ("auth", Setting(name="A", value=2)),
        ("shop", Setting(name="A", value=3, layer="test")),
        ("shop", Setting(name="B", value=3, layer="test")),
        ("shop", ListItem(setting="L", value="x")),
    )
    owner: dict[str, Value] = {"A": 9, "NEW": [1], "L": ["mine"]}
    assert merge(plugins, *contributions, owner=owner) == {"Your own answers": owner}
    assert merge(plugins, *contributions, owner=owner, layer="test") == {"Shop": {"B": 3}}


def test_the_owners_dict_is_laid_over_the_plugins(plugins: dict[str, InstalledPlugin]) -> None:
    assert merge(
        plugins,
        ("auth", Setting(name="A", value={"x": 1, "y": 2})),
        owner={"A": {"y": 3}},
    ) == {"Your own answers": {"A": {"x": 1, "y": 3}}}
    assert merge(plugins, ("auth", Setting(name="A", value=[1])), owner={"A": {"y": 3}}) == {
        "Your own answers": {"A": {"y": 3}}
    }


def test_comments_are_kept_once(plugins: dict[str, InstalledPlugin]) -> None:
    contributions = [
        Attributed(plugins["base"], Setting(name="A", value=1, default=True, comment="Default.")),
        Attributed(plugins["auth"], Setting(name="A", value=2, comment="Why.")),
        Attributed(plugins["shop"], Setting(name="A", value=2, comment="Why.")),
        Attributed(plugins["billing"], Setting(name="A", value=2, comment="And more.")),
    ]
    groups, problems = merge_settings(contributions, [], {})
    assert problems == []
    assert groups["base"][0].settings[0].comment == "Why. And more."


@pytest.mark.parametrize(
    ("one", "two"), [(1, True), (1, 1.0), ([1], (1,)), ({"a": 1}, {"a": True})]
)
def test_values_of_different_types_are_different(
    plugins: dict[str, InstalledPlugin], one: Value, two: Value
) -> None:
    contributions = [
        Attributed(plugins["auth"], Setting(name="A", value=one)),
        Attributed(plugins["shop"], Setting(name="A", value=two)),
    ]
    assert merge_settings(contributions, [], {})[1]


def test_the_imports_that_values_need() -> None:
    values: list[Value] = [
        timedelta(days=1),
        {"a": [Ref("csp.constants:NONCE"), Ref("csp.constants:SELF"), Env("A")]},
        Env("B", default=ProjectPath("x")),
    ]
    assert import_lines(values) == (
        "from csp.constants import NONCE, SELF",
        "from datetime import timedelta",
    )
    assert names_used(values) == ("BASE_DIR", "env")
    assert import_lines([1]) == names_used(["x"]) == ()


leaves = st.one_of(st.integers(), st.text(max_size=3), st.booleans(), st.none())
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
    ),
    max_leaves=6,
)
settings = st.builds(
    Setting,
    name=st.sampled_from(["A", "B"]),
    value=values,
    default=st.booleans(),
    layer=st.sampled_from(["base", "test"]),
)


@given(st.dictionaries(st.sampled_from(["auth", "billing", "shop"]), settings, min_size=2))
def test_whether_claims_clash_does_not_hang_on_their_order(
    plugins: dict[str, InstalledPlugin], contributions: dict[str, Setting]
) -> None:
    outcomes = set()
    for order in itertools.permutations(contributions):
        groups, problems = merge_settings(
            [Attributed(plugins[name], contributions[name]) for name in order], [], {}
        )
        found = {
            (layer, one.name, repr(_sorted(one.value)))
            for layer in groups
            for group in groups[layer]
            for one in group.settings
        }
        outcomes.add((bool(problems), frozenset() if problems else frozenset(found)))
    assert len(outcomes) == 1


@given(settings)
def test_merging_with_itself_changes_nothing(
    plugins: dict[str, InstalledPlugin], one: Setting
) -> None:
    once = merge_settings([Attributed(plugins["auth"], one)], [], {})
    twice = merge_settings(
        [Attributed(plugins["auth"], one), Attributed(plugins["shop"], one)], [], {}
    )
    assert once == twice


@given(settings, values)
def test_the_owner_always_has_the_last_word(
    plugins: dict[str, InstalledPlugin], one: Setting, answer: Value
) -> None:
    groups, problems = merge_settings([Attributed(plugins["auth"], one)], [], {one.name: answer})
    assert problems == []
    (placed,) = groups["base"][-1].settings
    if not isinstance(answer, dict):
        assert placed.value == answer
    elif isinstance(placed.value, dict):
        assert set(answer) <= set(placed.value)
    assert len([group for layer in groups for group in groups[layer]]) == 1


def _sorted(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return value


def test_inventor_and_claims_agree(invent: Inventor) -> None:
    item = Setting(name="A", value=1)
    assert (
        Attributed(invent("odd"), item)
        .line("x")
        .startswith("odd 1.0.0 (acme-odd): x  test_settings")
    )
