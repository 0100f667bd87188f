"""Check a folder before a change: what stands where, and what prevents the change.

Nothing is written here. Everything in the way is found before the first byte is written, and all
of it is reported at once.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.content import FileState
from quickscale_core.paths.folder_reader import Disk, Obstacle
from quickscale_core.paths.project_paths import record_path_error
from quickscale_core.paths.reading import read_file
from quickscale_core.writing.dotenv import DOTENV
from quickscale_core.writing.folder_effects import (
    WriteAccess,
    emptied_folders,
    missing_folders,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from quickscale_core.writing.disk_calls import Write

__all__ = ["Operation", "Preflight", "changed_meanwhile", "preflight", "signature"]

_OURS: Final = ".quickscale/"


@dataclass(frozen=True, slots=True)
class Operation:
    """One path to be written or taken away.

    Attributes:
        path: Relative to the folder.
        write: What is to stand there, or ``None``.
        mode: The permission bits it gets; ``None`` leaves them to the umask.
        before: What stands there now, or ``None``.
        seen: By what to tell whether that was touched since; see :func:`signature`.
    """

    path: str
    write: Write | None
    mode: int | None = None
    before: FileState | None = None
    seen: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Preflight:
    """What a change would do to a folder, and what is in the way.

    Attributes:
        operations: What is to be done; what is so already is left out. Files that go come first.
        made: Folders to be made, parents first, with their permission bits; ``None`` leaves these
            to the umask.
        emptied: Folders that will be empty, parents last, with their permission bits.
        obstacles: What is in the way, each a path and why.
        moved: Paths at which something else stands than was expected.
    """

    operations: tuple[Operation, ...]
    made: tuple[tuple[str, int | None], ...]
    emptied: tuple[tuple[str, int], ...]
    obstacles: tuple[str, ...]
    moved: tuple[str, ...]

    def check(self) -> None:
        """Refuse what cannot be done, all of it at once.

        Raises:
            QuickScaleError: Something is in the way, or not as it was expected.
        """
        problems = [changed_meanwhile(self.moved)] if self.moved else []
        if self.obstacles:
            problems.append(
                Problem(
                    what="something is in the way of this change",
                    where=self.obstacles,
                    fix="clear the way, then run the command again",
                )
            )
        if problems:
            raise QuickScaleError(*problems)


def signature(place: str) -> tuple[int, ...]:
    """Return what changes about a file when somebody writes it or puts another in its place."""
    return _signature(os.lstat(place))


def _signature(info: os.stat_result) -> tuple[int, ...]:
    return info.st_ino, info.st_size, info.st_mtime_ns


def changed_meanwhile(paths: Iterable[str]) -> Problem:
    """Return the problem of files that are not as they were when somebody looked at them."""
    return Problem(
        what="files have changed since this run looked at them",
        where=tuple(paths),
        fix="run the command again",
    )


def preflight(
    folder: Path,
    writes: Sequence[Write],
    removes: Iterable[str],
    expected: Mapping[str, FileState | None],
) -> Preflight:
    """Look at every path a change touches.

    Args:
        folder: The folder, absolute.
        writes: Files that are to stand there.
        removes: Files that are to go.
        expected: What was seen at each path, ``None`` for nothing. A path that is not named here
            must be free, except that what is in ``.quickscale`` is ours whatever it is, and that
            ``.env`` may hold what the new one begins with.

    Raises:
        OSError: The disk cannot be read.
    """
    by_path = {it.path: it for it in writes}
    gone = dict.fromkeys(it for it in removes if it not in by_path)
    disk = Disk(folder)
    emptied = emptied_folders(disk, gone, by_path)
    later = disk.without({*gone, *emptied})
    access = WriteAccess(disk, emptied)
    operations: list[Operation] = []
    obstacles: dict[str, None] = {}
    moved: list[str] = []
    for path in dict.fromkeys((*gone, *by_path, *expected)):
        write = by_path.get(path)
        touched = write is not None or path in gone
        found = _find(disk if path in gone else later, path)
        if isinstance(found, Obstacle):
            if touched:
                obstacles[f"{path} {found.what}"] = None
                continue
            found = None
        present = None if found is None else _Present(f"{folder}/{path}", found)
        if not _is_expected(path, write, present, expected):
            moved.append(path)
        elif touched and (operation := _operation(path, write, present)):
            operations.append(operation)
            obstacles.update(dict.fromkeys(access.refusals(path, found)))
    created = [it.path for it in operations if it.before is None]
    return Preflight(
        operations=tuple(operations),
        made=tuple((it, None) for it in missing_folders(disk, created)),
        emptied=tuple(emptied.items()),
        obstacles=tuple(sorted(obstacles)),
        moved=tuple(sorted(moved)),
    )


def _find(disk: Disk, path: str) -> os.stat_result | Obstacle | None:
    """Return the status of a file, what is in the way, or ``None`` for nothing."""
    error = record_path_error(path)
    return Obstacle(error) if error else disk.status(path)


class _Present:
    """A file that stands there; its bytes are read when they are asked for."""

    def __init__(self, place: str, info: os.stat_result) -> None:
        self._place = place
        self._sha256 = ""
        self.mode = stat.S_IMODE(info.st_mode)
        self.executable = bool(self.mode & 0o100)
        self.seen = _signature(info)

    @property
    def sha256(self) -> str:
        if not self._sha256:
            self._sha256 = sha256(read_file(self._place)).hexdigest()
        return self._sha256

    def equals(self, sha256: str, *, executable: bool) -> bool:
        """Return whether the file is one, as far as this system can tell."""
        return self.sha256 == sha256 and (self.executable == executable or os.name == "nt")


def _is_expected(
    path: str,
    write: Write | None,
    present: _Present | None,
    expected: Mapping[str, FileState | None],
) -> bool:
    if path in expected:
        seen = expected[path]
        if seen is None or present is None:
            return seen is None and present is None
        return present.equals(seen.sha256, executable=seen.executable)
    if present is None or path.startswith(_OURS):
        return True
    if path == DOTENV and write is not None:
        return sha256(write.stored[: present.seen[1]]).hexdigest() == present.sha256
    return False


def _operation(path: str, write: Write | None, present: _Present | None) -> Operation | None:
    """Return what is to be done at a path, or ``None`` where it is done already."""
    if present is None:
        return None if write is None else Operation(path, write)
    if write is None:
        before = FileState(present.sha256, present.mode)
        return Operation(path, None, None, before, present.seen)
    if write.packed:  # its name says what is in it
        return None
    executable = write.content.executable
    if present.equals(sha256(write.stored).hexdigest(), executable=executable):
        return None
    mode = present.mode
    if executable != present.executable:
        mode &= ~0o111
        mode |= (mode & 0o444) >> 2 if executable else 0  # whoever may read it may execute it
    return Operation(path, write, mode, FileState(present.sha256, present.mode), present.seen)
