"""The theme suite's tests of files and components: the contract, as it is written and rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quickscale_core.plugin_api.contract import COMPONENTS
from quickscale_core.testing.theme_contract.components import component_problems
from quickscale_core.testing.theme_contract.themes import theme_problems
from quickscale_core.testing.theme_suite.served import ServedTheme

if TYPE_CHECKING:
    from quickscale_core.rendering.composed_project import ComposedProject
    from quickscale_core.testing.projects.project import Project

__all__ = ["KeepsTheContract"]


class KeepsTheContract(ServedTheme):
    """Every layout, component and icon is there and does what the contract says."""

    def test_its_files_keep_the_contract(self, composed: ComposedProject) -> None:
        assert theme_problems(composed.tree, composed.composition.icons) == []

    @pytest.fixture(scope="class")
    @classmethod
    def wrong(cls, project: Project) -> dict[str, list[str]]:
        """Return what is wrong with each component's markup, all rendered at once."""
        found: dict[str, list[str]] = {}
        for problem in component_problems(project):
            name, _, what = problem.removeprefix("c-").partition(": ")
            found.setdefault(name, []).append(what)
        return found

    @pytest.mark.parametrize("component", [it.name for it in COMPONENTS])
    def test_a_component_keeps_the_contract_once_rendered(
        self, component: str, wrong: dict[str, list[str]]
    ) -> None:
        assert wrong.get(component, []) == []

    def test_its_policy_allows_nothing_inline_and_nobody_else(
        self, composed: ComposedProject
    ) -> None:
        allowed = {it for sources in composed.composition.csp.values() for it in sources}
        assert not [it for it in allowed if "unsafe" in it or it.startswith("http")]
