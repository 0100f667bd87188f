"""Two branches that both changed a project merge in git, and QuickScale knows them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing.projects.processes import run

from tests.lifetimes.clients import contents
from tests.lifetimes.machines import Machine
from tests.lifetimes.releases import FIRST, LATER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.lifetimes.releases import Release, Releases

pytestmark = pytest.mark.xdist_group("b2b-app")

NOT_IN_GIT = (".env", ".quickscale/local/")
SOMEBODY = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.com"))
}


@pytest.fixture
def machine(releases: Releases, tmp_path: Path) -> Machine:
    return Machine(releases.installed(FIRST), tmp_path, releases.folder / "home")


@pytest.fixture
def project(machine: Machine) -> Path:
    """Return a project without modules, committed."""
    words = ("init", "acme", "--theme", "htmx", "--no-git", "--no-input")
    machine.quickscale(*words).check()
    project = machine.folder / "acme"
    git(project, "init", "--quiet", "--initial-branch", "main")
    commit(project, "Begin")
    return project


def git(project: Path, *words: str) -> str:
    """Run git with nothing of this machine's configuration."""
    environ = {**SOMEBODY, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    return run(["git", *words], cwd=project, env=environ).check().stdout


def commit(project: Path, message: str) -> None:
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", message)


def branch(project: Path, name: str, change: Callable[[], object]) -> None:
    """Make a branch of main with one commit, and go back to main."""
    git(project, "switch", "--quiet", "--create", name)
    change()
    commit(project, name)
    git(project, "switch", "--quiet", "main")


def note(project: Path, path: str, text: str) -> None:
    """Let an owner write something at the end of a file of ours."""
    with (project / path).open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.mark.parametrize("first", LATER[:2], ids=str)
def test_two_branches_that_both_updated_merge(
    first: Release, machine: Machine, releases: Releases, project: Path
) -> None:
    one, other = (machine.upgraded(releases.installed(it)) for it in (first, LATER[1]))

    def update_and_write() -> None:
        one.quickscale("update", "--all", "--yes", cwd=project).check()
        note(project, "README.md", "\n## Ours\n\nFrom the first branch.\n")

    def write_and_update() -> None:
        note(project, "AGENTS.md", "\n## Ours\n\nFrom the second branch.\n")
        other.quickscale("update", "--all", "--yes", cwd=project).check()

    branch(project, "first", update_and_write)
    branch(project, "second", write_and_update)
    git(project, "merge", "--quiet", "--no-edit", "first")
    git(project, "merge", "--quiet", "--no-edit", "second")

    up_to_date(other, project)
    assert "From the first branch." in (project / "README.md").read_text(encoding="utf-8")
    assert "From the second branch." in (project / "AGENTS.md").read_text(encoding="utf-8")
    assert "./links.js" in (project / "static/theme/site.js").read_text(encoding="utf-8")


def test_a_branch_with_a_module_and_one_with_an_update_merge(
    machine: Machine, releases: Releases, project: Path
) -> None:
    newer = machine.upgraded(releases.installed(LATER[1]))
    branch(project, "auth", lambda: machine.quickscale("add", "auth", "--yes", cwd=project).check())
    branch(
        project,
        "update",
        lambda: newer.quickscale("update", "--all", "--yes", cwd=project).check(),
    )
    git(project, "merge", "--quiet", "--no-edit", "auth")
    git(project, "merge", "--quiet", "--no-edit", "update")

    up_to_date(newer, project)
    straight = newer.folder / "straight"
    straight.mkdir()
    words = ("init", "acme", "--with", "auth", "--theme", "htmx", "--no-git", "--no-input")
    newer.quickscale(*words, cwd=straight).check()
    assert contents(project, leave_out=NOT_IN_GIT) == contents(
        straight / "acme", leave_out=NOT_IN_GIT
    )


def up_to_date(machine: Machine, project: Path) -> None:
    """Bring a merged project to what is installed; nothing may be in conflict, then or later."""
    machine.quickscale("apply", "--yes", cwd=project).check()
    machine.quickscale("plan", "--exit-code", cwd=project).check()
    commit_if_changed(project)
    assert git(project, "status", "--porcelain") == ""


def commit_if_changed(project: Path) -> None:
    if git(project, "status", "--porcelain"):
        commit(project, "Bring up to date")
