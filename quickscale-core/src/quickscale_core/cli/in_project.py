"""The project that a command reads: its folder and its lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.cli.output import Printer
    from quickscale_core.record.lock import Lock

__all__ = ["locked_project"]


def locked_project(printer: Printer) -> tuple[Path, Lock]:
    """Return the folder and the lock of the project that the current folder is in.

    Raises:
        QuickScaleError: There is none, or nothing was made yet; an interrupted run waits; or the
            lock cannot be read.
    """
    from quickscale_core.cli.change import find_here
    from quickscale_core.record.lock import LOCK_NAME, read_lock
    from quickscale_core.record.project_on_disk import read_own

    folder = find_here(printer, writes=False)
    data = read_own(folder, LOCK_NAME)
    if data is None:
        fix = "make it first: quickscale apply"
        if (folder / ".quickscale").is_dir():
            fix = "take it from version control again, or run: quickscale doctor"
        raise QuickScaleError(Problem(what=f"{folder.name} has no {LOCK_NAME}", fix=fix))
    return folder, read_lock(data)
