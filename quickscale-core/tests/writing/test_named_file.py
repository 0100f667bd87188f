"""A file that the command line names is written by itself, and never over anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.writing.named_file import write_named_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/.bashrc").write_text("export A=1\n")
    return folder


def keep(out: Path, folder: Path) -> None:
    write_named_file(out, b"new", folder=folder, replaceable=lambda data: data == b"old")


def test_it_is_made_and_replaces_what_an_earlier_run_wrote(folder: Path) -> None:
    for before in (None, b"", b"old"):
        out = folder / "change.json"
        if before is not None:
            out.write_bytes(before)
        keep(out, folder)
        assert out.read_bytes() == b"new"
        assert [it.name for it in folder.iterdir()] == ["change.json"]


def test_nothing_is_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    (folder / "change.json").symlink_to("../outside/.bashrc")
    (folder / "plans").symlink_to("../outside")
    for out in (folder / "change.json", folder / "plans/.bashrc", folder / "plans/new"):
        with pytest.raises(QuickScaleError):
            keep(out, folder)
    assert [it.name for it in (tmp_path / "outside").iterdir()] == [".bashrc"]
    assert (tmp_path / "outside/.bashrc").read_text() == "export A=1\n"


def test_other_files_and_repositories_stay(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git/config").write_bytes(b"old")
    (folder / "quickscale.lock").write_text("schema 1\n")
    for name in (".git/config", ".git/new", "quickscale.lock"):
        with pytest.raises(QuickScaleError):
            keep(folder / name, folder)
    assert (folder / ".git/config").read_bytes() == b"old"
    assert (folder / "quickscale.lock").read_text() == "schema 1\n"


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(QuickScaleError, match="cannot be written"):
        keep(folder / "nowhere/change.json", folder)
