"""The project a command is given in: its folder and its lock, settled first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer
    from quickscale_core.lock import Lock

__all__ = ["locked_project"]


def locked_project(printer: Printer) -> tuple[Path, Lock]:
    """Return the project's folder and lock; what an interrupted run left is settled before.

    Raises:
        QuickScaleError: The folder is no project, or its lock cannot be read.
    """
    from quickscale_core.journal import recover  # noqa: PLC0415 - not to show help
    from quickscale_core.lock import LOCK_NAME, read_lock  # noqa: PLC0415

    folder = Path.cwd()
    if recovered := recover(folder):
        printer.note(f"An interrupted run was {recovered}")
    if not (folder / LOCK_NAME).is_file():
        raise QuickScaleError(
            Problem(
                what=f"{folder.name or folder} is no QuickScale project: it has no {LOCK_NAME}",
                fix="change to a project's folder, or make a project: quickscale init NAME",
            )
        )
    return folder, read_lock((folder / LOCK_NAME).read_bytes())
