"""The tests of the project of everything pass on PostgreSQL, whatever is sold there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import GateReport, Project

LARGEST_ALONE = True
"""It holds every app, so that each app's tests run on PostgreSQL once."""

OWNERS = Path(__file__).parents[1] / "plugins" / "quickscale-billing" / "tests" / "files"
EDITED = {"other_plans.py": "apps/billing/plans.py", "other_prices.py": "apps/metering/prices.py"}
"""What an owner edits in every project; no test that ships may depend on what is there at first."""

pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.xdist_group("postgres")]


def test_the_tests_pass_on_postgres(
    project: Project, quickscale_gate: Callable[..., GateReport], tmp_path: Path
) -> None:
    edited = project.copy(tmp_path / "site")
    for theirs, path in EDITED.items():
        if (edited.path / path).is_file():
            shutil.copy(OWNERS / theirs, edited.path / path)
    quickscale_gate(edited, checks=["pytest on PostgreSQL"]).check()
