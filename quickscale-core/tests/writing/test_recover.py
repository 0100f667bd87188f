from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.writing.apply import change_folder
from quickscale_core.writing.disk_calls import Write
from quickscale_core.writing.journal.recovery import recover
from quickscale_core.writing.undo import last_change

Taker = Callable[[Path], dict[str, tuple[int, bytes]]]
Tool = Callable[..., Any]
JOURNAL = ".quickscale/local/journal"
SHA256 = "0" * 64


def change(folder: Path) -> None:
    """Take ``gone/one.py`` away, replace ``first.py`` and ``second.py``, make ``new/last.py``."""
    paths = ["gone/one.py", "first.py", "second.py"]
    change_folder(
        folder,
        [Write(it, Content(b"new")) for it in ("first.py", "second.py", "new/last.py")],
        ["gone/one.py"],
        expected={**dict.fromkeys(paths, Content(b"old")), "new/last.py": None},
        title="add last",
    )


@pytest.fixture
def half_done(tmp_path: Path, spy: Tool, failing_at: Tool) -> Path:
    """A project whose change ended with ``first.py`` in place, and ``second.py`` not yet."""
    folder = tmp_path / "acme"
    for point in range(1000):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "gone").mkdir(parents=True)
        for path in ("gone/one.py", "first.py", "second.py"):
            (folder / path).write_text("old")
        doomed = spy(folder).watching(failing_at(point, errno.EIO, for_good=True))
        with doomed, pytest.raises(QuickScaleError):
            change(folder)
        if (folder / "first.py").read_text() == "new":
            break
    assert (folder / "second.py").read_text() == "old"
    assert not (folder / "gone").exists()
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {
        name: path.read_text()
        for path in sorted(folder.rglob("*.py"))
        if not (name := path.relative_to(folder).as_posix()).startswith(".quickscale")
    }


def test_what_was_half_done_is_finished(half_done: Path) -> None:
    assert recover(half_done) == "finished"
    assert texts(half_done) == dict.fromkeys(["first.py", "new/last.py", "second.py"], "new")
    record = last_change(half_done)
    assert record is not None
    assert record.title == "add last"


BOTH_WAYS = "can be neither finished nor undone"


def test_an_edit_of_what_is_in_place_already_is_never_lost(
    half_done: Path, snapshot: Taker
) -> None:
    (half_done / "first.py").write_text("mine")
    before = snapshot(half_done)
    for _ in range(2):
        with pytest.raises(QuickScaleError, match=BOTH_WAYS) as caught:
            recover(half_done)
        assert caught.value.problems[0].where == ("first.py",)
        assert snapshot(half_done) == before
    (half_done / "first.py").rename(half_done / "saved.txt")
    assert recover(half_done) == "undone"
    assert texts(half_done) == dict.fromkeys(["first.py", "gone/one.py", "second.py"], "old")


@pytest.mark.parametrize("restored", [["first.py"], ["first.py", "gone/one.py"], ["gone/one.py"]])
def test_what_version_control_took_back_is_taken_back_as_a_whole(
    half_done: Path, restored: list[str]
) -> None:
    """``git checkout .`` brings old bytes back; a new lock over them would hide what is missing."""
    for path in restored:
        (half_done / path).parent.mkdir(exist_ok=True)
        (half_done / path).write_text("old")
    assert recover(half_done) == "undone"
    assert texts(half_done) == dict.fromkeys(["first.py", "gone/one.py", "second.py"], "old")
    assert not (half_done / JOURNAL).exists()
    assert last_change(half_done) is None


def test_a_folder_that_is_filled_again_before_a_file_takes_its_place(
    tmp_path: Path, spy: Tool, failing_at: Tool
) -> None:
    folder = tmp_path / "acme"
    for point in range(1000):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "docs").mkdir(parents=True)
        (folder / "docs/index.md").write_text("old")
        doomed = spy(folder).watching(failing_at(point, errno.EIO, for_good=True))
        with doomed, pytest.raises(QuickScaleError):
            change_folder(
                folder,
                [Write("docs", Content(b"new"))],
                ["docs/index.md"],
                expected={"docs": None, "docs/index.md": Content(b"old")},
                title="t",
            )
        if not (folder / "docs/index.md").exists():
            break
    (folder / "docs/mine.md").write_text("mine")
    assert recover(folder) == "undone"
    assert (folder / "docs/index.md").read_text() == "old"
    assert (folder / "docs/mine.md").read_text() == "mine"


def test_a_damaged_new_file_is_never_placed(half_done: Path) -> None:
    (new,) = [it for it in (half_done / JOURNAL).glob("*.new") if it.name.startswith("2")]
    new.write_text("somebody else's")
    assert recover(half_done) == "undone"
    assert texts(half_done) == dict.fromkeys(["first.py", "gone/one.py", "second.py"], "old")


@pytest.mark.parametrize(
    ("path", "text"), [("second.py", "mine"), ("second.py", None), ("new/last.py", "mine")]
)
def test_a_change_that_would_lose_an_edit_is_taken_back(
    half_done: Path, path: str, text: str | None
) -> None:
    if text is None:
        (half_done / path).unlink()
    else:
        (half_done / path).parent.mkdir(exist_ok=True)
        (half_done / path).write_text(text)
    assert recover(half_done) == "undone"
    stood = {**dict.fromkeys(["first.py", "gone/one.py", "second.py"], "old"), path: text}
    assert texts(half_done) == {name: it for name, it in stood.items() if it is not None}
    assert not (half_done / JOURNAL).exists()
    assert last_change(half_done) is None


def test_edits_stay_also_where_a_change_can_go_neither_way(
    half_done: Path, snapshot: Taker
) -> None:
    (half_done / "first.py").write_text("mine")
    (half_done / "second.py").write_text("mine too")
    (half_done / "gone").mkdir()
    (half_done / "gone/one.py").write_text("mine as well")
    before = snapshot(half_done)
    with pytest.raises(QuickScaleError, match=BOTH_WAYS) as caught:
        recover(half_done)
    assert caught.value.problems[0].where == ("gone/one.py", "first.py")
    assert snapshot(half_done) == before


@pytest.mark.skipif(os.name == "nt", reason="links are different there")
def test_nothing_is_brought_back_through_a_link(
    half_done: Path, tmp_path: Path, snapshot: Taker
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (half_done / "gone").symlink_to(tmp_path / "elsewhere")
    (half_done / "new").rmdir()
    (half_done / "new").symlink_to(tmp_path / "elsewhere")
    (half_done / "second.py").unlink()
    (half_done / "second.py").symlink_to(half_done / "first.py")
    with pytest.raises(QuickScaleError, match=BOTH_WAYS) as caught:
        recover(half_done)
    assert caught.value.problems[0].where == ("gone/one.py",)
    assert snapshot(tmp_path / "elsewhere") == {}
    (half_done / "gone").unlink()
    assert recover(half_done) == "undone"
    assert snapshot(tmp_path / "elsewhere") == {}
    assert (half_done / "second.py").is_symlink()
    assert (half_done / "first.py").read_text() == "old"
    assert (half_done / "gone/one.py").read_text() == "old"


def test_what_takes_back_too_can_be_interrupted(
    half_done: Path, spy: Tool, failing_at: Tool
) -> None:
    (half_done / "second.py").write_text("mine")
    counter = spy(half_done)
    copy = half_done.parent / "copy"
    shutil.copytree(half_done, copy)
    with counter.watching():
        recover(half_done)
    for point, name in enumerate(counter.calls):
        shutil.rmtree(half_done)
        shutil.copytree(copy, half_done)
        failing = spy(half_done).watching(failing_at(point, errno.EIO, for_good=True))
        with failing, contextlib.suppress(QuickScaleError):
            recover(half_done)
        recover(half_done)
        found = texts(half_done)
        assert found == {"first.py": "old", "gone/one.py": "old", "second.py": "mine"}, (
            point,
            name,
        )


def test_what_cannot_be_recovered_says_why(half_done: Path, spy: Tool, failing_at: Tool) -> None:
    why = "cannot finish the interrupted change to acme: the disk is full"
    failing = spy(half_done).watching(failing_at(0, errno.ENOSPC, for_good=True))
    with failing, pytest.raises(QuickScaleError, match=why):
        recover(half_done)


def test_a_journal_without_its_manifest_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).mkdir(parents=True)
    (tmp_path / JOURNAL / "0.new").write_text("half")
    assert recover(tmp_path) == "undone"
    assert list(tmp_path.iterdir()) == []


def manifest(**changed: object) -> dict[str, object]:
    document = {"schema": 2, "title": "t", "outcome": "record", "entries": []}
    return {**document, "made": [], "emptied": [], **changed}


def entry(path: object, sha256: str = SHA256) -> dict[str, object]:
    return {"path": path, "before": None, "after": {"sha256": sha256, "mode": 0o644}}


@pytest.mark.parametrize(
    "text",
    [
        manifest(entries=[entry("../neighbour/new")]),
        manifest(entries=[entry("a/../../new")]),
        manifest(entries=[entry("/new")]),
        manifest(entries=[entry("c:new")]),
        manifest(entries=[entry(".git/hooks/post-checkout")]),
        manifest(entries=[entry(".GIT/config")]),
        manifest(entries=[entry("apps/.git/config")]),
        manifest(entries=[entry("apps/GIT~1/config")]),
        manifest(entries=[entry(".quickscale/local/undo/journal.json")]),
        manifest(entries=[entry("a"), entry("a")]),
        manifest(entries=[{**entry("evil/id_rsa"), "after": None}], emptied=[["evil", 0o777]]),
        manifest(made=[["evil", 0o777]]),
        manifest(entries=[entry("a/b")], made=[["a", True]]),
        manifest(entries=[entry("a/b")], made=[["a", float("inf")]]),
        manifest(entries=[entry(1)]),
        manifest(entries=[entry("a", sha256="../../x")]),
        manifest(entries=["a"]),
        manifest(made=[["../neighbour", None]]),
        manifest(emptied=[["../neighbour", 0o755]]),
        manifest(emptied=[["a", None]]),
        manifest(outcome="other"),
        manifest(schema=3),
        [],
        {},
        None,
    ],
)
def test_a_journal_that_is_not_ours_is_left_alone(
    tmp_path: Path, snapshot: Taker, text: object
) -> None:
    journal = tmp_path / "acme" / JOURNAL
    journal.mkdir(parents=True)
    (tmp_path / "neighbour").mkdir()
    (journal / "0.new").write_text("theirs")
    (journal / "journal.json").write_text("{" if text is None else json.dumps(text))
    before = snapshot(tmp_path)
    with pytest.raises(QuickScaleError, match="was not written by this quickscale") as caught:
        recover(tmp_path / "acme")
    assert caught.value.problems[0].fix.endswith(f"rm -r {journal}")
    assert snapshot(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="links are different there")
def test_a_journal_that_is_somewhere_else_is_none_of_ours(tmp_path: Path, snapshot: Taker) -> None:
    (tmp_path / "elsewhere/journal").mkdir(parents=True)
    (tmp_path / "elsewhere/dropped-0").mkdir()
    (tmp_path / "acme/.quickscale").mkdir(parents=True)
    (tmp_path / "acme/.quickscale/local").symlink_to(tmp_path / "elsewhere")
    before = snapshot(tmp_path)
    assert recover(tmp_path / "acme") is None
    assert snapshot(tmp_path) == before
