"""Read files of a folder that may be somebody else's, following no link."""

from __future__ import annotations

import errno
import os
import stat
from typing import Final

from quickscale_core.paths.project_paths import parents_of

__all__ = ["read_file", "read_inside"]

_CHUNK: Final = 1024 * 1024
# Opening a pipe would wait until another process writes to it. Windows has neither flag.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


def read_file(path: str) -> bytes:
    """Return a file's bytes; a link is not followed, and nothing but a file is read.

    Raises:
        OSError: It is not there, is a link or no file, or the disk refuses.
    """
    descriptor = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
        parts = []
        while part := os.read(descriptor, _CHUNK):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def read_inside(root: str, path: str) -> bytes:
    """Return the bytes of a file below a folder, where no link leads out of that.

    Args:
        root: The folder, absolute.
        path: The file's path, relative to it.

    Raises:
        OSError: It is not there, it or a folder above it is a link, or the disk refuses.
    """
    for above in parents_of(path):
        if stat.S_ISLNK(os.lstat(f"{root}/{above}").st_mode):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), f"{root}/{above}")
    return read_file(f"{root}/{path}")
