"""Every project that our plugins can make passes its own gate, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import GateReport, Project


EACH_ALONE = True
"""A module must not need another that it does not require: each is tried without, at a landing."""

POSTGRES = ("pytest on PostgreSQL",)

pytestmark = pytest.mark.long


@pytest.mark.xdist_group("gate")
def test_the_gate_passes(project: Project, quickscale_gate: Callable[..., GateReport]) -> None:
    checks = [name for name in CHECKS if name not in POSTGRES]
    quickscale_gate(project, checks=checks).check()


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_the_tests_pass_on_postgres(
    project: Project, quickscale_gate: Callable[..., GateReport]
) -> None:
    quickscale_gate(project, checks=POSTGRES).check()
