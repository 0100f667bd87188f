"""What an interrupted run left in a folder, as far as can be told without changing anything."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem
from quickscale_core.paths.reading import read_file
from quickscale_core.writing.disk_calls import lock_folder
from quickscale_core.writing.disk_state import is_folder, present
from quickscale_core.writing.journal.manifest import parse_manifest
from quickscale_core.writing.journal.undo_record import DROPPED, JOURNAL, LOCAL

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COMMITTED", "UNDOING", "at_work", "interrupted", "is_interrupted", "leftovers"]

COMMITTED: Final = "journal.json"
"""The journal's manifest from when the change counts as made."""

UNDOING: Final = "undoing.json"
"""The same once the change is being taken back."""


def is_interrupted(folder: Path) -> bool:
    """Return whether a run left something for :func:`~.recovery.recover` to finish or undo."""
    root = str(folder)
    if not is_folder(f"{root}/.quickscale"):  # a link would lead out of the folder
        return False
    if not is_folder(f"{root}/{LOCAL}"):
        return not os.listdir(f"{root}/.quickscale")
    names = os.listdir(f"{root}/{LOCAL}")
    return not names or any(it == "journal" or it.startswith(DROPPED) for it in names)


def interrupted(folder: Path) -> Problem | None:
    """Return the problem of a run that has to be finished or undone; write nothing.

    Args:
        folder: The project's folder, absolute.
    """
    root = str(folder)
    if not all(is_folder(f"{root}/{it}") for it in (".quickscale", LOCAL)):
        return None
    found = [it for it in (UNDOING, COMMITTED) if present(f"{root}/{JOURNAL}/{it}")]
    if not found:
        return None
    if _is_locked(folder):
        return at_work(folder)
    title = ""
    with contextlib.suppress(OSError):
        if is_folder(f"{root}/{JOURNAL}"):
            manifest = parse_manifest(read_file(f"{root}/{JOURNAL}/{found[0]}"))
            title = f' "{manifest.title}"' if manifest else ""
    return Problem(
        what=f"the run{title} in {folder.name} was interrupted, and has to be finished or undone",
        where=(f"its journal: {folder / JOURNAL}",),
        fix="quickscale doctor --yes  (any other command that writes does it first, too)",
    )


def at_work(folder: Path) -> Problem:
    """Return the problem of a folder that another run is changing now."""
    return Problem(
        what=f"another quickscale is at work in {folder.name}",
        fix="wait until it is done, then repeat the command",
    )


def _is_locked(folder: Path) -> bool:
    """Return whether another process holds a folder's lock; where locks are unknown, none does."""
    with contextlib.suppress(OSError):
        held = lock_folder(folder)
        if held is None:
            return True
        os.close(held)
    return False


def leftovers(folder: Path) -> list[str]:
    """Return a line for what an error could not clean up, where there is something."""
    place = folder / JOURNAL
    left = os.path.lexists(place)
    return (
        [f"left behind: {place}  (the next command that writes finishes or undoes it)"]
        if left
        else []
    )
