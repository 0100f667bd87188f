"""A folder that its owner moved is followed: by what is like other files, and by what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import EXIT_CONFLICTS, QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import File

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Project

TEXT = b"".join(b"line %d\n" % number for number in range(20))
MADE = {
    "apps/__init__.py": b"",
    "apps/beds/__init__.py": b"",
    "apps/beds/views.py": TEXT,
    "apps/beds/urls.py": b"urls = []\n",
    "apps/tools/models.py": TEXT[::-1],
    "a.txt": b"a\n",
}
NEWER = {
    **MADE,
    "apps/beds/urls.py": b"urls = [1]\n",
    "apps/beds/flows.py": b"new\n",
    "apps/beds/templates/beds/new.html": b"new\n",
    "apps/sheds/__init__.py": b"",
}


def move(project: Project, old: str, new: str) -> None:
    (project.folder / new).parent.mkdir(parents=True, exist_ok=True)
    (project.folder / old).rename(project.folder / new)


def moved(files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"src/{it}" if it.startswith("apps/") else it: data for it, data in files.items()}


def test_everything_follows_a_folder_and_goes_on_to(project: Project) -> None:
    project.make(MADE)
    move(project, "apps", "src/apps")
    assert project.update(MADE).writes == ()
    plan = project.update(NEWER)
    assert project.files() == moved(NEWER)
    assert plan.conflicts == ()
    notes = {it.path: it.note for it in plan.changes}
    assert notes["src/apps/beds/flows.py"] == "new in a folder that you moved"
    assert project.update(NEWER).writes == ()
    newest = {**NEWER, "apps/beds/flows.py": b"newest\n", "apps/sheds/models.py": b"1\n"}
    project.update(newest)
    assert project.files() == moved(newest)


def test_all_at_once(project: Project) -> None:
    project.make(MADE)
    move(project, "apps", "src/apps")
    project.update(NEWER)
    assert project.files() == moved(NEWER)


def test_it_comes_back(project: Project) -> None:
    project.make(MADE)
    move(project, "apps", "src/apps")
    project.update(NEWER)
    move(project, "src/apps", "apps")
    (project.folder / "src").rmdir()
    newest = {**NEWER, "apps/beds/more.py": b"1\n"}
    project.update(newest)
    assert project.files() == newest


def test_what_its_owner_deleted_in_a_moved_folder_stays_deleted(project: Project) -> None:
    project.make(MADE)
    move(project, "apps", "src/apps")
    (project.folder / "src/apps/beds/urls.py").unlink()
    project.update(NEWER)
    assert "src/apps/beds/urls.py" not in project.files()
    assert "apps/beds/urls.py" not in project.files()


def test_one_file_that_moved_takes_nothing_along(project: Project) -> None:
    project.make(MADE)
    move(project, "apps/beds/views.py", "src/apps/beds/views.py")
    project.update(NEWER)
    assert project.files()["apps/beds/flows.py"] == b"new\n"


def test_a_folder_that_went_to_several_places_is_the_owners_to_bring_together(
    project: Project,
) -> None:
    project.make({"apps/one.py": TEXT, "apps/two.py": TEXT[::-1]})
    move(project, "apps/one.py", "here/one.py")
    move(project, "apps/two.py", "there/two.py")
    with pytest.raises(QuickScaleError) as caught:
        project.plan({"apps/one.py": TEXT, "apps/two.py": TEXT[::-1], "apps/new.py": b"1\n"})
    assert caught.value.exit_code == EXIT_CONFLICTS
    (problem,) = caught.value.problems
    assert problem.what == "apps/new.py belongs to apps, which you moved to several places"
    assert problem.where == ("here/one.py", "there/two.py")


def test_the_owners_file_in_the_new_place_meets_upstreams(project: Project) -> None:
    project.make(MADE)
    move(project, "apps", "src/apps")
    project.write("src/apps/beds/flows.py", b"mine\n")
    plan = project.update(NEWER)
    assert plan.conflicts == ("src/apps/beds/flows.py",)
    assert b"mine\n" in project.files()["src/apps/beds/flows.py"]


def test_a_link_to_a_folder_of_the_project_is_that_folder(project: Project) -> None:
    project.make(MADE)
    move(project, "apps", "src/apps")
    (project.folder / "apps").symlink_to("src/apps", target_is_directory=True)
    plan = project.update(NEWER)
    assert plan.conflicts == ()
    assert (project.folder / "apps").is_symlink()
    assert (project.folder / "src/apps/beds/flows.py").read_bytes() == b"new\n"
    assert (project.folder / "apps/beds/urls.py").read_bytes() == b"urls = [1]\n"
    assert project.update(NEWER).writes == ()


def test_a_link_out_of_the_project_is_not_followed(project: Project, tmp_path: Path) -> None:
    project.make(MADE)
    (tmp_path / "else").mkdir()
    (project.folder / "apps").rename(tmp_path / "else" / "apps")
    (project.folder / "apps").symlink_to(tmp_path / "else" / "apps", target_is_directory=True)
    assert project.plan({**MADE, "a.txt": b"newer\n"}).writes[0].path == "a.txt"
    with pytest.raises(QuickScaleError, match="is in apps, which is a link"):
        project.plan(NEWER)


def test_new_files_have_the_line_ends_of_the_project(project: Project) -> None:
    project.make(MADE)
    for path, data in MADE.items():
        project.write(path, data.replace(b"\n", b"\r\n"))
    script = File(content=Content(b"#!/bin/sh\n", True), owner="auth")  # noqa: FBT003
    project.update({**NEWER, "run.sh": script, "dot.png": b"1\n\0"})
    files = project.files()
    assert files["apps/beds/flows.py"] == b"new\r\n"
    assert files["apps/beds/urls.py"] == b"urls = [1]\r\n"
    assert files["run.sh"] == b"#!/bin/sh\n"
    assert files["dot.png"] == b"1\n\0"
    assert project.update({**NEWER, "run.sh": script, "dot.png": b"1\n\0"}).writes == ()
