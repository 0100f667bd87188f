"""An owner who sells something else has green tests; the gate on PostgreSQL runs all of them so."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from quickscale_core.testing import MakeProject

HERE = Path(__file__).parent
SELECTED = (
    "apps/billing/tests/test_plans.py",
    "apps/billing/tests/test_api_permissions.py",
    "apps/discounts",
)


@pytest.mark.long
def test_other_plans_break_no_test(quickscale_project: MakeProject, tmp_path: Path) -> None:
    options: dict[str, dict[str, object]] = {"billing": {"metering": True, "discounts": True}}
    project = quickscale_project(["auth", "billing", "api"], options=options).copy(
        tmp_path / "site"
    )
    for theirs, path in {
        "other_plans.py": "apps/billing/plans.py",
        "other_prices.py": "apps/metering/prices.py",
    }.items():
        shutil.copy(HERE / "files" / theirs, project.path / path)

    project.manage("check").check()
    project.manage("test", "apps", "--collect-only", "-q", "-p", "no:cacheprovider").check()
    project.test(*SELECTED, "-q", "-p", "no:cacheprovider").check()
