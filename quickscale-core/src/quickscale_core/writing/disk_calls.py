"""Calls that write to the disk; only ``apply`` and the ``journal`` package use them on a project.

Every function calls ``os`` directly, one system call after the other, so that each can be made to
fail in a test.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.project_paths import parents_of
from quickscale_core.writing.disk_state import is_folder
from quickscale_core.writing.fsync import sync_file
from quickscale_core.writing.pristine_objects import pack

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from quickscale_core.paths.content import Content

__all__ = [
    "Write",
    "lock_folder",
    "make_folders",
    "reason",
    "replace_file",
    "write_file",
]


@dataclass(frozen=True, slots=True)
class Write:
    """A file to be written.

    Attributes:
        path: Relative to the project, with ``/`` between its parts.
        content: Its bytes, and whether it is executable.
        secret: Whether nobody but its owner may read it.
        packed: Whether the bytes are written compressed, as a pristine object's are.
    """

    path: str
    content: Content
    secret: bool = False
    packed: bool = False

    @property
    def mode(self) -> int:
        """The permission bits, from which the user's umask is taken."""
        return 0o600 if self.secret else self.content.mode

    @property
    def stored(self) -> bytes:
        """The bytes as they are written.

        They are compressed when they are asked for: all of a project's objects at once would need
        half as much memory as the project itself.
        """
        return pack(self.content.data) if self.packed else self.content.data


def write_file(path: str, data: bytes, mode: int) -> None:
    """Make a file that does not exist and write its bytes; see :func:`sync_all`.

    Raises:
        OSError: It exists, or the disk refuses.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write CRLF otherwise


def make_folders(root: str, paths: Iterable[str]) -> list[str]:
    """Make the folders that hold some files.

    Args:
        root: The project's folder.
        paths: The files, relative to it.

    Returns:
        The folders made, relative to ``root``, parents first.

    Raises:
        OSError: The disk refuses, or something that is not a folder (a link to one included) stands
            where a folder must be.
    """
    wanted: dict[str, None] = {}
    for direct in dict.fromkeys(path.rpartition("/")[0] for path in paths):
        parts = direct.split("/") if direct else []
        for depth in range(1, len(parts) + 1):
            wanted.setdefault("/".join(parts[:depth]))
    made = []
    for folder in wanted:
        place = os.path.join(root, folder)
        try:
            os.mkdir(place)
        except FileExistsError:
            if not stat.S_ISDIR(os.lstat(place).st_mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), place) from None
        else:
            made.append(folder)
    return made


def replace_file(folder: Path, path: str, data: bytes) -> None:
    """Put new bytes into a file in one step: a reader sees the old ones or the new ones.

    Args:
        folder: A project's folder.
        path: The file's path, relative to it.
        data: The bytes.

    Raises:
        OSError: A folder above it is a link or none, or the disk refuses; the file is as it was.
    """
    for above in parents_of(path):
        if not is_folder(f"{folder}/{above}"):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), f"{folder}/{above}")
    place = f"{folder}/{path}"
    beside = f"{place}.{os.getpid()}"
    try:
        write_file(beside, data, 0o666)
        sync_file(beside)
        os.replace(beside, place)
    except BaseException:
        if os.path.lexists(beside):
            os.unlink(beside)
        raise


def lock_folder(folder: Path, *, wait: bool = False) -> int | None:
    """Mark a folder as being worked in, for as long as this process lives.

    Args:
        folder: The folder; nothing in it changes.
        wait: Whether to wait for a process that holds the lock.

    Returns:
        A descriptor to close when done, or ``None`` where another process holds the lock.

    Raises:
        OSError: The folder cannot be opened, or its file system knows no such marks.
    """
    if fcntl is None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(folder))
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space, then repeat the command"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, then repeat the command"),
    errno.EACCES: ("permission denied", "choose a folder you may write to"),
    errno.EPERM: ("permission denied", "choose a folder you may write to"),
    errno.EROFS: ("the file system is read-only", "choose a folder you may write to"),
    errno.EIO: ("the disk reports an input/output error", "check the disk"),
    errno.ENAMETOOLONG: ("the path is too long", "choose a shorter name or another folder"),
}


def reason(error: OSError, doing: str, where: Iterable[str] = ()) -> QuickScaleError:
    """Return the error of a disk that refused, as one sentence.

    Args:
        error: What the system said.
        doing: What was being done, as the beginning of the sentence: ``cannot create acme``.
        where: More lines, such as what was left behind.
    """
    why, fix = _REASONS.get(
        error.errno or 0, (os.strerror(error.errno).lower() if error.errno else str(error), "")
    )
    return QuickScaleError(Problem(what=f"{doing}: {why}", where=tuple(where), fix=fix))
