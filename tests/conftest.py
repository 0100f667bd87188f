"""The projects that tests are about: every set of our modules, with each of our themes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest
from quickscale_core.discovery import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.testing import MakeProject, Project

MODULES = ("auth",)
THEMES = ("starter", "htmx")


@dataclass(frozen=True)
class Selection:
    """What a project is made of.

    Attributes:
        modules: Names of modules.
        theme: Name of the theme.
    """

    modules: tuple[str, ...]
    theme: str

    def __str__(self) -> str:
        """Return a name for it: ``"auth-htmx"``."""
        return "-".join([*self.modules, self.theme])


@cache
def selections() -> tuple[Selection, ...]:
    """Return every set of first-party modules that are installed, with each theme."""
    installed = Registry.installed()
    modules = [name for name in MODULES if name in installed]
    subsets = chain.from_iterable(combinations(modules, size) for size in range(len(modules) + 1))
    themes = [name for name in THEMES if name in installed]
    return tuple(Selection(subset, theme) for subset in subsets for theme in themes)


def _parameters(module: object) -> Iterator[object]:
    # What is about one project stays in one process: its server, its database and its caches are
    # made there once.
    needed = set(getattr(module, "NEEDS", ()))
    exactly = getattr(module, "EXACTLY", None)
    for one in selections():
        if needed <= set(one.modules) and exactly in (None, one.modules):
            yield pytest.param(one, id=str(one), marks=pytest.mark.xdist_group(str(one)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that asks for ``selection`` once for each of them.

    A file of tests may name modules it ``NEEDS``, and is then about projects that hold them, or
    that the modules are ``EXACTLY`` these.
    """
    if "selection" in metafunc.fixturenames:
        found = list(_parameters(metafunc.module))
        metafunc.parametrize("selection", found, scope="session")


@pytest.fixture(scope="session")
def project(selection: Selection, quickscale_project: MakeProject) -> Project:
    """Return the project of a selection."""
    return quickscale_project(selection.modules, theme=selection.theme)
