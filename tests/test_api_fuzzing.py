"""The whole API, called with whatever its schema allows and much that it does not.

schemathesis reads the served schema. No answer may be a fault of ours, each has to be one that the
schema describes, and none may show anything of a team that the caller is not in.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from quickscale_core.testing.projects.processes import run

from tools.environments import fuzz_env

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import MakeProject, Project

pytestmark = pytest.mark.long

MODULES = ("api", "auth", "billing", "teams")
CALLERS = Path(__file__).parent / "files" / "callers_of_the_api.py"
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)
LONGEST = 1200


@pytest.fixture
def project(
    quickscale_project: MakeProject, quickscale_migrated: Callable[[Project], Project]
) -> Project:
    """A project of every module, whose API may be called as often as one likes."""
    made = quickscale_project(
        MODULES,
        theme="starter",
        options={"api": {"webhooks": True}},
        settings={"API_REQUESTS_PER_MINUTE": 0, "API_QUOTA": ""},
    )
    return quickscale_migrated(made)


def call(project: Project, folder: Path, by: str, phases: str, examples: int) -> None:
    """Call every operation, with a key or in a session."""
    with project.serve(folder / "mail") as site:
        caller = cast("dict[str, Any]", project.inside(str(CALLERS)))
        cookies = "; ".join(f"{name}={value}" for name, value in caller["cookies"].items())
        headers = {
            "key": [f"Authorization: Bearer {caller['key']}"],
            "session": [f"Cookie: {cookies}", f"X-CSRFToken: {caller['cookies']['csrftoken']}"],
        }[by]
        record = folder / "calls.har"
        words = [word for header in headers for word in ("--header", header)]
        done = run(
            [
                *(str(fuzz_env().scripts / "schemathesis"), "run", f"{site.url}/api/v1/schema/"),
                *("--seed", "1", "--phases", phases, "--max-examples", str(examples)),
                *("--checks", CHECKS, "--report", "har", "--report-har-path", str(record)),
                *("--no-color", *words),
            ],
            cwd=folder,
            timeout=LONGEST,
        )
    assert done.code == 0, done.output[-6000:]
    said = record.read_text(encoding="utf-8")
    assert "/api/v1/teams/" in said
    assert "Theirs-4127" not in said
    assert "guest-of-theirs" not in said
    assert caller["theirs"] not in said


@pytest.mark.parametrize("by", ["key", "session"])
def test_what_is_called_answers_as_the_schema_says(
    by: str, project: Project, tmp_path: Path
) -> None:
    call(project, tmp_path, by, "fuzzing", 4)


@pytest.mark.sweep
@pytest.mark.parametrize("by", ["key", "session"])
def test_every_way_to_call_answers_as_the_schema_says(
    by: str, project: Project, tmp_path: Path
) -> None:
    call(project, tmp_path, by, "coverage,fuzzing,stateful", 30)
