"""Carry out a change through the journal, and recover from one that was interrupted."""

from __future__ import annotations

import contextlib
import os
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
    leftovers,
)
from quickscale_core.writing.journal.manifest import JournalOutcome, Manifest, read_manifest
from quickscale_core.writing.journal.moves import move_into_place
from quickscale_core.writing.journal.steps import (
    clear,
    commit,
    drop_journal,
    finish,
    stage,
    take_back,
)
from quickscale_core.writing.journal.undo_record import JOURNAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quickscale_core.writing.preflight import Preflight

__all__ = ["change", "look_only", "recover"]


def change(
    folder: Path, look: Callable[[], Preflight | None], *, title: str, outcome: JournalOutcome
) -> None:
    """Look at a folder and do what is to be done in it: everything, or nothing.

    Args:
        folder: The folder, absolute.
        look: Says what is to be done; called once no other run is at work in the folder. ``None``
            is nothing at all.
        title: What the change is called.
        outcome: What becomes of the journal.

    Raises:
        QuickScaleError: The look found that it cannot be done, a file was changed meanwhile,
            another process is at work in the folder, or the disk refused; the folder is as it was.
    """
    try:
        with _locked(folder):
            if is_interrupted(folder):
                _recover(str(folder))
            found = look()
            if found is None:
                return
            found.check()
            if found.operations or outcome == "undo":
                _carry_out(str(folder), found, title, outcome)
    except OSError as error:
        raise reason(error, f"cannot write to {folder.name}", leftovers(folder)) from error


def look_only(folder: Path, look: Callable[[], object]) -> None:
    """Look at a folder as :func:`change` does, and write nothing.

    Args:
        folder: The folder, absolute.
        look: Called while no other run is at work in the folder.

    Raises:
        QuickScaleError: The look found a problem, the disk cannot be read, or another process is at
            work in the folder.
    """
    try:
        with _locked(folder):
            look()
    except OSError as error:
        raise reason(error, f"cannot read {folder.name}") from error


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
        with _locked(folder):
            return _recover(str(folder))
    except OSError as error:
        raise reason(error, f"cannot finish the interrupted change to {folder.name}") from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
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


def _carry_out(root: str, found: Preflight, title: str, outcome: JournalOutcome) -> None:
    """Do what a look at the folder found is to be done."""
    try:
        manifest = Manifest(
            title=title,
            outcome=outcome,
            entries=stage(root, found.operations),
            made=found.made,
            emptied=found.emptied,
        )
        commit(root, manifest)
    except BaseException:
        drop_journal(root)
        raise
    try:
        move_into_place(
            root, f"{root}/{JOURNAL}", manifest, {it.path: it.seen for it in found.operations}
        )
        finish(root, manifest)
    except BaseException:
        if present(f"{root}/{JOURNAL}/{COMMITTED}"):  # otherwise all is done but the clearing up
            take_back(root, manifest)
        raise


def _recover(root: str) -> Literal["finished", "undone"] | None:
    """Finish or undo what is in the journal, and clear up."""
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
                fix=f'remove it: rm "{journal}"',
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
