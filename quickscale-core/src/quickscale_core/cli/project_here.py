"""The project that the current folder is in: its folder, its records, its lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer
    from quickscale_core.record.lock import Lock
    from quickscale_core.record.project_on_disk import ExistingProject

__all__ = ["find_here", "last_title", "locked_project", "open_here"]


def find_here(printer: Printer, folder: Path | None = None, *, writes: bool) -> Path:
    """Return the project's folder.

    A command that writes finishes or undoes what an interrupted run left. A command that only reads
    is refused then, since it would report half a change.

    Args:
        printer: Says what became of the interrupted run.
        folder: The folder to look from, upwards; by default the current one.
        writes: Whether the command may write.

    Raises:
        QuickScaleError: There is none, it is another user's, or an interrupted run waits.
    """
    from quickscale_core.record.project_on_disk import find_project
    from quickscale_core.writing.journal.interrupted_runs import interrupted
    from quickscale_core.writing.journal.recovery import recover

    found = find_project(folder or Path.cwd())
    if not writes:
        if waiting := interrupted(found):
            raise QuickScaleError(waiting)
    elif recovered := recover(found):
        printer.note(f"An interrupted run was {recovered}")
    return found


def open_here(printer: Printer, folder: Path | None = None, *, writes: bool) -> ExistingProject:
    """Return the project in a folder; see :func:`find_here`.

    Raises:
        QuickScaleError: There is none, or it cannot be read.
    """
    from quickscale_core.record.project_on_disk import open_project

    return open_project(find_here(printer, folder, writes=writes))


def last_title(folder: Path) -> str:
    """Return what the last change of a project is called, or nothing where that is not kept.

    Whoever repeats a command that was killed at its end meets what it did, which is no mistake.
    """
    from quickscale_core.writing.undo import last_change

    try:
        record = last_change(folder)
    except QuickScaleError:
        return ""
    return record.title if record else ""


def locked_project(printer: Printer) -> tuple[Path, Lock]:
    """Return the folder and the lock of the project that the current folder is in.

    Raises:
        QuickScaleError: There is none, or nothing was made yet; an interrupted run waits; or the
            lock cannot be read.
    """
    from quickscale_core.record.lock import LOCK_NAME, read_lock
    from quickscale_core.record.project_on_disk import OBJECTS, read_own, records_missing

    folder = find_here(printer, writes=False)
    data = read_own(folder, LOCK_NAME)
    if data is None:
        if (folder / OBJECTS).is_dir():
            raise QuickScaleError(records_missing(folder))
        fix = "make it first: quickscale apply"
        raise QuickScaleError(Problem(what=f"{folder.name} has no {LOCK_NAME}", fix=fix))
    return folder, read_lock(data)
