"""What was made and is gone is told until its owner says what becomes of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.record.lock import read_lock

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
BEDS = "".join(f"bed {number}\n" for number in range(12))
FIRST = {"garden/beds.txt": BEDS, "garden/models.py": "ONE = 1\n"}
SECOND = {
    "garden/beds.txt": BEDS.replace("bed 3\n", "bed three\n"),
    "garden/models.py": "ONE = 1\nTWO = 2\n",
    "garden/migrations/0002_two.py": "operations = []\n",
    "garden/notes.py": "NOTES = 1\n",
}
NEW = ["garden/migrations/0002_two.py", "garden/notes.py"]


@pytest.fixture
def project(
    here: Path, quickscale: Run, release: Run, git: Run, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A project that was committed, and then updated."""
    release("1.0", FIRST)
    words = ("init", "acme", "--with", "garden", "--theme", "starter", "--no-git")
    assert quickscale(*words).code == 0
    monkeypatch.chdir(here / "acme")
    git("init", "--quiet")
    git("add", "--all")
    assert git("commit", "--quiet", "--message", "Begin") == 0
    release("1.1", SECOND)
    assert quickscale("update", "--yes").code == 0
    return here / "acme"


def deleted(project: Path) -> tuple[str, ...]:
    return read_lock((project / "quickscale.lock").read_bytes()).deleted


COMMANDS = [
    ["plan", "--exit-code"],
    ["apply", "--yes"],
    ["update", "--yes"],
    ["resolve", "--yes"],
    ["add", "garden", "--yes"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda it: it[0])
@pytest.mark.parametrize("objects", [True, False])
def test_after_git_clean_every_command_tells_what_is_gone(
    project: Path, quickscale: Run, git: Run, words: list[str], *, objects: bool
) -> None:
    assert git("clean", "-fdq", *([] if objects else ["garden"])) == 0
    assert not (project / "garden/notes.py").exists()
    quickscale("apply", "--yes")  # what version control lacks of our records comes back
    ended = quickscale(*words)
    assert ended.code == 4, ended.out + ended.err
    assert "Nothing to do" not in ended.out
    assert "you deleted it" not in ended.out
    assert "2 files are missing that were made here" in ended.err
    for path in NEW:
        assert path in ended.err
    assert (
        "fix: bring them back: quickscale resolve garden/migrations/0002_two.py garden/notes.py"
        " --theirs; or leave them deleted: quickscale resolve" in ended.err
    )


@pytest.mark.parametrize("pending", ["records", "files"])
def test_a_plan_tells_what_is_gone_also_where_changes_are_pending(
    project: Path, quickscale: Run, release: Run, git: Run, pending: str
) -> None:
    git("clean", "-fdq")
    if pending == "files":
        release("1.2", {**SECOND, "garden/models.py": "THREE = 3\n"})
    ended = quickscale("plan", "--exit-code")
    assert ended.code == 4
    assert "2 files are missing that were made here" in ended.err
    assert "bring them back: quickscale resolve" in ended.err
    assert quickscale("plan").code == 0
    assert project.is_dir()


def test_status_and_doctor_name_it_as_well(project: Path, quickscale: Run, git: Run) -> None:
    git("clean", "-fdq")
    ended = quickscale("status")
    assert " 2 missing\n" in ended.out
    assert "\nMissing, and not said to be deleted:\n  garden/migrations/0002_two.py\n" in ended.out
    assert quickscale("status", "--json").json()["missing"] == NEW
    ended = quickscale("doctor", "--yes")
    assert ended.code == 1
    assert "2 files are missing that were made here" in ended.out
    assert project.is_dir()


def test_what_is_gone_comes_back_even_where_its_object_is_gone_too(
    project: Path, quickscale: Run, git: Run
) -> None:
    had = {path: (project / path).read_bytes() for path in NEW}
    git("clean", "-fdq")
    ended = quickscale("resolve", "--theirs", "--yes")
    assert (ended.code, ended.err) == (0, "")
    assert {path: (project / path).read_bytes() for path in NEW} == had
    assert deleted(project) == ()
    assert quickscale("update", "--yes").code == 0
    ended = quickscale("update", "--yes")
    assert (ended.code, "Nothing to do" in ended.out) == (0, True)


def test_a_deletion_is_said_once_and_then_silent(
    project: Path, quickscale: Run, release: Run
) -> None:
    (project / "garden/notes.py").unlink()
    assert quickscale("apply", "--yes").code == 4
    ended = quickscale("resolve", "garden/notes.py", "--ours", "--yes")
    assert (ended.code, ended.err) == (0, "")
    assert deleted(project) == ("garden/notes.py",)
    ended = quickscale("plan", "--exit-code")
    assert (ended.code, ended.err) == (0, "")
    assert "notes.py" not in ended.out
    assert quickscale("doctor", "--yes").code == 0
    assert "    deleted garden/notes.py\n" in quickscale("status").out
    release("1.2", {**SECOND, "garden/notes.py": "NOTES = 2\n"})
    ended = quickscale("update", "--yes")
    assert (ended.code, ended.err) == (0, "")
    assert "you deleted it; garden 1.2 changed it" in ended.out
    assert not (project / "garden/notes.py").exists()
    assert deleted(project) == ("garden/notes.py",)


def test_a_deleted_file_that_comes_back_is_no_deleted_one_any_more(
    project: Path, quickscale: Run
) -> None:
    data = (project / "garden/notes.py").read_bytes()
    (project / "garden/notes.py").unlink()
    assert quickscale("resolve", "--ours", "--yes").code == 0
    assert quickscale("apply", "--yes").code == 0
    (project / "garden/notes.py").write_bytes(data)
    assert quickscale("plan", "--exit-code").code == 3
    assert quickscale("apply", "--yes").code == 0
    assert deleted(project) == ()
    (project / "garden/notes.py").unlink()
    assert quickscale("plan", "--exit-code").code == 4


def test_who_said_that_a_file_is_deleted_can_have_it_back(project: Path, quickscale: Run) -> None:
    path = "garden/notes.py"
    for it in NEW:
        (project / it).unlink()
    assert quickscale("resolve", "--ours", "--yes").code == 0
    ended = quickscale("resolve", "garden", "--theirs", "--yes")
    assert ended.code == 2  # what was said of files stands until one of them is named
    assert "garden is not in conflict" in ended.err
    assert quickscale("resolve", path, "--ours", "--yes").code == 2
    ended = quickscale("resolve", path, "--theirs", "--yes")
    assert (ended.code, ended.err) == (0, "")
    assert f"theirs   {path}\n" in ended.out
    assert (project / path).read_text() == SECOND[path]
    assert deleted(project) == (NEW[0],)
    assert "Nothing to do" in quickscale("plan", "--exit-code").out


@pytest.mark.parametrize("path", ["garden/notes.py", "notes.py"])
def test_in_a_folder_of_the_project_a_file_is_named_as_there_or_as_messages_do(
    project: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    (project / "garden/notes.py").unlink()
    monkeypatch.chdir(project / "garden")
    assert "quickscale resolve garden/notes.py --theirs" in quickscale("plan").err
    for how in ("--ours", "--theirs", "--theirs"):
        ended = quickscale("resolve", path, how, "--yes")
        assert (ended.code, ended.err) == (0, "")
    assert (project / "garden/notes.py").read_text() == SECOND["garden/notes.py"]


def test_a_deletion_said_by_a_path_is_taken_back_by_the_same_path(
    project: Path, quickscale: Run
) -> None:
    (project / "garden").rename(project / "plots")
    (project / "plots/notes.py").unlink()
    for path in ("plots/notes.py", "garden/notes.py"):
        assert quickscale("resolve", path, "--ours", "--yes").code == 0
        assert quickscale("resolve", path, "--theirs", "--yes").code == 0
        assert (project / "plots/notes.py").read_text() == SECOND["garden/notes.py"]
        (project / "plots/notes.py").unlink()


def test_a_deleted_file_follows_the_name_that_upstream_gives_it(
    project: Path, quickscale: Run, release: Run
) -> None:
    (project / "garden/beds.txt").unlink()
    assert quickscale("resolve", "--ours", "--yes").code == 0
    renamed = {it: text for it, text in SECOND.items() if it != "garden/beds.txt"}
    release("1.2", {**renamed, "garden/plots.txt": SECOND["garden/beds.txt"]})
    ended = quickscale("update", "--yes")
    assert ended.code == 0
    assert "you deleted it; it was garden/beds.txt; garden 1.2 renamed it" in ended.out
    assert deleted(project) == ("garden/plots.txt",)


@pytest.mark.parametrize("how", ["--theirs", "--ours"])
def test_a_missing_file_that_upstream_renames_is_known_by_the_name_a_plan_gives_it(
    project: Path, quickscale: Run, release: Run, how: str
) -> None:
    (project / "garden/beds.txt").unlink()
    renamed = {it: text for it, text in SECOND.items() if it != "garden/beds.txt"}
    release("1.2", {**renamed, "garden/plots.txt": SECOND["garden/beds.txt"]})
    assert f"quickscale resolve garden/plots.txt {how}" in quickscale("plan").err
    ended = quickscale("resolve", "garden/plots.txt", how, "--yes")
    assert (ended.code, ended.err) == (0, "")
    assert quickscale("update", "--yes").code == 0
    assert (project / "garden/plots.txt").exists() == (how == "--theirs")
    assert not (project / "garden/beds.txt").exists()


def test_a_file_that_its_owner_moved_and_that_is_gone_from_there_is_missing(
    project: Path, quickscale: Run
) -> None:
    (project / "plots").mkdir()
    (project / "garden/beds.txt").rename(project / "plots/beds.txt")
    (project / "quickscale.yml").write_text((project / "quickscale.yml").read_text() + "\n")
    assert quickscale("set", "garden.size=5", "--yes").code == 0
    assert "Nothing to do" in quickscale("apply", "--yes").out
    shutil.rmtree(project / "plots")
    ended = quickscale("apply", "--yes")
    assert (ended.code, "Nothing to do" in ended.out) == (4, False)
    assert "garden/beds.txt" in ended.err


def test_a_missing_file_of_a_moved_folder_comes_back_into_it(
    project: Path, quickscale: Run
) -> None:
    (project / "garden").rename(project / "plots")
    (project / "plots/notes.py").unlink()
    ended = quickscale("resolve", "--theirs", "--yes")
    assert ended.code == 0, ended.err
    assert (project / "plots/notes.py").read_text() == SECOND["garden/notes.py"]
    assert not (project / "garden").exists()
    assert quickscale("apply", "--yes").code == 0


def test_each_missing_file_can_be_asked_about(
    project: Path, at_terminal: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in NEW:
        (project / path).unlink()
    answers = iter("to")
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    ended = at_terminal("resolve")
    assert ended.code == 0
    assert "is missing, and you did not say that it is deleted" in ended.out
    assert (project / NEW[0]).exists()
    assert deleted(project) == (NEW[1],)


def test_without_its_plugin_a_lost_file_is_told_and_nothing_is_written(
    project: Path, quickscale: Run, release: Run, git: Run
) -> None:
    git("clean", "-fdq")
    release("1.0", FIRST)
    lock = (project / "quickscale.lock").read_bytes()
    ended = quickscale("resolve", "--theirs", "--yes")
    assert ended.code == 1
    assert "how garden/notes.py was made is lost, so it cannot be brought back" in ended.err
    assert (project / "quickscale.lock").read_bytes() == lock


@pytest.mark.parametrize("taken", [["clean", "-fdq"], ["checkout", "--", "."], ["stash", "-uq"]])
def test_whatever_git_took_back_of_an_update_undo_takes_back_the_rest(
    project: Path, quickscale: Run, git: Run, taken: list[str]
) -> None:
    assert git(*taken) == 0
    ended = quickscale("undo", "--yes")
    assert ended.code == 0, ended.err
    assert git("diff", "--quiet") == 0
    assert not (project / "garden/notes.py").exists()
    assert quickscale("update", "--yes").code == 0
    for path, text in SECOND.items():
        assert (project / path).read_text() == text


@pytest.mark.parametrize("words", [["plan"], ["apply"], ["update", "--yes"], ["status"]])
def test_files_that_git_took_back_are_named_and_undo_takes_back_the_rest(
    project: Path, quickscale: Run, git: Run, words: list[str]
) -> None:
    assert git("checkout", "--", "garden") == 0
    ended = quickscale(*words)
    assert '2 files are as they were before "update garden 1.0 -> 1.1"' in ended.err
    assert "  garden/beds.txt\n  garden/models.py\nfix: take back the rest" in ended.err
    assert quickscale("undo", "--yes").code == 0
    assert quickscale("update", "--yes").code == 0
    for path, text in SECOND.items():
        assert (project / path).read_text() == text
    assert "as they were" not in quickscale(*words).err


def test_an_edit_is_not_taken_for_what_git_took_back(
    project: Path, quickscale: Run, git: Run
) -> None:
    (project / "garden/beds.txt").write_text("mine\n")
    assert "as it was" not in quickscale("plan").err
    git("checkout", "--", ".")
    assert "as it was" not in quickscale("plan").err


def test_in_a_project_with_windows_line_ends_it_comes_back_with_these(
    project: Path, quickscale: Run
) -> None:
    for path in project.rglob("*.*"):
        if path.is_file() and ".git" not in path.parts and ".quickscale" not in path.parts:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (project / "garden/notes.py").unlink()
    assert quickscale("resolve", "garden", "--theirs", "--yes").code == 0
    assert (project / "garden/notes.py").read_bytes() == b"NOTES = 1\r\n"
    assert "notes.py" not in quickscale("status").out
