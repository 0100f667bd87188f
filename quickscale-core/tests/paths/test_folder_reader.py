from __future__ import annotations

import os
from typing import TYPE_CHECKING

from quickscale_core.paths.content import Content
from quickscale_core.paths.folder_reader import Disk, Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


def test_a_file_is_read_with_its_mode(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/run").write_bytes(b"1")
    (tmp_path / "sub/run").chmod(0o755)
    disk = Disk(tmp_path)
    assert disk.content("sub/run") == Content(b"1", executable=True)
    assert (disk.exists("sub/run"), disk.obstacle("sub/run")) == (True, None)
    for path in ("sub/other", "none/deep/other"):
        assert (disk.content(path), disk.exists(path), disk.obstacle(path)) == (None, False, None)


def test_what_goes_while_we_look_is_an_obstacle(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    disk = Disk(tmp_path)
    assert disk.exists("a")
    (tmp_path / "a").unlink()
    assert disk.content("a") is None
    obstacle = Obstacle("cannot be read: no such file or directory", above=True)
    assert disk.obstacle("a") == obstacle


def test_a_folder_that_goes_while_we_look_is_an_obstacle(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    disk = Disk(tmp_path)
    assert disk.exists("sub")
    (tmp_path / "sub").rmdir()
    found = disk.obstacle("sub/a")
    assert found is not None
    assert found.what.startswith("is in sub, which cannot be read: ")


def test_own_files_are_read_when_asked_for(tmp_path: Path) -> None:
    for path in ("ours", "b/mine", "mine"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())
    own_files = Disk(tmp_path).owners_files(["ours"])
    assert list(own_files) == ["b/mine", "mine"]
    assert (len(own_files), own_files.sizes) == (2, {"b/mine": 6, "mine": 4})
    assert own_files["mine"] == Content(b"mine")
    assert "ours" not in own_files
    (tmp_path / "mine").unlink()
    assert own_files["mine"] == Content(b"")


def test_a_folder_is_seen_as_it_would_be_without_some_files(tmp_path: Path) -> None:
    (tmp_path / "Docs").mkdir()
    (tmp_path / "Docs/a").write_text("1")
    (tmp_path / "page").write_text("2")
    disk = Disk(tmp_path)
    later = disk.without(["Docs/a", "Docs", "page"])
    assert disk.status("docs/a") == Obstacle(
        "is in docs, which differs from your Docs in case only", above=True, vacant=True
    )
    assert later.status("docs/a") is None
    assert (later.content("page"), later.exists("page")) == (None, False)
    assert disk.status("page/one") == Obstacle(
        "is in page, which is not a folder", above=True, vacant=True
    )
    assert later.status("page/one") is None
    assert (later.names(""), disk.content("page")) == ({}, Content(b"2"))


def test_each_folder_is_listed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    listed: list[str] = []
    scandir = os.scandir

    def counting(place: Path) -> Iterator[os.DirEntry[str]]:
        listed.append(str(place))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", counting)
    disk = Disk(tmp_path)
    later = disk.without(["a/b"])
    for it in (disk, later):
        it.status("a/b")
        it.exists("a/c")
        it.names("a")
    assert listed == [str(tmp_path), str(tmp_path / "a")]
