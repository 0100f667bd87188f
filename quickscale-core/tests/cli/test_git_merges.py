"""Branches that git merged cleanly: whatever became of lock and objects, a project goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
BEDS = "".join(f"bed {number}\n" for number in range(20))
TOOLS = "".join(f"tool {number}\n" for number in range(20))
MINE = BEDS.replace("bed 15\n", "my own bed\n")
FIRST = {"garden/beds.txt": BEDS, "garden/tools.txt": TOOLS}


@pytest.fixture
def project(
    here: Path, quickscale: Run, release: Run, git: Run, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A committed project with garden 1.0, and a branch ``other`` at the same commit."""
    release("1.0", FIRST)
    words = ["init", "acme", "--with", "garden", "--theme", "starter", "--no-git"]
    assert quickscale(*words).code == 0
    monkeypatch.chdir(here / "acme")
    assert git("init", "--quiet", "--initial-branch", "main") == 0
    commit(git)
    assert git("branch", "other") == 0
    return here / "acme"


def commit(git: Run) -> None:
    assert git("add", "--all") == 0
    assert git("commit", "--quiet", "--message", "Change") == 0


def without_union(project: Path) -> None:
    """Merge as code hosts do, which know no union driver."""
    info = project / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "attributes").write_text("quickscale.lock merge\n")


@pytest.mark.parametrize("way", ["merge", "rebase"])
def test_neighbouring_lines_bring_back_states_whose_bytes_are_gone(
    project: Path, quickscale: Run, release: Run, git: Run, way: str
) -> None:
    release("1.1", {**FIRST, "garden/beds.txt": BEDS.replace("bed 3\n", "bed three\n")})
    assert quickscale("update", "--yes").code == 0
    commit(git)
    git("checkout", "--quiet", "other")
    (project / "garden/beds.txt").write_text(MINE)
    release("1.2", {**FIRST, "garden/tools.txt": TOOLS.replace("tool 3\n", "tool three\n")})
    assert quickscale("update", "--yes").code == 0
    commit(git)
    assert git(way, "main") == 0
    newest = {
        "garden/beds.txt": BEDS.replace("bed 3\n", "bed 3, newer\n"),
        "garden/tools.txt": TOOLS.replace("tool 3\n", "tool three\n"),
    }
    release("1.3", newest)
    assert quickscale("plan", "--exit-code").code in {3, 4}
    assert quickscale("update", "--yes").code == 0
    beds = (project / "garden/beds.txt").read_text()
    assert "my own bed\n" in beds
    assert "bed 3, newer\n" in beds
    assert quickscale("plan", "--exit-code").code == 0


def test_bytes_that_one_branch_needs_anew_and_the_other_gave_up(
    project: Path, quickscale: Run, release: Run, git: Run
) -> None:
    without_union(project)
    release("1.1", {**FIRST, "garden/a_copy.txt": BEDS})
    assert quickscale("update", "--yes").code == 0
    (project / "garden/a_copy.txt").write_text(MINE)
    commit(git)
    git("checkout", "--quiet", "other")
    release("1.2", {"garden/tools.txt": TOOLS})
    assert quickscale("update", "--yes").code == 0
    commit(git)
    if git("merge", "--no-edit", "main"):
        assert git("checkout", "--theirs", "quickscale.lock") == 0
        commit(git)
    # the plugin makes those bytes still: nothing is lost
    release("1.3", {"garden/tools.txt": TOOLS, "garden/a_copy.txt": BEDS})
    assert quickscale("update", "--yes").code == 0
    assert (project / "garden/a_copy.txt").read_text() == MINE
    # and where nobody has them any more, every difference is the owner's to resolve
    for packed in (project / ".quickscale/objects").iterdir():
        packed.unlink()
    release("1.4", {"garden/tools.txt": TOOLS, "garden/a_copy.txt": BEDS.replace("bed 3", "bed X")})
    assert quickscale("plan").code == 0
    ended = quickscale("update", "--yes")
    assert ended.code == 4
    assert "how it was made is lost" in ended.out
    text = (project / "garden/a_copy.txt").read_text()
    assert "my own bed\n" in text
    assert "bed X\n" in text


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_of_two_locks_one_was_taken(
    project: Path, quickscale: Run, release: Run, git: Run, side: str
) -> None:
    without_union(project)
    release("1.1", {**FIRST, "garden/beds.txt": BEDS.replace("bed 3\n", "bed three\n")})
    assert quickscale("update", "--yes").code == 0
    commit(git)
    git("checkout", "--quiet", "other")
    (project / "garden/beds.txt").write_text(MINE)
    release("1.2", {**FIRST, "garden/tools.txt": TOOLS.replace("tool 3\n", "tool three\n")})
    assert quickscale("update", "--yes").code == 0
    commit(git)
    assert git("merge", "--no-edit", "main") != 0
    assert git("checkout", side, "quickscale.lock") == 0
    commit(git)
    ended = quickscale("update", "--yes")
    assert ended.code in {0, 4}
    assert "is missing" not in ended.err
    assert "my own bed\n" in (project / "garden/beds.txt").read_text()
    assert quickscale("plan").code == 0


@pytest.mark.parametrize("command", [["status"], ["diff"], ["doctor", "--dry-run"], ["plan"]])
def test_commands_that_read_go_on_without_a_lost_state(
    project: Path, quickscale: Run, command: list[str]
) -> None:
    lock = project / "quickscale.lock"
    (line,) = (it for it in lock.read_text().splitlines() if it.endswith("garden/beds.txt"))
    digest = line.split()[2]
    lost = line.replace(digest, "0" * 64)
    lock.write_text(lock.read_text().replace(line, f"{lost}\n{line}"))
    (project / "garden/beds.txt").write_text(MINE)
    ended = quickscale(*command)
    assert ended.code == 0, ended.err
    assert "is missing" not in ended.err + ended.out


def test_a_plan_of_what_another_run_changed_meanwhile_is_refused_and_blames_nobody(
    project: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An object that the other run took away is not missing: the lock has moved on."""
    from quickscale_core.updating import update  # noqa: PLC0415

    plan_update = update.plan_update

    def meanwhile(*args: Any, **keywords: Any) -> Any:  # noqa: ANN401 - handed on
        with (project / "quickscale.lock").open("a") as lock:
            lock.write("kept README.md\n")
        return plan_update(*args, **keywords)

    monkeypatch.setattr(update, "plan_update", meanwhile)
    ended = quickscale("plan")
    assert ended.code == 1
    assert "another run changed acme while this one looked at it" in ended.err
    assert "is missing" not in ended.err


def test_while_another_run_is_at_work_readers_say_so(project: Path, quickscale: Run) -> None:
    from quickscale_core.writing.disk_calls import lock_folder  # noqa: PLC0415

    journal = project / ".quickscale/local/journal"
    journal.mkdir()
    (journal / "journal.json").write_text("{}")
    held = lock_folder(project)
    assert held is not None
    for words in (["plan"], ["status"], ["diff"]):
        ended = quickscale(*words)
        assert ended.code == 1
        assert "another quickscale is at work in acme" in ended.err
        assert "interrupted" not in ended.err
    os.close(held)
    assert "was interrupted" in quickscale("plan").err
