"""Finish or undo what an interrupted run left in a folder."""

from __future__ import annotations

import contextlib
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.trust import check_untracked
from quickscale_core.writing.disk_calls import lock_folder, reason
from quickscale_core.writing.disk_state import is_folder, present
from quickscale_core.writing.journal.checks import is_as_left
from quickscale_core.writing.journal.interrupted_runs import (
    COMMITTED,
    UNDOING,
    at_work,
    is_interrupted,
)
from quickscale_core.writing.journal.manifest import read_manifest
from quickscale_core.writing.journal.moves import move_into_place
from quickscale_core.writing.journal.steps import clear, drop_journal, finish, take_back
from quickscale_core.writing.journal.undo_record import JOURNAL

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["locked", "recover", "recover_locked"]


def recover(folder: Path) -> Literal["finished", "undone"] | None:
    """Finish or undo what an interrupted run left in a folder.

    It is finished where every file stands as the run left it, and undone where one does not.

    Returns:
        What was done, or ``None`` where there was nothing to do.

    Raises:
        QuickScaleError: Files were changed so that it can be neither, all of them; git tracks the
            journal; the disk refused; or another process is at work in the folder.
    """
    try:
        if not is_interrupted(folder):
            return None
        with locked(folder):
            return recover_locked(str(folder))
    except OSError as error:
        raise reason(error, f"cannot finish the interrupted change to {folder.name}") from error


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock a folder; where the system knows no locks, go on without."""
    held = None
    with contextlib.suppress(OSError):
        held = lock_folder(folder)
        if held is None:
            raise QuickScaleError(at_work(folder))
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def recover_locked(root: str) -> Literal["finished", "undone"] | None:
    """Finish or undo what is in the journal of a folder that is locked, and clear up."""
    journal = f"{root}/{JOURNAL}"
    if not present(journal):
        clear(root)
        return None
    check_untracked(Path(root))
    if not is_folder(journal):
        raise QuickScaleError(
            Problem(
                what=f"{JOURNAL} is not a folder",
                where=(journal,),
                fix=f"remove it: rm {shlex.quote(journal)}",
            )
        )
    if present(f"{journal}/{UNDOING}"):
        take_back(root, read_manifest(f"{journal}/{UNDOING}"))
    elif present(f"{journal}/{COMMITTED}"):
        manifest = read_manifest(f"{journal}/{COMMITTED}")
        if is_as_left(root, journal, manifest):
            move_into_place(root, journal, manifest, {})
            finish(root, manifest)
            return "finished"
        take_back(root, manifest)
    else:
        drop_journal(root)
    return "undone"
