"""What a clone lacks is .env and what concerns one machine; nothing else is pending in it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]


def git(folder: Path, *words: str) -> str:
    """Run git in a folder; return what it prints."""
    config = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    ended = subprocess.run(
        ["git", *config, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return ended.stdout


@pytest.fixture
def origin(here: Path, quickscale: Run, release: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with garden, committed."""
    release("1.0", {"garden/beds.txt": "one\n", "garden/dig.sh": "#!/bin/sh\n"})
    assert (
        quickscale("init", "acme", "--with", "garden", "--theme", "starter", "--no-git").code == 0
    )
    git(here / "acme", "init", "--quiet")
    git(here / "acme", "add", "--all")
    git(here / "acme", "commit", "--quiet", "--message", "Begin")
    monkeypatch.chdir(here / "acme")
    return here / "acme"


@pytest.fixture(params=["clone", "shallow", "crlf", "worktree", "archive"])
def copy(
    request: pytest.FixtureRequest, origin: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The project as another machine gets it, in each way git has of handing it on."""
    copy = here / "copy" / "acme"
    copy.parent.mkdir()
    if request.param == "worktree":
        git(origin, "worktree", "add", "--quiet", str(copy), "-b", "other")
    elif request.param == "archive":
        git(origin, "archive", "--prefix=acme/", "--output", str(here / "acme.tar"), "HEAD")
        # the filter came with Python 3.11.4
        subprocess.run(["tar", "-xf", str(here / "acme.tar"), "-C", str(copy.parent)], check=True)
    else:
        words = ["--depth", "1"] if request.param == "shallow" else []
        if request.param == "crlf":
            attributes = origin / ".gitattributes"
            attributes.write_text(attributes.read_text().replace("eol=lf", "eol=crlf"))
            git(origin, "commit", "--quiet", "--all", "--message", "Windows line ends")
        git(here, "clone", "--quiet", *words, f"file://{origin}", str(copy))
    monkeypatch.chdir(copy)
    return copy


def test_in_a_clone_nothing_is_pending(copy: Path, quickscale: Run) -> None:
    for words in (["plan", "--exit-code"], ["apply", "--dry-run"], ["status"]):
        ended = quickscale(*words)
        assert (ended.code, ended.err) == (0, ""), words
        assert not (copy / ".env").exists()
    shown = quickscale("plan", "--exit-code").out
    assert "Nothing to do for version control: acme is as quickscale.yml asks\n" in shown
    assert ".env of this machine lacks " in shown
    assert "quickscale apply" in shown
    document = quickscale("plan", "--exit-code", "--json").json()
    assert document["pending"] is False
    assert "SECRET_KEY" in document["dotenv"]


def test_apply_says_that_it_writes_dotenv_and_writes_no_more(copy: Path, quickscale: Run) -> None:
    ended = quickscale("apply", "--yes")
    assert ended.code == 0
    assert "Wrote .env: " in ended.out
    assert " variables" in ended.out
    assert "0 files" not in ended.out
    assert "undo" not in ended.out  # nothing that it takes back has changed
    assert "SECRET_KEY=" in (copy / ".env").read_text()
    if (copy / ".git").exists():
        assert git(copy, "status", "--porcelain") == ""
    assert "Nothing to do: acme is as quickscale.yml asks\n" in quickscale("apply").out


def test_a_variable_that_a_colleague_s_change_brought_is_no_change_of_the_project(
    origin: Path, quickscale: Run
) -> None:
    lines = (origin / ".env").read_text().splitlines(keepends=True)
    (origin / ".env").write_text("".join(it for it in lines if "GARDEN_KEY" not in it))
    shown = quickscale("plan", "--exit-code")
    assert shown.code == 0
    assert ".env of this machine lacks GARDEN_KEY" in shown.out
    assert "Added 1 variable to .env: GARDEN_KEY" in quickscale("apply", "--yes").out


def test_writing_dotenv_leaves_the_last_change_undoable(origin: Path, quickscale: Run) -> None:
    assert quickscale("set", "garden.size=4", "--yes").code == 0
    (origin / ".env").unlink()
    assert quickscale("apply", "--yes").code == 0
    assert 'Undoing "set' in quickscale("undo", "--dry-run").out


def test_a_change_of_the_records_alone_is_not_called_no_files(
    origin: Path, quickscale: Run
) -> None:
    lock = origin / "quickscale.lock"
    lock.write_text(lock.read_text().replace("core 1", "core 0.9\ncore 1"))
    ended = quickscale("apply", "--yes")
    assert ended.code == 0
    assert "0 files" not in ended.out
    assert "Applied to acme: the records of what was made" in ended.out
    assert quickscale("plan", "--exit-code").code == 0
