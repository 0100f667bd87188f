from __future__ import annotations

import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.writing import pristine_objects
from quickscale_core.writing.pristine_objects import object_path, pack, read_object

if TYPE_CHECKING:
    from pathlib import Path

DATA = b"as it was made\n"
DIGEST = sha256(DATA).hexdigest()


def keep(folder: Path, packed: bytes) -> None:
    place = folder / object_path(DIGEST)
    place.parent.mkdir(parents=True)
    place.write_bytes(packed)


def test_what_was_kept_is_read(tmp_path: Path) -> None:
    keep(tmp_path, pack(DATA))
    assert read_object(tmp_path, DIGEST) == DATA


def test_git_finds_no_likeness_between_objects(tmp_path: Path) -> None:
    """A similarity would be a rename, and two branches with other renames of one file conflict."""
    text = "".join(f"line {number}, whatever it says\n" for number in range(200)).encode()
    folders = [tmp_path / "before", tmp_path / "after"]
    for folder, data in zip(folders, (text, text + b"one more\n"), strict=True):
        folder.mkdir()
        (folder / sha256(data).hexdigest()).write_bytes(pack(data))
    named = map(str, folders)
    words = ["git", "diff", "--no-index", "--find-renames=10%", "--name-status", *named]
    told = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    assert sorted(line[0] for line in told.splitlines()) == ["A", "D"]


@pytest.mark.parametrize("packed", [b"", b"nonsense", pack(DATA)[:-3], pack(b"something else")])
def test_damage_is_told(tmp_path: Path, packed: bytes) -> None:
    keep(tmp_path, packed)
    with pytest.raises(
        QuickScaleError, match=rf"objects/{DIGEST} is damaged[^!]*quickscale doctor"
    ):
        read_object(tmp_path, DIGEST)


def test_loss_is_told(tmp_path: Path) -> None:
    with pytest.raises(QuickScaleError, match=r"is missing[^!]*quickscale doctor"):
        read_object(tmp_path, DIGEST)


def test_a_folder_is_no_object(tmp_path: Path) -> None:
    (tmp_path / object_path(DIGEST)).mkdir(parents=True)
    with pytest.raises(QuickScaleError, match=r"cannot be read: [^!]*quickscale doctor"):
        read_object(tmp_path, DIGEST)


def test_an_object_that_grows_beyond_every_file_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pristine_objects, "LARGEST", len(DATA) - 1)
    keep(tmp_path, pack(DATA))
    with pytest.raises(QuickScaleError, match="damaged"):
        read_object(tmp_path, DIGEST)
