from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.paths.content import Content
from quickscale_core.paths.folder_reader import Disk, Obstacle

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_read_with_its_mode(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/run").write_bytes(b"1")
    (tmp_path / "sub/run").chmod(0o755)
    disk = Disk(tmp_path)
    assert disk.content("sub/run") == Content(b"1", executable=True)
    assert (disk.stands("sub/run"), disk.obstacle("sub/run")) == (True, None)
    for path in ("sub/other", "none/deep/other"):
        assert (disk.content(path), disk.stands(path), disk.obstacle(path)) == (None, False, None)


def test_what_goes_while_we_look_is_an_obstacle(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    disk = Disk(tmp_path)
    assert disk.stands("a")
    (tmp_path / "a").unlink()
    assert disk.content("a") is None
    obstacle = Obstacle("cannot be read: no such file or directory", above=True)
    assert disk.obstacle("a") == obstacle


def test_a_folder_that_goes_while_we_look_is_an_obstacle(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    disk = Disk(tmp_path)
    assert disk.stands("sub")
    (tmp_path / "sub").rmdir()
    found = disk.obstacle("sub/a")
    assert found is not None
    assert found.what.startswith("is in sub, which cannot be read: ")


def test_strangers_are_read_when_asked_for(tmp_path: Path) -> None:
    for path in ("ours", "b/mine", "mine"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())
    strangers = Disk(tmp_path).strangers(["ours"])
    assert list(strangers) == ["b/mine", "mine"]
    assert (len(strangers), strangers.sizes) == (2, {"b/mine": 6, "mine": 4})
    assert strangers["mine"] == Content(b"mine")
    assert "ours" not in strangers
    (tmp_path / "mine").unlink()
    assert strangers["mine"] == Content(b"")
