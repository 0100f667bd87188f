from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.writing.destination import current_folder, new_folder

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_new_folder_stands_beside_others(tmp_path: Path) -> None:
    place = new_folder(tmp_path, "acme")
    assert (place.folder, place.exists, place.disk) == (tmp_path / "acme", False, {})


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are different there")
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda it: it.mkdir(), "acme exists\nfix: choose another name, or make the project in it"),
        (lambda it: (it.mkdir(), (it / "file").touch()), "acme exists\nfix: choose another name"),
        (lambda it: it.write_text("x"), "acme exists and is a file\nfix: choose another name"),
        (lambda it: it.symlink_to("nowhere"), "acme exists and is a link\nfix: choose another"),
        (lambda it: it.symlink_to("/"), "acme exists and is a link\nfix: choose another name"),
        (os.mkfifo, "acme exists and is a file\nfix: choose another name"),
    ],
)
def test_what_has_the_name_already_is_left_alone(
    tmp_path: Path,
    make: Callable[[Path], object],
    sentence: str,
    snapshot: Callable[[Path], object],
) -> None:
    make(tmp_path / "acme")
    before = sorted(tmp_path.iterdir()), (tmp_path / "acme").lstat()
    with pytest.raises(QuickScaleError) as caught:
        new_folder(tmp_path, "acme")
    assert str(caught.value).startswith(f"{tmp_path}/{sentence}")
    assert (sorted(tmp_path.iterdir()), (tmp_path / "acme").lstat()) == before


def test_the_parent_must_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(QuickScaleError, match="file is not a folder\nfix: name a folder"):
        new_folder(tmp_path / "file", "acme")
    with pytest.raises(
        QuickScaleError, match='none does not exist\nfix: make it first: mkdir -p "'
    ):
        new_folder(tmp_path / "none", "acme")


def test_the_parent_must_be_writable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # root may write anywhere, so the system's answer is given here
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    with pytest.raises(QuickScaleError, match="is read-only\nfix: choose a folder you may write"):
        new_folder(tmp_path, "acme")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QuickScaleError, match="is read-only\nfix: choose a folder you may write"):
        current_folder()


def test_this_folder_may_hold_a_repository_a_readme_and_a_licence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".DS_Store").touch()
    (tmp_path / "readme.rst").write_text("mine")
    (tmp_path / "LICENSE").write_text("MIT")
    monkeypatch.chdir(tmp_path)
    place = current_folder()
    assert (place.folder, place.exists) == (tmp_path, True)
    assert place.disk == {"LICENSE": Content(b"MIT"), "readme.rst": Content(b"mine")}


def test_this_folder_may_hold_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b", "c", "d"):
        (tmp_path / name).touch()
    with pytest.raises(QuickScaleError) as caught:
        current_folder()
    assert str(caught.value) == (
        f"{tmp_path.name} is not empty\n"
        "  it holds a, b, c ...; only .git, README and LICENSE may be there\n"
        "fix: give the project a name and a folder of its own: quickscale init NAME"
    )


def test_a_readme_that_is_a_link_is_not_welcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").symlink_to("/etc/hostname")
    with pytest.raises(QuickScaleError, match=r"it holds README\.md; only"):
        current_folder()


def test_a_project_is_not_made_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quickscale.lock").touch()
    with pytest.raises(QuickScaleError, match="is a QuickScale project already"):
        current_folder()
