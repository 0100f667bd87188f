from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.writing.apply import change_folder, fill_folder
from quickscale_core.writing.disk_calls import Write, lock_folder
from quickscale_core.writing.journal.recovery import recover

Taker = Callable[[Path], dict[str, tuple[int, bytes]]]


@pytest.fixture(autouse=True)
def _umask() -> object:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a neighbour."""
    folder = tmp_path / "acme"
    for path, text in {
        "manage.py": "#!python",
        "settings.py": "DEBUG = True",
        "apps/blog/models.py": "blog",
        "apps/blog/admin.py": "admin",
        "apps/mine.py": "mine",
        "quickscale.lock": "old lock",
        ".quickscale/local/steps.json": "{}",
        "../neighbour/file": "untouched",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / "manage.py").chmod(0o755)
    (folder / "settings.py").chmod(0o664)
    return folder


def seen(folder: Path, *paths: str) -> dict[str, Content | None]:
    return {
        it: Content((folder / it).read_bytes(), bool((folder / it).stat().st_mode & 0o100))
        if (folder / it).is_file()
        else None
        for it in paths
    }


def refusal(folder: Path, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - handed on
    with pytest.raises(QuickScaleError) as caught:
        change_folder(folder, *args, **kwargs)
    return str(caught.value)


def test_files_are_made_replaced_and_taken_away(project: Path) -> None:
    writes = [
        Write("apps/news/models.py", Content(b"news")),
        Write("settings.py", Content(b"DEBUG = False")),
        Write(".quickscale/objects/00", Content(b"pristine"), packed=True),
        Write("quickscale.lock", Content(b"new lock")),
    ]
    removes = ["apps/blog/models.py", "apps/blog/admin.py"]
    paths = [*removes, "apps/news/models.py", "settings.py", "quickscale.lock"]
    change_folder(project, writes, removes, expected=seen(project, *paths), title="add news")
    found = {path: (project / path).read_bytes() for path in ("settings.py", "quickscale.lock")}
    assert found == {"settings.py": b"DEBUG = False", "quickscale.lock": b"new lock"}
    assert (project / "apps/news/models.py").read_text() == "news"
    assert sorted(it.name for it in (project / "apps").iterdir()) == ["mine.py", "news"]
    assert recover(project) is None
    assert not (project / ".quickscale/local/journal").exists()


@pytest.mark.skipif(os.name == "nt", reason="permission bits are different there")
@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        (0o664, False, 0o664),
        (0o600, False, 0o600),
        (0o640, True, 0o750),
        (0o664, True, 0o775),
        (0o775, False, 0o664),
        (0o700, True, 0o700),
    ],
)
def test_permission_bits_stay_but_for_the_executable_ones(
    project: Path, before: int, wanted: bool, after: int
) -> None:
    place = project / "settings.py"
    place.chmod(before)
    expected = seen(project, "settings.py")
    change_folder(
        project, [Write("settings.py", Content(b"x", wanted))], [], expected=expected, title="t"
    )
    assert place.stat().st_mode & 0o7777 == after
    assert place.read_bytes() == b"x"


@pytest.mark.skipif(os.name == "nt", reason="permission bits are different there")
def test_a_file_may_become_executable_and_nothing_else(project: Path) -> None:
    expected = seen(project, "settings.py")
    write = Write("settings.py", Content(b"DEBUG = True", executable=True))
    change_folder(project, [write], [], expected=expected, title="t")
    assert (project / "settings.py").stat().st_mode & 0o777 == 0o775


def test_a_change_that_comes_to_nothing_touches_nothing(project: Path, snapshot: Taker) -> None:
    def times() -> dict[str, int]:
        return {str(it): it.stat().st_mtime_ns for it in [project, *project.rglob("*")]}

    before, stood = snapshot(project), times()
    expected = seen(project, "settings.py", "manage.py", "gone.py")
    change_folder(project, [], [], expected=expected, title="nothing")
    writes = [
        Write("settings.py", Content(b"DEBUG = True")),
        Write("manage.py", Content(b"#!python", executable=True)),
    ]
    change_folder(project, writes, ["gone.py"], expected=expected, title="nothing")
    assert (snapshot(project), times()) == (before, stood)


def test_what_changed_since_it_was_looked_at_is_refused_with_all_paths(
    project: Path, snapshot: Taker
) -> None:
    paths = ["settings.py", "manage.py", "apps/news.py", "apps/blog/models.py", "apps/mine.py"]
    expected = seen(project, *paths)
    (project / "settings.py").write_text("edited")
    (project / "apps/news.py").write_text("the owner's")
    (project / "apps/blog/models.py").unlink()
    (project / "apps/mine.py").write_text("only looked at")
    before = snapshot(project.parent)
    writes = [
        Write("settings.py", Content(b"x")),
        Write("manage.py", Content(b"x")),
        Write("apps/news.py", Content(b"x")),
    ]
    text = refusal(project, writes, ["apps/blog/models.py"], expected=expected, title="t")
    assert text == (
        "files have changed since this run looked at them\n"
        "  apps/blog/models.py\n  apps/mine.py\n  apps/news.py\n  settings.py\n"
        "fix: run the command again"
    )
    assert snapshot(project.parent) == before


@pytest.mark.skipif(os.name == "nt", reason="permission bits are different there")
def test_an_executable_bit_that_changed_is_noticed(project: Path) -> None:
    expected = seen(project, "settings.py")
    (project / "settings.py").chmod(0o755)
    text = refusal(project, [Write("settings.py", Content(b"x"))], [], expected=expected, title="t")
    assert "\n  settings.py\n" in text


def test_a_path_the_plan_never_saw_must_be_free(project: Path) -> None:
    assert "\n  manage.py\n" in refusal(
        project,
        [Write("manage.py", Content(b"x")), Write("new.py", Content(b"x"))],
        [],
        expected={},
        title="t",
    )
    assert not (project / "new.py").exists()


@pytest.mark.skipif(os.name == "nt", reason="links and permission bits are different there")
def test_everything_in_the_way_is_told_at_once(project: Path, snapshot: Taker) -> None:
    (project / "linked.py").symlink_to("settings.py")
    (project / "away").symlink_to("../neighbour")
    (project / "folder.py").mkdir()
    os.mkfifo(project / "pipe.py")
    (project / "README.MD").write_text("mine")
    (project / "Docs").mkdir()
    (project / "settings.py").chmod(0o444)
    (project / "closed").mkdir()
    (project / "closed/old.py").write_text("old")
    (project / "closed").chmod(0o555)
    before = snapshot(project.parent)
    names = ["linked.py", "away/file", "folder.py", "pipe.py", "README.md", "docs/index.md"]
    names += ["manage.py/x.py", "settings.py", "closed/new.py", "../neighbour/file", ".git/config"]
    text = refusal(
        project,
        [Write(it, Content(b"x")) for it in names],
        ["closed/old.py"],
        expected=seen(project, "settings.py", "closed/old.py"),
        title="t",
    )
    assert text.splitlines() == [
        "something is in the way of this change",
        "  ../neighbour/file leads outside the project",
        "  .git/config lies in .git, which holds no files of a project",
        "  README.md differs from your README.MD in case only",
        "  away/file is in away, which is a link",
        "  closed is a read-only folder",
        "  docs/index.md is in docs, which differs from your Docs in case only",
        "  folder.py is a folder",
        "  linked.py is a link",
        "  manage.py/x.py is in manage.py, which is not a folder",
        "  pipe.py is not a file",
        "  settings.py is read-only",
        "fix: clear the way, then run the command again",
    ]
    assert snapshot(project.parent) == before
    (project / "closed").chmod(0o755)


def test_a_name_may_change_its_case_and_a_folder_become_a_file(project: Path) -> None:
    (project / "README.MD").write_text("old")
    (project / "docs/deep").mkdir(parents=True)
    (project / "docs/deep/index.md").write_text("old")
    (project / "page").write_text("old")
    removes = ["README.MD", "docs/deep/index.md", "page"]
    change_folder(
        project,
        [Write(it, Content(b"new")) for it in ("README.md", "docs", "page/one.html")],
        removes,
        expected=seen(project, *removes, "README.md", "docs", "page/one.html"),
        title="t",
    )
    assert (project / "docs").read_bytes() == b"new"
    assert (project / "page/one.html").read_bytes() == b"new"
    assert [it.name for it in project.iterdir() if it.name.lower() == "readme.md"] == ["README.md"]


def test_a_folder_stays_while_it_holds_anything_of_the_owners(project: Path) -> None:
    (project / "apps/blog/__pycache__").mkdir()
    (project / "apps/blog/__pycache__/models.cpython-311.pyc").write_bytes(b"compiled")
    (project / "apps/blog/notes.txt").write_text("mine")
    removes = ["apps/blog/models.py", "apps/blog/admin.py"]
    change_folder(project, [], removes, expected=seen(project, *removes), title="t")
    assert sorted(it.name for it in (project / "apps/blog").iterdir()) == [
        "__pycache__",
        "notes.txt",
    ]


def test_what_python_compiled_does_not_keep_a_folder(project: Path) -> None:
    (project / "apps/blog/__pycache__").mkdir()
    (project / "apps/blog/__pycache__/models.cpython-311.pyc").write_bytes(b"compiled")
    removes = ["apps/blog/models.py", "apps/blog/admin.py"]
    change_folder(project, [], removes, expected=seen(project, *removes), title="t")
    assert [it.name for it in (project / "apps").iterdir()] == ["mine.py"]


def test_secrets_are_added_to_and_kept_from_others(project: Path) -> None:
    change_folder(
        project, [Write(".env", Content(b"A=1\n"), secret=True)], [], expected={}, title="one"
    )
    place = project / ".env"
    place.write_bytes(b"A=2\n")
    change_folder(
        project, [Write(".env", Content(b"A=2\nB=1\n"), secret=True)], [], expected={}, title="two"
    )
    assert place.read_bytes() == b"A=2\nB=1\n"
    if os.name != "nt":
        assert place.stat().st_mode & 0o777 == 0o600
        assert (project / ".quickscale/local/undo").stat().st_mode & 0o077 == 0
    kept = [it.read_bytes() for it in (project / ".quickscale/local").rglob("*") if it.is_file()]
    assert not any(b"A=2" in it for it in kept)
    text = refusal(
        project,
        [Write(".env", Content(b"A=1\nC=1\n"), secret=True)],
        [],
        expected={},
        title="three",
    )
    assert "\n  .env\n" in text


def test_two_runs_in_one_folder_are_kept_apart(project: Path, snapshot: Taker) -> None:
    before = snapshot(project)
    held = lock_folder(project)
    assert held is not None
    text = refusal(project, [Write("new.py", Content(b"x"))], [], expected={}, title="t")
    assert text.startswith("another quickscale is at work in acme\n")
    os.close(held)
    assert snapshot(project) == before


def test_a_folder_that_is_filled_keeps_what_it_held(tmp_path: Path, snapshot: Taker) -> None:
    (tmp_path / "README.md").write_text("mine")
    before = snapshot(tmp_path)
    writes = [
        Write("manage.py", Content(b"#!python", executable=True)),
        Write(".quickscale/local/steps.json", Content(b"{}")),
    ]
    fill_folder(tmp_path, [*writes, Write("quickscale.lock", Content(b"lock"))])
    after = snapshot(tmp_path)
    assert {path: after[path] for path in before} == before
    assert (tmp_path / "manage.py").stat().st_mode & 0o777 == 0o755 or os.name == "nt"
    assert [it.name for it in (tmp_path / ".quickscale/local").iterdir()] == ["steps.json"]
    with pytest.raises(QuickScaleError, match=r"changed since this run looked at them\n  manage"):
        fill_folder(tmp_path, writes)
