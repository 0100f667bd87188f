from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.writing.apply import change_folder
from quickscale_core.writing.disk_calls import Write
from quickscale_core.writing.undo import ChangeRecord, last_change, undo

Taker = Callable[[Path], dict[str, tuple[int, bytes]]]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="permission bits are different there")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    for path in (
        "manage.py",
        "apps/blog/models.py",
        "quickscale.lock",
        ".quickscale/local/steps.json",
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"old {path}")
    (folder / "apps/blog").chmod(0o750)
    (folder / "manage.py").chmod(0o755)
    return folder


def change(
    folder: Path, *, title: str = "add news", text: str = "new", above: bool = False
) -> None:
    """Make one file, replace two and take one away, beside what is core's own."""
    paths = ("manage.py", "apps/blog/models.py", "quickscale.lock")
    change_folder(
        folder,
        [
            Write("apps/news/models.py", Content(text.encode())),
            Write("manage.py", Content(text.encode())),
            Write(".env", Content(b"SECRET=1\n"), secret=True),
            Write(".quickscale/objects/00", Content(b"x"), packed=True),
            Write(".quickscale/local/steps.json", Content(text.encode())),
            Write("quickscale.lock", Content(text.encode())),
        ],
        ["apps/blog/models.py"],
        expected={
            it: Content((folder / it).read_bytes(), bool((folder / it).stat().st_mode & 0o100))
            if (folder / it).exists()
            else None
            for it in (*paths, "apps/news/models.py")
        },
        title=title,
        above=above,
    )


def test_undoing_brings_everything_back_but_the_secrets(project: Path, snapshot: Taker) -> None:
    before = snapshot(project)
    change(project)
    record = ChangeRecord(
        title="add news",
        made=("apps/news/models.py",),
        replaced=("manage.py", "quickscale.lock"),
        removed=("apps/blog/models.py",),
        left=(".env",),
    )
    assert last_change(project) == record
    assert undo(project) == record
    after = snapshot(project)
    assert after.pop(".env") == (0o600, b"SECRET=1\n")
    assert after == before
    assert last_change(project) is None


def test_only_the_last_change_can_be_undone(project: Path, snapshot: Taker) -> None:
    change(project, title="one", text="1")
    before = _without_record(snapshot(project))
    change(project, title="two", text="2")
    assert undo(project).title == "two"
    assert _without_record(snapshot(project)) == before
    with pytest.raises(QuickScaleError, match="there is not a change of acme to undo\nfix: take"):
        undo(project)


def test_a_change_above_another_leaves_that_one_to_be_undone(
    project: Path, snapshot: Taker
) -> None:
    states = [snapshot(project)]
    for number, title in enumerate(("add news", "doctor", "doctor")):
        change(project, title=title, text=str(number), above=title == "doctor")
        states.append(snapshot(project))
    states.pop()
    for title in ("doctor", "doctor", "add news"):
        assert undo(project).title == title
        found, expected = snapshot(project), states.pop()
        assert found.pop(".env") == expected.pop(".env", (0o600, b"SECRET=1\n"))
        assert found == expected
    assert last_change(project) is None


def test_a_dry_run_refuses_the_same_and_writes_nothing(project: Path, snapshot: Taker) -> None:
    change(project)
    before = snapshot(project)
    assert undo(project, dry_run=True) == last_change(project)
    assert snapshot(project) == before
    (project / "manage.py").write_text("edited")
    with pytest.raises(QuickScaleError, match="files have changed since"):
        undo(project, dry_run=True)


def test_later_edits_are_not_lost_and_all_listed(project: Path, snapshot: Taker) -> None:
    change(project)
    (project / "manage.py").write_text("edited")
    (project / "apps/news/models.py").unlink()
    (project / "apps/blog").mkdir()
    (project / "apps/blog/models.py").write_text("mine again")
    (project / ".env").write_text("SECRET=2\n")
    (project / ".quickscale/local/steps.json").write_text("later")
    before = snapshot(project)
    with pytest.raises(QuickScaleError) as caught:
        undo(project)
    assert str(caught.value) == (
        'files have changed since "add news", and undoing it would lose that\n'
        "  apps/blog/models.py\n  manage.py\n"
        "fix: take them from version control as they were, or undo the rest by hand"
    )
    assert snapshot(project) == before


def test_permission_bits_that_the_owner_changed_since_stay(project: Path) -> None:
    change(project)
    (project / "manage.py").chmod(0o640)
    (project / "quickscale.lock").chmod(0o600)
    undo(project)
    assert (project / "manage.py").stat().st_mode & 0o7777 == 0o750
    assert (project / "quickscale.lock").stat().st_mode & 0o7777 == 0o600


def test_what_the_owner_added_beside_stays(project: Path) -> None:
    change(project)
    (project / "apps/news/mine.py").write_text("mine")
    undo(project)
    assert [it.name for it in (project / "apps/news").iterdir()] == ["mine.py"]


def test_a_folder_that_was_there_empty_is_there_again(project: Path, snapshot: Taker) -> None:
    (project / "apps/news").mkdir()
    before = snapshot(project)
    change(project)
    undo(project)
    (project / ".env").unlink()
    assert snapshot(project) == before


def test_a_damaged_record_is_told(project: Path, snapshot: Taker) -> None:
    change(project)
    record = project / ".quickscale/local/undo"
    kept = next(it for it in record.glob("*.old") if it.read_text() == "old manage.py")
    kept.unlink()
    kept.symlink_to("/etc/hostname")
    before = snapshot(project)
    with pytest.raises(QuickScaleError, match=r"what is kept to undo .* is damaged") as caught:
        undo(project)
    assert caught.value.problems[0].fix == f"forget it: rm -r {record}"
    (record / "journal.json").write_text("{}")
    with pytest.raises(QuickScaleError, match=r"undo/journal\.json was not written by this quick"):
        last_change(project)
    (record / "journal.json").unlink()
    assert last_change(project) is None
    assert {**snapshot(project), ".quickscale/local/undo/journal.json": 0} == {
        **before,
        ".quickscale/local/undo/journal.json": 0,
    }


def test_a_record_that_is_somewhere_else_is_none(project: Path, tmp_path: Path) -> None:
    change(project)
    (project / ".quickscale/local").rename(tmp_path / "local")
    (project / ".quickscale/local").symlink_to(tmp_path / "local")
    assert last_change(project) is None


NAMES = st.sampled_from(["a", "b", "c.py", "d", "é"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
FILES = st.tuples(st.binary(max_size=20), st.sampled_from([0o644, 0o755, 0o600, 0o664, 0o640]))
MODES = st.sampled_from([0o755, 0o700, 0o775])


def _holdable(tree: Collection[str]) -> bool:
    """Return whether no file stands where another one needs a folder."""
    return not any(one.startswith(f"{other}/") for one in tree for other in tree)


TREES = st.dictionaries(PATHS, FILES, max_size=8).filter(_holdable)


@settings(max_examples=80, deadline=None)
@given(TREES, TREES, st.sets(PATHS), st.data())
def test_any_change_is_carried_out_and_undone_exactly(
    before: dict[str, tuple[bytes, int]],
    after: dict[str, tuple[bytes, int]],
    kept: set[str],
    data: st.DataObject,
) -> None:
    kept = {it for it in kept if _holdable({*after, it})} & set(before)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, (content, mode) in before.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
            (folder / path).chmod(mode)
        for it in sorted(folder.rglob("*")):
            if it.is_dir():
                it.chmod(data.draw(MODES))
        stood = _everything(folder)
        change_folder(
            folder,
            [
                Write(path, Content(content, bool(mode & 0o100)))
                for path, (content, mode) in after.items()
            ],
            [path for path in before if path not in after and path not in kept],
            expected={
                path: Content(before[path][0], bool(before[path][1] & 0o100))
                if path in before
                else None
                for path in {*before, *after}
            },
            title="any",
        )
        files = {path: it[1] for path, it in _everything(folder).items() if it[1] != b"/"}
        assert files == {
            **{path: before[path][0] for path in kept},
            **{path: content for path, (content, _) in after.items()},
        }
        for path, (_, mode) in after.items():
            assert bool((folder / path).stat().st_mode & 0o100) == bool(mode & 0o100)
        if last_change(folder):
            undo(folder)
        assert _everything(folder) == stood
        assert not (folder / ".quickscale").exists()


def _everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        name: (path.stat().st_mode & 0o7777, path.read_bytes() if path.is_file() else b"/")
        for path in sorted(folder.rglob("*"))
        if not (name := path.relative_to(folder).as_posix()).startswith(".quickscale")
    }


def _without_record(found: dict[str, tuple[int, bytes]]) -> dict[str, tuple[int, bytes]]:
    return {path: it for path, it in found.items() if not path.startswith(".quickscale/local/undo")}
