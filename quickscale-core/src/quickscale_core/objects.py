"""Pristine bytes: what core wrote, kept so that a later update can merge three ways.

A file's content stands compressed under ``.quickscale/objects/<sha256>``. The name is made of the
content alone, so two branches that add the same file add the same object.
"""

from __future__ import annotations

import zlib

__all__ = ["object_path", "pack"]


def object_path(sha256: str) -> str:
    """Return where the object of a content stands, relative to the project.

    Args:
        sha256: The content's SHA-256 in 64 hexadecimal digits.
    """
    return f".quickscale/objects/{sha256}"


def pack(data: bytes) -> bytes:
    """Return the bytes of the object that keeps a content: a zlib stream (RFC 1950)."""
    return zlib.compress(data, 6)
