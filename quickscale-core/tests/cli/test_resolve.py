from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.record.lock import Lock, LockedFile, format_lock, read_lock
from quickscale_core.writing.pristine_objects import object_path, pack

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
MARKED = (
    "top\n<<<<<<< yours\nmine 1\n||||||| made by auth 1.0.0\nmade 1\n=======\ntheirs 1\n"
    ">>>>>>> auth 1.1.0\nmiddle\n<<<<<<< yours\nmine 2\n=======\ntheirs 2\n>>>>>>> auth 1.1.0\n"
)
THEIRS = b"top\ntheirs 1\nmiddle\ntheirs 2"
PATHS = ("apps/a.txt", "b.txt", "logo.png")


@pytest.fixture
def project(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two files full of marks and an image that could not be merged."""
    folder = here / "acme"
    contents = dict.fromkeys(PATHS, THEIRS)
    for path, data in contents.items():
        for place, content in (
            (path, MARKED.encode()),
            (object_path(sha256(data).hexdigest()), pack(data)),
        ):
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes(content)
    (folder / "logo.png").write_bytes(b"mine")
    (folder / "logo.png.theirs").write_bytes(b"theirs")
    files = tuple(
        LockedFile(path, "auth", sha256(data).hexdigest(), executable=False)
        for path, data in contents.items()
    )
    lock = Lock(core="1.0.0", files=files, conflicts=PATHS)
    (folder / "quickscale.lock").write_bytes(format_lock(lock))
    (folder / "quickscale.yml").write_text("schema: 1\n")
    monkeypatch.chdir(folder)
    return folder


def left(project: Path) -> tuple[str, ...]:
    return read_lock((project / "quickscale.lock").read_bytes()).conflicts


def test_one_side_is_taken_everywhere(project: Path, quickscale: Run) -> None:
    ended = quickscale("resolve", "--ours", "--yes")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("  ours     logo.png\nNo conflicts are left\n")
    assert (project / "apps/a.txt").read_text() == "top\nmine 1\nmiddle\nmine 2\n"
    assert (project / "logo.png").read_bytes() == b"mine"
    assert not (project / "logo.png.theirs").exists()
    assert left(project) == ()
    ended = quickscale("resolve", "--ours", "--yes")
    assert (ended.code, ended.out) == (0, "Nothing is in conflict\n")


def test_upstreams_side_has_upstreams_end(project: Path, quickscale: Run) -> None:
    ended = quickscale("resolve", "--theirs", "--yes", "--json")
    assert ended.json() == {
        "resolved": [{"path": path, "by": "theirs"} for path in PATHS],
        "left": [],
    }
    assert (project / "b.txt").read_bytes() == THEIRS
    assert (project / "logo.png").read_bytes() == b"theirs"
    assert quickscale("undo", "--yes").code == 0
    assert (project / "b.txt").read_text() == MARKED
    assert left(project) == PATHS


def test_a_folder_is_settled_and_the_rest_is_left(
    project: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "apps")
    ended = quickscale("resolve", ".", "--theirs", "--yes")
    assert ended.code == 4
    assert "warning: 2 conflicts are left\n  b.txt\n  logo.png\n" in ended.err
    assert left(project) == ("b.txt", "logo.png")
    assert (project / "b.txt").read_text() == MARKED


def test_what_has_no_marks_is_noted(project: Path, quickscale: Run) -> None:
    (project / "b.txt").write_text("done\n")
    (project / "logo.png.theirs").unlink()
    ended = quickscale("resolve")
    assert (ended.code, ended.out) == (4, "  resolved b.txt\n  resolved logo.png\n")
    assert left(project) == ("apps/a.txt",)
    (project / "apps/a.txt").unlink()
    assert quickscale("resolve", "--json").json()["left"] == ["apps/a.txt"]
    assert quickscale("resolve", "--ours", "--yes", "--json").json()["left"] == []
    assert left(project) == ()


def test_without_a_yes_nothing_is_written(project: Path, quickscale: Run) -> None:
    ended = quickscale("resolve", "--ours")
    assert ended.code == 1
    assert "repeat the command with --yes" in ended.err
    assert quickscale("resolve", "--ours", "--dry-run").code == 0
    assert (project / "b.txt").read_text() == MARKED
    assert left(project) == PATHS


def test_a_path_without_a_conflict_is_told(project: Path, quickscale: Run) -> None:
    ended = quickscale("resolve", "manage.py", "nothing", "--ours", "--yes")
    assert ended.code == 2
    assert "manage.py is not in conflict\n  apps/a.txt" in ended.err
    assert "nothing is not in conflict" in ended.err
    assert left(project) == PATHS


def test_each_clash_is_shown_and_asked_about(
    project: Path, at_terminal: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["o", "b", "l", "t"])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(answers))
    ended = at_terminal("resolve")
    assert ended.code == 4
    assert "apps/a.txt, 1 of 2\n  yours:\n    mine 1\n  upstream's:\n    theirs 1\n" in ended.out
    assert (project / "apps/a.txt").read_text() == "top\nmine 1\nmiddle\nmine 2\ntheirs 2"
    assert (project / "logo.png").read_bytes() == b"theirs"
    assert left(project) == ("b.txt",)


def test_an_editor_is_opened_on_each_file(
    project: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = project.parent / "editor"
    editor.write_text('#!/bin/sh\necho resolved > "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    ended = quickscale("resolve", "--edit")
    assert ended.code == 4
    assert (project / "b.txt").read_text() == "resolved\n"
    assert left(project) == ("logo.png",)


def test_half_a_mark_needs_an_editor(project: Path, quickscale: Run) -> None:
    (project / "b.txt").write_text(MARKED.replace("=======\n", "", 1))
    (project / "apps/a.txt").write_text("<<<<<<< yours\n")
    ended = quickscale("resolve", "--theirs", "--yes")
    assert ended.code == 1
    assert "apps/a.txt has marks of a conflict that are not whole" in ended.err
    assert "quickscale resolve b.txt --edit" in ended.err
    assert left(project) == PATHS


def test_a_link_is_not_written_over(project: Path, quickscale: Run) -> None:
    (project / "logo.png").unlink()
    (project / "logo.png").symlink_to(project.parent / "elsewhere")
    ended = quickscale("resolve", "logo.png", "--theirs", "--yes")
    assert (ended.code, left(project)) == (1, PATHS)
    assert "logo.png is a link, which is not written over" in ended.err
    assert quickscale("resolve", "logo.png", "--ours", "--yes").code == 4
    assert (project / "logo.png").is_symlink()
    assert not (project / "logo.png.theirs").exists()


def test_where_nothing_was_made_nothing_is_in_conflict(here: Path, quickscale: Run) -> None:
    (here / "quickscale.yml").write_text("schema: 1\n")
    ended = quickscale("resolve")
    assert (ended.code, ended.out) == (0, "Nothing is in conflict\n")
