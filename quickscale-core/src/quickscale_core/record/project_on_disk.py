"""A project on the disk: its folder, its lock and its ``quickscale.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.file_names import FILE_NAME
from quickscale_core.paths.reading import read_file
from quickscale_core.paths.trust import check_owner
from quickscale_core.record.lock import LOCK_NAME, Lock, read_lock

if TYPE_CHECKING:
    from quickscale_core.record.lock import LockedPlugin

__all__ = [
    "OBJECTS",
    "ExistingProject",
    "find_project",
    "is_project",
    "open_project",
    "read_own",
    "records_missing",
]

OBJECTS = ".quickscale/objects"
"""Where a project that was made keeps how its files were made."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExistingProject:
    """The records of a project's folder.

    Attributes:
        folder: The project's folder, absolute.
        yml: The text of its ``quickscale.yml``, line ends as they are.
        lock: What was made, or ``None`` where only ``quickscale.yml`` is there yet.
        lock_data: The bytes of the lock, empty where there is none.
    """

    folder: Path
    yml: str
    lock: Lock | None
    lock_data: bytes = b""

    @property
    def plugins(self) -> dict[str, LockedPlugin]:
        """The plugins the project was made with, by name."""
        return {it.name: it for it in self.lock.plugins} if self.lock else {}


def is_project(folder: Path) -> bool:
    """Return whether a folder is a project or is to become one."""
    return (folder / LOCK_NAME).is_file() or (folder / FILE_NAME).is_file()


def find_project(start: Path) -> Path:
    """Return the nearest folder, from here upwards, that is a project or is to become one.

    Raises:
        QuickScaleError: There is none, or it is another user's.
    """
    for folder in (start, *start.parents):
        if is_project(folder):
            check_owner(folder)
            return folder
    for folder in (start, *start.parents):
        if (folder / OBJECTS).is_dir():
            raise QuickScaleError(records_missing(folder, f"{LOCK_NAME} {FILE_NAME}"))
    raise QuickScaleError(
        Problem(
            what=f"{start.name or start} is not a QuickScale project: it has no {LOCK_NAME}"
            f" and no {FILE_NAME}",
            fix="change to a project's folder, or make a project: quickscale init NAME",
        )
    )


def records_missing(folder: Path, names: str = LOCK_NAME) -> Problem:
    """Return the problem of a project that was made, and whose records are gone.

    Args:
        folder: The project's folder.
        names: The missing files, with a space between them.
    """
    doctor = ", or run: quickscale doctor" if names == LOCK_NAME else ""
    return Problem(
        what=f"{folder.name} has no {names.replace(' ', ' and no ')}, but was made by quickscale",
        where=(f"{folder / OBJECTS} is there",),
        fix=f"take it from version control again: git checkout HEAD -- {names}{doctor}",
    )


def open_project(folder: Path) -> ExistingProject:
    """Read the records of a project's folder.

    Args:
        folder: What :func:`find_project` returned.

    Raises:
        QuickScaleError: Lock or ``quickscale.yml`` cannot be read.
    """
    data = read_own(folder, LOCK_NAME)
    return ExistingProject(
        folder=folder,
        yml=_read_text(folder),
        lock=None if data is None else read_lock(data),
        lock_data=data or b"",
    )


def read_own(folder: Path, name: str) -> bytes | None:
    """Return the bytes of ``quickscale.lock`` or ``quickscale.yml``, or ``None`` without one.

    Args:
        folder: The project's folder.
        name: The file's name.

    Raises:
        QuickScaleError: It is a link, which could lead out of the project, or cannot be read.
    """
    place = folder / name
    if place.is_symlink():
        raise QuickScaleError(
            Problem(
                what=f"{name} of {folder.name} is a link, and links are not followed",
                where=(str(place),),
                fix="put the file itself there",
            )
        )
    try:
        return read_file(str(place))
    except FileNotFoundError:
        return None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise QuickScaleError(
            Problem(what=f"{name} of {folder.name} cannot be read: {why}")
        ) from error


def _read_text(folder: Path) -> str:
    # a run that finds nothing to do needs no parser
    from quickscale_core.project_file.reading import decode_yml

    data = read_own(folder, FILE_NAME)
    if data is None:
        raise QuickScaleError(
            Problem(
                what=f"{folder.name} has no {FILE_NAME}",
                fix=f"take it from version control again: git checkout -- {FILE_NAME}",
            )
        )
    return decode_yml(data)
