"""The warning about files of the last change that git, or their owner, took back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.errors import Problem
from quickscale_core.record.lock import LOCK_NAME
from quickscale_core.writing.undo import taken_back

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.cli.output import Printer

__all__ = ["warn_of_taken_back"]


def warn_of_taken_back(printer: Printer, folder: Path) -> None:
    """Name the files of the last change that stand as before it, while its lock is in place.

    They count as edits of the owner's, so no plan brings back what the change did to them.
    """
    found = taken_back(folder, LOCK_NAME)
    if found is None:
        return
    many = len(found.paths) > 1
    subject = f"{len(found.paths)} files are as they were" if many else "1 file is as it was"
    printer.warning(
        Problem(
            what=f'{subject} before "{found.title}", while quickscale.lock is as it is after it',
            where=found.paths,
            fix="take back the rest and repeat it: quickscale undo  (or leave it so, as your edit)",
        )
    )
