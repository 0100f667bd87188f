from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.objects import object_path, pack, read_object

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
