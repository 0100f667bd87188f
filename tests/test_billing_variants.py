"""Projects whose owners answered billing's options otherwise: too many for every landing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.discovery import Registry

from tests.conftest import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import GateReport, MakeProject, Project

VARIANTS: dict[str, tuple[tuple[str, ...], dict[str, object]]] = {
    "tax": (("billing",), {"tax": True}),
    "without-portal": (("billing",), {"portal": False}),
    "people-beside-teams": (("billing", "teams"), {"subject": "user"}),
    "yen-without-trials": (("billing", "teams"), {"currency": "jpy", "trial_days": 0}),
}
"""Modules, and the options of billing."""

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif("billing" not in Registry.installed(), reason="billing is not installed"),
    pytest.mark.skipif("teams" not in Registry.installed(), reason="teams is not installed"),
]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((name, theme), id=f"{name}-{theme}", marks=pytest.mark.xdist_group(name))
        for name in VARIANTS
        for theme in THEMES
    ],
)
def project(request: pytest.FixtureRequest, quickscale_project: MakeProject) -> Project:
    """Return the project of a variant with a theme."""
    name, theme = request.param
    modules, options = VARIANTS[name]
    return quickscale_project(modules, theme=theme, options={"billing": options})


@pytest.mark.postgres
def test_the_whole_gate_passes(
    project: Project, quickscale_gate: Callable[[Project], GateReport]
) -> None:
    quickscale_gate(project).check()
