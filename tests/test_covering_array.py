"""Few rows hold every pair of choices, and a new module adds hardly any."""

from __future__ import annotations

from itertools import pairwise, permutations, product
from typing import TYPE_CHECKING

import pytest
from quickscale_core import Option
from quickscale_core.generate import compose_project
from quickscale_core.plugins.discovery import Registry

from tests.covering_array import covering_rows, pairs_of
from tests.covering_projects import CoveredProject, Factors, covered_projects, switch_values
from tools.projects import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.covering_array import Values

COLOURS = {"light": (1, 2, 3), "dark": (1, 2, 3), "plain": (True, False), "loud": (True, False)}


def whole(allowed: Callable[[Values], bool]) -> Callable[[Values], Values | None]:
    """Return what completes a row by the first value of each factor that is not chosen."""

    def complete(values: Values) -> Values | None:
        row = {name: values.get(name, known[0]) for name, known in COLOURS.items()}
        return row if allowed(row) else None

    return complete


@pytest.mark.parametrize(
    "allowed",
    [
        lambda _: True,
        lambda row: not (row["plain"] and row["loud"]),
        lambda row: row["light"] != row["dark"],
        lambda row: row["light"] <= row["dark"] or row["loud"],
    ],
    ids=["all", "not both", "not equal", "three together"],
)
def test_every_pair_that_is_possible_is_in_a_row(allowed: Callable[[Values], bool]) -> None:
    every = [dict(zip(COLOURS, it, strict=True)) for it in product(*COLOURS.values())]
    possible = set().union(*(pairs_of(row) for row in every if allowed(row)))
    first = next(row for row in every if allowed(row))
    rows = covering_rows(COLOURS, whole(allowed), [first])
    assert rows[0] == first
    assert all(map(allowed, rows))
    assert set().union(*map(pairs_of, rows)) == possible
    assert len(rows) < len([row for row in every if allowed(row)]) / 1.5


def test_a_new_module_adds_few_rows() -> None:
    def rows(modules: int) -> int:
        factors = {f"module{number}": (True, False) for number in range(modules)}
        known = {**factors, "theme": ("starter", "htmx", "react"), "deploy": ("", "railway")}
        return len(
            covering_rows(known, lambda it: {name: it.get(name, known[name][0]) for name in known})
        )

    counts = [rows(modules) for modules in range(3, 13)]
    assert max(counts) <= 14
    assert all(later - earlier <= 2 for earlier, later in pairwise(counts))


def test_switches_are_read_off_the_plugins_cards() -> None:
    def values(kind: str, *, default: object, choices: tuple[str, ...] = ()) -> tuple[object, ...]:
        return switch_values(
            Option(name="it", type=kind, default=default, help="It.", choices=choices)  # type: ignore[arg-type]
        )

    assert values("bool", default=True) == (True, False)
    assert values("choice", default="b", choices=("a", "b", "c")) == ("b", "a", "c")
    assert values("list", default=(), choices=("a", "b")) == ((), ("a", "b"))
    assert (
        values("int", default=14)
        == values("str", default="usd")
        == values("list", default=())
        == ()
    )


def test_every_switch_of_every_module_is_turned_in_both_themes() -> None:
    factors = Factors(Registry.installed())
    projects = covered_projects()
    for name, known in factors.values.items():
        plugin, _, option = name.partition(".")
        for value in known[1:] if option else ():
            themes = {
                it.theme for it in projects if it.answers.get(plugin, {}).get(option) == value
            }
            assert themes == set(factors.values["theme"]), f"{name}={value}"


def test_a_module_is_tried_without_each_that_it_does_not_require() -> None:
    factors = Factors(Registry.installed())
    sets = {it.modules for it in covered_projects()}
    assert () in sets
    for one, other in permutations(factors.cards, 2):
        alone = factors.complete({one: True, other: False})
        together = [it for it in sets if one in it and other not in it]
        assert bool(together) is (alone is not None), f"{one} without {other}"


@pytest.mark.parametrize("covered", covered_projects(), ids=str)
def test_each_of_them_composes_with_what_its_modules_require(covered: CoveredProject) -> None:
    registry = Registry.installed()
    selection = compose_project(covered.request(), registry).selection
    chosen = {it.name for it in selection.plugins if it.card.kind == "module"}
    assert chosen == set(covered.modules)


def test_the_options_that_bring_an_app_are_those_that_are_known() -> None:
    registry = Registry.installed()
    factors = Factors(registry)

    def apps(answers: dict[str, dict[str, object]]) -> set[str]:
        covered = CoveredProject(tuple(factors.cards), "starter", answers=answers)
        composed = compose_project(covered.request(), registry).composition.apps
        return {it.path for it in composed if it.path.startswith("apps.")}

    bring = {
        (card.name, option.name)
        for card in factors.cards.values()
        for option in card.options
        if option.type == "bool" and apps({card.name: {option.name: True}}) - apps({})
    }
    assert bring == {(module, name) for module, names in PARTS.items() for name in names}
