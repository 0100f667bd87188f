"""Carry out a change through the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.writing.disk_calls import reason
from quickscale_core.writing.disk_state import present
from quickscale_core.writing.journal.interrupted_runs import COMMITTED, is_interrupted, leftovers
from quickscale_core.writing.journal.manifest import JournalOutcome, Manifest
from quickscale_core.writing.journal.moves import move_into_place
from quickscale_core.writing.journal.recovery import locked, recover_locked
from quickscale_core.writing.journal.steps import commit, drop_journal, finish, stage, take_back
from quickscale_core.writing.journal.undo_record import JOURNAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quickscale_core.writing.preflight import Preflight

__all__ = ["change", "look_only"]


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
        with locked(folder):
            if is_interrupted(folder):
                recover_locked(str(folder))
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
        with locked(folder):
            look()
    except OSError as error:
        raise reason(error, f"cannot read {folder.name}") from error


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
