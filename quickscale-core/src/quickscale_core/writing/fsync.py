"""Waits until what was written is on the disk, where a power cut does not reach it."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["sync_all", "sync_file", "sync_folder"]

_BINARY = getattr(os, "O_BINARY", 0)  # of Windows


def sync_file(path: str) -> None:
    """Wait until a file's bytes are on the disk.

    Raises:
        OSError: The disk refuses.
    """
    # Windows flushes only what is open for writing; elsewhere reading will do, and works where
    # the mode forbids writing.
    descriptor = os.open(path, (os.O_RDWR if os.name == "nt" else os.O_RDONLY) | _BINARY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: str | Path) -> None:
    """Wait until a folder's entries are on the disk, where the system can tell.

    Raises:
        OSError: The disk refuses.
    """
    if os.name == "nt":  # folders cannot be opened there, and renames are journaled
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network and FUSE file systems sync files only.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def sync_all(root: str, files: Iterable[str], folders: Iterable[str] = ()) -> None:
    """Wait until files' bytes and folders' entries are on the disk.

    On Linux that is one wait for the whole file system: waiting for each of a thousand files makes
    the file system finish its own journal a thousand times, which costs more than all the rest.

    Args:
        root: The folder they are in.
        files: Paths relative to it.
        folders: Paths relative to it; ``""`` is the root itself.

    Raises:
        OSError: The disk refuses.
    """
    if _sync_file_system(root):
        return
    for file in files:
        sync_file(f"{root}/{file}")
    for folder in folders:
        sync_folder(f"{root}/{folder}")


def _sync_file_system(path: str) -> bool:
    """Wait for the file system a folder is on (syncfs(2)); return whether this system can."""
    if sys.platform != "linux":
        return False
    try:
        import ctypes

        syncfs = ctypes.CDLL(None, use_errno=True).syncfs
    except (ImportError, OSError, AttributeError):
        return False
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if syncfs(descriptor) == 0:
            return True
        code = ctypes.get_errno()
    finally:
        os.close(descriptor)
    if code == errno.ENOSYS:  # some sandboxes know few system calls
        return False
    raise OSError(code, os.strerror(code), path)
