"""Files whose merge git has not finished: nothing of an update is merged into them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
CODE = "".join(f"BED_{number} = {number}\n" for number in range(12))
FIRST = {"garden/code.py": CODE, "garden/logo.png": "png 1\0", "garden/notes.txt": "notes\n"}
SECOND = {
    **FIRST,
    "garden/code.py": CODE.replace("BED_9 = 9", "BED_9 = 99"),
    "garden/logo.png": "png 2\0",
    "garden/notes.txt": "notes\nmore\n",
}


@pytest.fixture
def project(
    here: Path, quickscale: Run, release: Run, git: Run, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A project with two branches that changed the same line of a file of ours."""
    release("1.0", FIRST)
    words = ("init", "acme", "--with", "garden", "--theme", "starter", "--no-git")
    assert quickscale(*words).code == 0
    monkeypatch.chdir(here / "acme")
    git("init", "--quiet", "--initial-branch", "main")
    commit(git)
    git("branch", "other")
    edit(here / "acme", "mine")
    commit(git)
    git("checkout", "--quiet", "other")
    edit(here / "acme", "yours")
    commit(git)
    git("checkout", "--quiet", "main")
    return here / "acme"


def edit(project: Path, word: str) -> None:
    (project / "garden/code.py").write_text(CODE.replace("BED_3 = 3", f"BED_3 = '{word}'"))
    (project / "garden/logo.png").write_bytes(f"png {word}\0".encode())


def commit(git: Run) -> None:
    git("add", "--all")
    assert git("commit", "--quiet", "--message", "Change") == 0


STYLES = ["merge", "diff3", "zdiff3"]
WAYS = [["merge", "other"], ["rebase", "other"], ["cherry-pick", "other"]]
COMMANDS = [
    ["plan", "--exit-code"],
    ["apply", "--yes"],
    ["update", "--yes"],
    ["resolve", "--yes"],
    ["resolve", "--ours", "--yes"],
    ["resolve", "--theirs", "--yes"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("committed", [True, False])
def test_a_conflict_of_gits_counts_in_every_command(
    project: Path, quickscale: Run, git: Run, words: list[str], *, committed: bool
) -> None:
    quickscale("apply", "--yes")
    assert git("merge", "other") != 0
    if committed:
        commit(git)
    ended = quickscale(*words)
    assert ended.code == 4, ended.out + ended.err
    assert "Nothing " not in ended.out
    assert "garden/code.py" in ended.err
    assert ("garden/logo.png" in ended.err) is not committed
    assert "git add" in ended.err
    assert (project / "garden/code.py").read_text().count("<<<<<<<") == 1


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_an_update_merges_nothing_into_it(
    project: Path, quickscale: Run, release: Run, git: Run, style: str, way: list[str]
) -> None:
    git("config", "merge.conflictStyle", style)
    assert git(*way) != 0
    before = (project / "garden/code.py").read_bytes()
    release("1.1", SECOND)
    ended = quickscale("update", "--yes")
    assert ended.code == 4
    assert "2 files have conflicts of git's" in ended.err
    assert (project / "garden/code.py").read_bytes() == before
    assert (project / "garden/notes.txt").read_text() == "notes\n"
    edit(project, "both")
    git("add", "--all")
    ended = quickscale("update", "--yes")
    assert "of git's" not in ended.err
    code = (project / "garden/code.py").read_text()
    assert "BED_3 = 'both'" in code
    assert "BED_9 = 99" in code


def test_other_files_are_updated_meanwhile(
    project: Path, quickscale: Run, release: Run, git: Run
) -> None:
    assert git("merge", "other") != 0
    release("1.1", {**FIRST, "garden/notes.txt": "notes\nmore\n"})
    ended = quickscale("update", "--yes")
    assert ended.code == 4
    assert (project / "garden/notes.txt").read_text() == "notes\nmore\n"
    assert "conflict " not in (project / "quickscale.lock").read_text()
    status = quickscale("status")
    assert "In conflict by a merge of git's:\n  garden/code.py\n  garden/logo.png\n" in status.out
    ended = quickscale("doctor", "--yes")
    assert (ended.code, "2 files have conflicts of git's" in ended.out) == (1, True)


def test_half_of_the_marks_is_still_a_conflict(project: Path, quickscale: Run) -> None:
    (project / "garden/code.py").write_text(CODE + ">>>>>>> feature/long name\n")
    assert quickscale("plan", "--exit-code").code == 4


def test_marks_that_came_with_the_file_are_an_example(
    project: Path, quickscale: Run, release: Run
) -> None:
    guide = "How to merge:\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> other\nThat is all.\n"
    release("1.1", {**FIRST, "garden/guide.md": guide})
    assert quickscale("update", "--yes").code == 0
    (project / "garden/guide.md").write_text(guide + "And mine.\n")
    assert quickscale("plan", "--exit-code").code == 0
    release("1.2", {**FIRST, "garden/guide.md": "Read this.\n" + guide})
    assert quickscale("update", "--yes").code == 0
    assert (project / "garden/guide.md").read_text() == "Read this.\n" + guide + "And mine.\n"


def test_a_file_of_the_owners_with_marks_is_not_merged_with_a_new_one(
    project: Path, quickscale: Run, release: Run
) -> None:
    mine = "a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> other\n"
    (project / "garden/late.py").write_text(mine)
    release("1.1", {**FIRST, "garden/late.py": "a = 1\nc = 1\n"})
    ended = quickscale("update", "--yes")
    assert (ended.code, "garden/late.py has a conflict of git's" in ended.err) == (4, True)
    assert (project / "garden/late.py").read_text() == mine
