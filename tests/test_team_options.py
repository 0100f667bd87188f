"""Every pair of values of teams' options is in one project with billing, on both databases.

The defaults are the projects of ``test_projects.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import GateReport, MakeProject

Options = dict[str, dict[str, object]]

KINDS: dict[str, Options] = {
    "personal-at-once": {"teams": {"addresses": "path", "personal": True, "grace_days": 0}},
    "session-at-once": {"teams": {"addresses": "session", "personal": False, "grace_days": 0}},
    "session-personal": {"teams": {"addresses": "session", "personal": True, "grace_days": 14}},
    "session-people-pay": {
        "teams": {"addresses": "session", "personal": True, "grace_days": 0},
        "billing": {"subject": "user"},
    },
}

CHECKS = (
    *("ruff check", "ruff format", "mypy", "makemigrations", "check --deploy"),
    *("pytest on SQLite", "pytest on PostgreSQL"),
)


@pytest.mark.sweep
@pytest.mark.postgres
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_teams_and_billing_pass_the_gate_with(
    kind: str, quickscale_project: MakeProject, quickscale_gate: Callable[..., GateReport]
) -> None:
    project = quickscale_project(["auth", "billing", "teams"], theme="htmx", options=KINDS[kind])

    quickscale_gate(project, checks=CHECKS).check()
