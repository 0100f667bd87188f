"""Close a journal: it becomes the undo record or is removed, in one rename.

A change that leaves the one before undoable takes its record into the journal as ``former``, and so
into its own record; undoing the later change brings that record out again. Each step can be told
from what stands where, so that it is not done twice.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from quickscale_core.writing.disk_state import is_folder, present

if TYPE_CHECKING:
    from quickscale_core.writing.journal.manifest import JournalOutcome

__all__ = [
    "DROPPED",
    "FORMER_RECORD",
    "JOURNAL",
    "LOCAL",
    "UNDO_RECORD",
    "close_journal",
    "drop",
    "put_record_back",
]

LOCAL: Final = ".quickscale/local"
"""What is about this copy of a project alone."""

JOURNAL: Final = f"{LOCAL}/journal"
"""Where a change is prepared and carried out from."""

UNDO_RECORD: Final = f"{LOCAL}/undo"
"""Where the journal of the last change stays, so that the change can be undone."""

FORMER_RECORD: Final = "former"
"""Where a record keeps the one of the change before it, if that can be undone after it."""

DROPPED: Final = "dropped-"
"""What the name of a folder begins with that is of no use any more."""


def close_journal(root: str, outcome: JournalOutcome) -> None:
    """Let the journal of a change become what its outcome says, whose files are all in place.

    Args:
        root: The project's folder.
        outcome: What becomes of the journal.

    Raises:
        OSError: The disk refused; :func:`put_record_back` brings the former record back.
    """
    journal, record = f"{root}/{JOURNAL}", f"{root}/{UNDO_RECORD}"
    former, dropped = f"{journal}/{FORMER_RECORD}", None
    if present(record) and not is_folder(record):  # a link would lead out of the project
        drop(root, record)
    try:
        if outcome in {"above", "undo"} and present(record) and not present(former):
            os.rename(record, former)
        if outcome == "record" and present(record):
            dropped = drop(root, record)
        if outcome in {"above", "record"}:
            os.rename(journal, record)
            return
        if is_folder(former) and is_folder(f"{former}/{FORMER_RECORD}"):
            os.rename(f"{former}/{FORMER_RECORD}", record)
        drop(root, journal)
    except BaseException:
        if dropped is not None and not present(record):
            os.rename(dropped, record)
        raise


def put_record_back(root: str) -> None:
    """Let the record of the change before be again what it was when this change began."""
    former, record = f"{root}/{JOURNAL}/{FORMER_RECORD}", f"{root}/{UNDO_RECORD}"
    if is_folder(former):
        if present(record):
            os.rename(record, f"{former}/{FORMER_RECORD}")
        os.rename(former, record)


def drop(root: str, folder: str) -> str:
    """Take a folder out of use in one step; the next clearing up removes it."""
    dropped = f"{root}/{LOCAL}/{DROPPED}{os.urandom(4).hex()}"
    os.rename(folder, dropped)
    return dropped
