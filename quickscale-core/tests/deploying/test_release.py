"""What is deployed is a commit: its files, and how two of them differ."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from quickscale_core.deploying.release import (
    differs,
    find_release,
    new_migrations,
    uncommitted,
)
from quickscale_core.errors import QuickScaleError

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, **files: str) -> None:
    for name, text in files.items():
        place = folder / name.replace("__", "/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A change\n\nwith a body")


@pytest.fixture(params=["alone", "below"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A repository, or a folder in a larger one."""
    git(tmp_path, "init", "--quiet")
    folder = tmp_path if request.param == "alone" else tmp_path / "acme"
    folder.mkdir(exist_ok=True)
    commit(folder, manage="1", apps__blog__migrations__0001_initial="# no .py")
    return folder


def test_a_release_is_the_committed_files_and_no_others(project: Path, tmp_path: Path) -> None:
    (project / "manage").write_text("2")
    (project / "draft").write_text("")
    into = tmp_path / "into"
    into.mkdir()

    release = find_release(project)
    release.unpack(into)

    assert (into / "manage").read_text() == "1"
    assert not (into / "draft").exists()
    assert release.subject == "A change"
    assert {it.split("/")[-1] for it in uncommitted(project)} >= {"manage", "draft"}


def test_migrations_that_an_older_commit_lacks_are_named(project: Path) -> None:
    older = find_release(project)
    for name in ("0002_title.py", "__init__.py"):
        place = project / "apps" / "blog" / "migrations" / name
        place.write_text("")
    commit(project, requirements="new")
    newer = find_release(project)

    assert new_migrations(older, newer) == [("blog", "0002_title")]
    assert new_migrations(newer, older) == []
    assert differs(older, newer, "requirements")
    assert not differs(older, newer, "manage")


def test_without_a_commit_there_is_nothing_to_deploy(tmp_path: Path) -> None:
    with pytest.raises(QuickScaleError, match="what is deployed is a commit, and there is none"):
        find_release(tmp_path)


def test_a_name_that_is_none_is_refused(project: Path) -> None:
    for name in ("nosuch", "--all", "HEAD:manage"):
        with pytest.raises(QuickScaleError, match="there is no commit"):
            find_release(project, name)
