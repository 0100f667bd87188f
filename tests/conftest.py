"""The projects that tests are about: every set of our modules, with each of our themes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations
from typing import TYPE_CHECKING, cast

import pytest
from packaging.requirements import Requirement
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry

from tools.projects import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.mark import ParameterSet
    from quickscale_core.testing import MakeProject, Project

MODULES = ("api", "auth", "billing", "teams")
THEMES = ("starter", "htmx", "react")
PLAIN, RICH = HTML_THEMES = ("starter", "htmx")
"""Themes whose pages are html ones: the one that is little to look at, and the one that is much."""


@dataclass(frozen=True)
class Selection:
    """What a project is made of.

    Attributes:
        modules: Names of modules.
        theme: Name of the theme.
        parts: Whether it has what options of the modules bring as apps of their own.
    """

    modules: tuple[str, ...]
    theme: str
    parts: bool = False

    @property
    def options(self) -> dict[str, dict[str, object]]:
        """The answers by plugin and option."""
        return parts_of(self.modules) if self.parts else {}

    @property
    def contents(self) -> tuple[tuple[str, ...], bool]:
        """What it is made of, whatever it looks like."""
        return self.modules, self.parts

    @property
    def request(self) -> ProjectSpec:
        """What asks for it."""
        return ProjectSpec(
            name="acme",
            modules=dict.fromkeys(self.modules, ModuleRequest()),
            theme=self.theme,
            options=self.options,
        )

    def __str__(self) -> str:
        """Return a name for it: ``"auth-htmx"``, ``"auth-billing-parts-htmx"``."""
        return "-".join([*self.modules, *(["parts"] if self.parts else []), self.theme])


@cache
def selections() -> tuple[Selection, ...]:
    """Return every project that our modules make, with each theme, and with and without parts.

    A set of modules that lacks what one of them or the theme requires would make the same project
    as the set with it, and is left out.
    """
    registry = Registry.installed()
    modules = [name for name in MODULES if name in registry]
    cards = {it.name: it.card for it in registry.plugins("theme")}
    subsets = chain.from_iterable(combinations(modules, size) for size in range(len(modules) + 1))
    whole = [one for one in subsets if _required(one, registry) <= set(one)]
    themes = {name: cards[name].requires for name in THEMES if name in cards}
    return tuple(
        Selection(subset, theme, parts)
        for subset in whole
        for parts in ((False, True) if parts_of(subset) else (False,))
        for theme, required in themes.items()
        if set(required) <= set(subset)
    )


def _required(names: tuple[str, ...], registry: Registry) -> set[str]:
    """Return what some modules require."""
    return {
        Requirement(one).name
        for plugin in registry.plugins("module")
        if plugin.name in names
        for one in plugin.card.requires
    }


def _parameters(module: object) -> Iterator[ParameterSet]:
    needed = set(getattr(module, "NEEDS", ()))
    exactly = getattr(module, "EXACTLY", None)
    one_theme = getattr(module, "THEME", None)
    themes = THEMES if getattr(module, "EVERY_FRONTEND", False) else HTML_THEMES
    parts = getattr(module, "PARTS", None)
    wanted = [
        one
        for one in selections()
        if needed <= set(one.modules)
        and exactly in (None, one.modules)
        and one.theme in ((one_theme,) if one_theme else themes)
        and parts in (None, one.parts)
    ]
    landing = set(at_landing(wanted, each_alone=getattr(module, "EACH_ALONE", False)))
    if getattr(module, "LARGEST_ALONE", False):
        landing = {wanted[-1]}
    if needed:
        landing &= {one for one in wanted if one.contents == wanted[0].contents}
    for one in wanted:
        # What is about one project stays in one process: its server, its database and its caches
        # are made there once.
        marks = [pytest.mark.xdist_group(str(one))]
        if one not in landing:
            marks.append(pytest.mark.sweep)
        yield pytest.param(one, id=str(one), marks=marks)


def at_landing(wanted: list[Selection], *, each_alone: bool) -> Iterator[Selection]:
    """Yield the selections that are tested at every landing; see docs/decisions.

    With each theme the smallest of them, with the html theme that is more to look at the largest,
    and with the plain one each module, where that is asked for.
    """
    registry = Registry.installed()
    smallest_of: dict[str, tuple[tuple[str, ...], bool]] = {}
    for one in wanted:
        smallest_of.setdefault(one.theme, one.contents)
    alone = [{name} | _required((name,), registry) for name in MODULES] if each_alone else []
    for one in wanted:
        smallest = one.contents == smallest_of[one.theme]
        largest = one.contents == wanted[-1].contents and one.theme == RICH
        single = set(one.modules) in alone and not one.parts and one.theme == PLAIN
        if smallest or largest or single:
            yield one


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that asks for ``selection`` once for each of them.

    At a landing these are the smallest and the largest. A file of tests may name modules it
    ``NEEDS``, and is then about projects that hold them, at a landing about the smallest of these;
    or that the modules are ``EXACTLY`` some; or ask for ``EACH_ALONE`` at a landing as well, or for
    the ``LARGEST_ALONE``. It may be about one ``THEME`` alone, or about projects with ``PARTS``, or
    without. What is about more than html pages is about ``EVERY_FRONTEND``. A test that asks for
    ``javascript`` runs with and without.
    """
    if "selection" not in metafunc.fixturenames:
        return
    found = list(_parameters(metafunc.module))
    if "javascript" in metafunc.fixturenames:
        both = list(_with_and_without_javascript(found))
        metafunc.parametrize(("selection", "javascript"), both, scope="session")
    else:
        metafunc.parametrize("selection", found, scope="session")


def _with_and_without_javascript(selections: list[ParameterSet]) -> Iterator[ParameterSet]:
    """Yield each selection twice: at a landing the plain theme does without, the other with."""
    for one in selections:
        (selection,) = one.values
        for javascript in (True, False):
            marks = list(one.marks)
            if javascript == (cast("Selection", selection).theme == PLAIN):
                marks.append(pytest.mark.sweep)
            name = f"{one.id}-{'with' if javascript else 'without'}-javascript"
            yield pytest.param(selection, javascript, id=name, marks=marks)


@pytest.fixture(scope="session")
def project(selection: Selection, quickscale_project: MakeProject) -> Project:
    """Return the project of a selection."""
    return quickscale_project(selection.modules, theme=selection.theme, options=selection.options)
