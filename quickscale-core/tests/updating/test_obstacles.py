from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Project

TEXT = b"one\ntwo\n"
NEWER = b"one\nTWO\n"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of the owner's, outside the project."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT)
    return folder


def link(project: Project, outside: Path) -> None:
    (project.folder / "sub/a.txt").unlink()
    (project.folder / "sub/a.txt").symlink_to(outside / "a.txt")


def put_folder(project: Project, outside: Path) -> None:
    (project.folder / "sub/a.txt").unlink()
    (project.folder / "sub/a.txt").mkdir()


def link_folder(project: Project, outside: Path) -> None:
    (project.folder / "sub/a.txt").unlink()
    (project.folder / "sub").rmdir()
    (project.folder / "sub").symlink_to(outside)


def pipe(project: Project, outside: Path) -> None:
    (project.folder / "sub/a.txt").unlink()
    os.mkfifo(project.folder / "sub/a.txt")


ways = pytest.mark.parametrize("replace", [link, put_folder, link_folder, pipe])


@ways
def test_what_replaced_a_file_stays(
    project: Project, outside: Path, replace: Callable[[Project, Path], None]
) -> None:
    project.make({"sub/a.txt": TEXT})
    replace(project, outside)
    for files in ({"sub/a.txt": TEXT}, {}):
        plan = project.plan(files)
        assert (plan.writes, plan.deletes, plan.conflicts) == ((), (), ())
        (change, _) = (
            plan.changes if plan.changes[0].path != "quickscale.yml" else plan.changes[::-1]
        )
        assert "stays" in change.note
    assert project.plan({}, keep_edited=False).deletes == ()


@pytest.mark.parametrize("replace", [link, put_folder, pipe])
@pytest.mark.parametrize("known", [True, False])
def test_upstreams_file_is_put_beside_what_stands_there(
    project: Project, outside: Path, replace: Callable[[Project, Path], None], known: bool
) -> None:
    project.make({"sub/a.txt": TEXT})
    replace(project, outside)
    if not known:
        project.lock = type(project.lock)(core="1.0.0")
    plan = project.update({"sub/a.txt": NEWER})
    assert plan.conflicts == ("sub/a.txt",)
    assert (project.folder / "sub/a.txt.theirs").read_bytes() == NEWER
    assert (outside / "a.txt").read_bytes() == TEXT
    again = project.update({"sub/a.txt": NEWER})
    assert (again.writes, again.conflicts) == ((), ("sub/a.txt",))
    (project.folder / "sub/a.txt.theirs").unlink()
    assert project.update({"sub/a.txt": NEWER}).conflicts == ()


def test_nothing_is_written_through_a_link(project: Project, outside: Path) -> None:
    project.make({"sub/a.txt": TEXT})
    link_folder(project, outside)
    with pytest.raises(QuickScaleError) as caught:
        project.plan({"sub/a.txt": NEWER, "sub/b.txt": b"new", "sub/deep/c.txt": b"new"})
    assert [it.what for it in caught.value.problems] == [
        "sub/a.txt is in sub, which is a link",
        "sub/b.txt is in sub, which is a link",
        "sub/deep/c.txt is in sub, which is a link",
    ]


def test_a_file_may_stand_where_a_folder_was(project: Project) -> None:
    project.make({"sub/a.txt": TEXT})
    (project.folder / "sub/a.txt").unlink()
    (project.folder / "sub").rmdir()
    project.write("sub", b"mine")
    assert project.plan({"sub/a.txt": NEWER}).writes == ()
    with pytest.raises(QuickScaleError, match=r"sub/b\.txt is in sub, which is not a folder"):
        project.plan({"sub/b.txt": NEWER})


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nobody is kept from reading here")
def test_a_file_that_cannot_be_read_is_told(project: Project) -> None:
    project.make({"a.txt": TEXT})
    (project.folder / "a.txt").chmod(0)
    with pytest.raises(QuickScaleError, match=r"a\.txt cannot be read: permission denied"):
        project.plan({"a.txt": NEWER})


def test_a_name_like_one_of_the_owners_is_a_conflict(project: Project) -> None:
    project.make({})
    project.write("readme.md", b"mine")
    plan = project.update({"README.md": b"ours"})
    assert plan.conflicts == ("README.md",)
    assert project.files() == {"README.md.theirs": b"ours", "readme.md": b"mine"}


def test_a_folder_like_one_of_the_owners_is_refused(project: Project) -> None:
    project.make({})
    project.write("Docs/a.md", b"mine")
    with pytest.raises(QuickScaleError, match="differs from your Docs in case only"):
        project.plan({"docs/b.md": b"ours"})


def test_the_place_beside_may_be_taken(project: Project) -> None:
    project.make({"a.png": b"1"})
    project.write("a.png", b"mine")
    project.write("a.png.theirs", b"mine too")
    with pytest.raises(QuickScaleError, match=r"a\.png\.theirs is in the way"):
        project.plan({"a.png": b"2"})


def test_a_yml_that_is_a_link_is_refused(project: Project, outside: Path) -> None:
    project.make({})
    (project.folder / "quickscale.yml").unlink()
    (project.folder / "quickscale.yml").symlink_to(outside / "a.txt")
    with pytest.raises(QuickScaleError, match=r"quickscale\.yml is a link"):
        project.plan({})
