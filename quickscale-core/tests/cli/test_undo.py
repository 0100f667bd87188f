from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.paths.content import Content
from quickscale_core.writing.apply import change_folder
from quickscale_core.writing.disk_calls import Write, lock_folder

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
SHOWN = """Undoing "add news"
  remove   apps/news/migrations/0001_initial.py
  restore  README.md
  restore  manage.py
  keep     .env
"""
ALL = "That was all: only the last change can be undone; what is older is in version control\n"


@pytest.fixture
def project(here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert quickscale("init", "acme", "--theme", "starter", "--no-git").code == 0
    monkeypatch.chdir(here / "acme")
    return here / "acme"


@pytest.fixture
def changed(project: Path) -> Path:
    """A project that was changed once."""
    change_folder(
        project,
        [
            Write("apps/news/migrations/0001_initial.py", Content(b"news")),
            Write(".env", Content((project / ".env").read_bytes() + b"NEWS=1\n"), secret=True),
            Write("manage.py", Content(b"changed", executable=True)),
        ],
        ["README.md"],
        expected={
            "apps/news/migrations/0001_initial.py": None,
            "manage.py": Content((project / "manage.py").read_bytes(), executable=True),
            "README.md": Content((project / "README.md").read_bytes()),
        },
        title="add news",
    )
    return project


def test_the_last_change_is_shown_and_undone(changed: Path, quickscale: Run) -> None:
    ended = quickscale("undo", "--yes")
    assert (ended.code, ended.out) == (0, f'{SHOWN}Undone "add news" in acme\n')
    assert ended.err == f"Tables that these migrations made stay in the database\n{ALL}"
    assert not (changed / "apps/news").exists()
    assert (changed / ".env").read_text().endswith("\nNEWS=1\n")
    assert quickscale("status").out.splitlines()[2].endswith(" files, 0 edited, 0 missing")
    ended = quickscale("undo", "--yes")
    nothing = "Nothing to undo: only the last change can be undone; what is older is in version"
    assert (ended.code, ended.out, ended.err) == (0, f"{nothing} control\n", "")


def test_a_dry_run_shows_it_only(changed: Path, quickscale: Run) -> None:
    ended = quickscale("undo", "--dry-run")
    assert (ended.code, ended.out) == (0, SHOWN)
    assert (changed / "manage.py").read_bytes() == b"changed"


def test_as_json(changed: Path, quickscale: Run) -> None:
    ended = quickscale("undo", "--json")
    assert (ended.code, ended.json()["undone"]) == (1, False)
    assert quickscale("undo", "--json", "--yes").json() == {
        "undone": True,
        "title": "add news",
        "removed": ["apps/news/migrations/0001_initial.py"],
        "restored": ["README.md", "manage.py"],
        "left": [".env"],
    }
    assert quickscale("undo", "--json").json()["title"] is None


def test_without_a_terminal_nothing_happens_unasked(changed: Path, quickscale: Run) -> None:
    ended = quickscale("undo")
    assert (ended.code, ended.out) == (1, SHOWN)
    assert ended.err.endswith(
        "Nothing was changed. To carry this out, repeat the command with --yes\n"
    )


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 1)])
def test_on_a_terminal_it_asks(
    changed: Path, at_terminal: Run, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int
) -> None:
    monkeypatch.setattr("click.confirm", lambda text, default: answer)
    assert at_terminal("undo").code == code
    assert (changed / "README.md").exists() == answer


def test_later_edits_are_listed_and_kept(changed: Path, quickscale: Run) -> None:
    (changed / "manage.py").write_text("mine")
    ended = quickscale("undo", "--yes")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(
        'error: files have changed since "add news", and undoing it would lose that\n  manage.py\n'
    )
    assert not (changed / "README.md").exists()


def test_an_interrupted_change_is_finished_before_anything_is_undone(
    changed: Path, quickscale: Run, interrupt: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(changed, "late.txt", "late")
    monkeypatch.chdir(changed / "apps")
    ended = quickscale("undo", "--dry-run")
    assert (ended.code, ended.out) == (1, "")
    assert 'the run "add late" in acme was interrupted' in ended.err
    ended = quickscale("undo", "--yes")
    assert ended.out.startswith('Undoing "add late"\n  remove  late.txt\n')
    assert ended.err == f"An interrupted run was finished\n{ALL}"


@pytest.mark.skipif(os.name == "nt", reason="there are no claims there")
def test_while_another_run_is_at_work_it_refuses(changed: Path, quickscale: Run) -> None:
    held = lock_folder(changed)
    assert held is not None
    ended = quickscale("undo", "--yes")
    os.close(held)
    assert ended.code == 1
    assert ended.err.startswith("error: another quickscale is at work in acme\n")


def test_elsewhere_there_is_no_project(here: Path, quickscale: Run) -> None:
    ended = quickscale("undo")
    assert ended.code == 1
    assert ended.err.startswith("error: here is not a QuickScale project")
