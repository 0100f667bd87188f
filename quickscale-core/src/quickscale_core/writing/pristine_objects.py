"""Pristine bytes: what core wrote, kept so that a later update can merge three ways.

A file's content stands compressed under ``.quickscale/objects/<sha256>``. The name is made of the
content alone, so two branches that add the same file add the same object.

The compressed bytes are masked with a stream that the content's hash gives. Without that, git finds
an object that one update dropped alike to one that it added, takes that for a rename, and two
branches with two such updates conflict.
"""

from __future__ import annotations

import zlib
from hashlib import sha256 as hashed
from hashlib import shake_128
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.reading import read_inside

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["object_path", "pack", "read_object", "unpack"]

WINDOW_BITS: Final = 13
MEMORY_LEVEL: Final = 6
"""How far zlib looks back, and what it takes to do so. Half of the time its defaults take for a
project's files goes into memory that they hardly use; the objects grow by five per cent."""

LARGEST: Final = 2**28
"""How many bytes an object may come to. A clone's object of some MB could fill all memory."""


def object_path(sha256: str) -> str:
    """Return where the object of a content stands, relative to the project.

    Args:
        sha256: The content's SHA-256 in 64 hexadecimal digits.
    """
    return f".quickscale/objects/{sha256}"


def pack(data: bytes) -> bytes:
    """Return the bytes of the object that keeps a content: a zlib stream (RFC 1950), masked."""
    shrinking = zlib.compressobj(4, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL)
    return _masked(shrinking.compress(data) + shrinking.flush(), hashed(data).digest())


def unpack(packed: bytes, sha256: str) -> bytes:
    """Return the content that an object keeps.

    Args:
        packed: The object's bytes.
        sha256: The SHA-256 it has for a name.

    Raises:
        zlib.error: It is damaged; whether it is another content's, the caller has to look.
    """
    growing = zlib.decompressobj()
    data = growing.decompress(_masked(packed, bytes.fromhex(sha256)), LARGEST)
    if not growing.eof:
        raise zlib.error("the stream ends early, or holds more than any file of a project")
    return data


def read_object(folder: Path, sha256: str) -> bytes:
    """Return a content that was kept.

    Args:
        folder: The project's folder.
        sha256: The content's SHA-256 in 64 hexadecimal digits.

    Raises:
        QuickScaleError: The object is missing or damaged.
    """
    path = object_path(sha256)
    try:
        data = unpack(read_inside(str(folder), path), sha256)
    except FileNotFoundError:
        raise _lost(path, "is missing") from None
    except (OSError, zlib.error) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise _lost(path, f"cannot be read: {why}" if why else "is damaged") from error
    if hashed(data).hexdigest() != sha256:
        raise _lost(path, "is damaged")
    return data


def _masked(data: bytes, key: bytes) -> bytes:
    """Return bytes combined with a stream of their length; done twice it undoes itself."""
    stream = shake_128(key).digest(len(data))
    return (int.from_bytes(data) ^ int.from_bytes(stream)).to_bytes(len(data))


def _lost(path: str, what: str) -> QuickScaleError:
    return QuickScaleError(
        Problem(
            what=f"{path} {what}; it keeps what a file was before it was edited",
            fix="take it from version control again, or run: quickscale doctor",
        )
    )
