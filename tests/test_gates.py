"""Every project that our plugins can make passes its own gate; a landing runs each test once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import CHECKS

from tests.own_tests import own_tests

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import GateReport, Project

    from tests.conftest import Selection

EACH_ALONE = True
"""A module must not need another that it does not require: each is tried without, at a landing."""

pytestmark = pytest.mark.long


@pytest.mark.xdist_group("gate")
def test_the_gate_passes(
    project: Project, selection: Selection, quickscale_gate: Callable[..., GateReport]
) -> None:
    own = own_tests(selection)
    checks = [name for name in CHECKS if name != "pytest on PostgreSQL"]
    quickscale_gate(project, checks=checks, tests=own.tests, covered=own.covered).check()


@pytest.mark.sweep
@pytest.mark.xdist_group("gate")
def test_all_of_its_tests_pass(
    project: Project, quickscale_gate: Callable[..., GateReport]
) -> None:
    quickscale_gate(project, checks=["pytest on SQLite"]).check()
