"""Projects that our plugins can make pass their own gate; an app's tests run once at a landing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import CHECKS

from tests.covering_projects import CoveredProject, covered_projects
from tests.own_tests import own_tests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quickscale_core.testing import GateReport, MakeProject, Project

    from tests.conftest import Selection

EVERY_FRONTEND = True
EACH_ALONE = True
"""A module must not need another that it does not require: each is tried without, at a landing."""

LINTERS = [name for name in CHECKS if not name.startswith("pytest")]
"""Everything but the tests: composition, types, style, migrations, production's own check."""

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("gate")]


@pytest.mark.parametrize("covered", covered_projects(), ids=str)
def test_the_gate_passes_for_every_pair_of_choices(
    covered: CoveredProject,
    quickscale_project: MakeProject,
    quickscale_gate: Callable[..., GateReport],
    tmp_path: Path,
) -> None:
    project = quickscale_project(
        covered.modules, theme=covered.theme, deploy=covered.deploy, options=covered.answers
    )
    quickscale_gate(project, checks=LINTERS).check()
    database = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    project.with_environ(DATABASE_URL=database).manage("migrate", "--verbosity", "0").check()


def test_its_share_of_the_tests_passes(
    project: Project, selection: Selection, quickscale_gate: Callable[..., GateReport]
) -> None:
    own = own_tests(selection)
    quickscale_gate(
        project, checks=["pytest on SQLite"], tests=own.tests, covered=own.covered
    ).check()


@pytest.mark.sweep
def test_the_gate_passes_for_every_set(
    project: Project, quickscale_gate: Callable[..., GateReport]
) -> None:
    quickscale_gate(project, checks=[*LINTERS, "pytest on SQLite"]).check()
