"""The tests of the project of everything pass on PostgreSQL, all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import GateReport, Project

LARGEST_ALONE = True
"""It holds every app, so that each app's tests run on PostgreSQL once."""

pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.xdist_group("postgres")]


def test_the_tests_pass_on_postgres(
    project: Project, quickscale_gate: Callable[..., GateReport]
) -> None:
    quickscale_gate(project, checks=["pytest on PostgreSQL"]).check()
