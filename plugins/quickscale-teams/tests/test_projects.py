"""Projects made with the plugin: every kind of answer passes the tests that ship with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import run_gate

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import MakeProject

KINDS: dict[str, dict[str, dict[str, object]]] = {
    "by session": {"teams": {"addresses": "session", "personal": True, "grace_days": 0}},
    "by invitation": {"teams": {"personal": True}, "auth": {"signup": "invite"}},
    "closed": {"auth": {"signup": "closed", "passkeys": "off", "mfa": False}},
}
"""Answers that together hold every value of every option; the defaults are the gate in tests/."""

QUICK = ("ruff check", "ruff format", "mypy", "djlint", "makemigrations", "check --deploy")


@pytest.mark.sweep
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_answer_passes_the_gate(
    kind: str, quickscale_project: MakeProject, tmp_path: Path
) -> None:
    project = quickscale_project(["auth", "teams"], options=KINDS[kind])

    run_gate(project, tmp_path, checks=[*QUICK, "pytest on SQLite"]).check()
