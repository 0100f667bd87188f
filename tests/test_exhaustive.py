"""What is exhaustive in a project's tests is little of them, and left out unless asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from quickscale_core.testing import Project

EVERY_FRONTEND = True
EACH_ALONE = True
"""In each project of the landing."""

ALL = "exhaustive or not exhaustive"


def collected(project: Project, *words: str) -> set[str]:
    """Return the tests that pytest would run in a project."""
    done = project.test("--collect-only", "-qq", "-p", "no:cacheprovider", *words).check()
    counts = (line.rpartition(": ") for line in done.output.splitlines() if ": " in line)
    return {f"{path} {number}" for path, _, count in counts for number in range(int(count))}


@pytest.mark.xdist_group("gate")
def test_at_most_a_tenth_of_its_tests_is_exhaustive(project: Project) -> None:
    usual, every = collected(project), collected(project, "-m", ALL)

    assert usual
    assert usual <= every
    assert len(every) - len(usual) <= len(every) / 10


@pytest.mark.xdist_group("gate")
def test_its_workflow_runs_all(project: Project) -> None:
    workflow = (project.path / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")

    assert f'run: pytest --cov -m "{ALL}"' in workflow
