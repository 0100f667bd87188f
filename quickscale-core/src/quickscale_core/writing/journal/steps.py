"""The steps of a journal: stage, commit, finish, or take back. :mod:`.change` says when."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from hashlib import sha256
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.content import FileState
from quickscale_core.writing.disk_calls import make_folders, write_file
from quickscale_core.writing.disk_state import is_folder, present
from quickscale_core.writing.dotenv import DOTENV
from quickscale_core.writing.fsync import sync_all, sync_file, sync_folder
from quickscale_core.writing.journal.checks import in_the_way
from quickscale_core.writing.journal.interrupted_runs import COMMITTED, UNDOING
from quickscale_core.writing.journal.manifest import Entry, Manifest, format_manifest
from quickscale_core.writing.journal.moves import move_back
from quickscale_core.writing.journal.undo_record import (
    DROPPED,
    JOURNAL,
    LOCAL,
    UNDO_RECORD,
    close_journal,
    drop,
    put_record_back,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quickscale_core.writing.preflight import Operation

__all__ = ["clear", "commit", "drop_journal", "finish", "stage", "take_back"]


def stage(root: str, operations: Sequence[Operation]) -> tuple[Entry, ...]:
    """Write every new file into the journal."""
    journal = f"{root}/{JOURNAL}"
    make_folders(root, [JOURNAL])
    os.mkdir(journal, 0o700)  # it holds what a project keeps from others, such as .env
    entries, staged = [], []
    for number, it in enumerate(operations):
        after = None
        if it.write is not None:
            new, content = f"{number}.new", it.write.stored
            write_file(f"{journal}/{new}", content, it.write.mode)
            if it.mode is not None:
                os.chmod(f"{journal}/{new}", it.mode)
            mode = stat.S_IMODE(os.lstat(f"{journal}/{new}").st_mode)
            after = FileState(sha256(content).hexdigest(), mode)
            staged.append(f"{JOURNAL}/{new}")
        entries.append(Entry(it.path, it.before, after))
    sync_all(root, staged, [LOCAL, ".quickscale", ""])
    return tuple(entries)


def commit(root: str, manifest: Manifest) -> None:
    """Put the manifest into the journal, in one step."""
    journal = f"{root}/{JOURNAL}"
    write_file(f"{journal}/next", format_manifest(manifest), 0o666)
    sync_file(f"{journal}/next")
    os.rename(f"{journal}/next", f"{journal}/{COMMITTED}")
    sync_folder(journal)


def finish(root: str, manifest: Manifest) -> None:
    """Close the journal of a change whose files are all in place."""
    close_journal(root, manifest.outcome)
    # All is done; what fails from here on is for the next run to clear up.
    for number, entry in enumerate(manifest.entries):
        if entry.path == DOTENV and manifest.outcome in {"above", "record"}:
            with contextlib.suppress(OSError):
                os.unlink(f"{root}/{UNDO_RECORD}/{number}.old")
    with contextlib.suppress(OSError):
        sync_folder(f"{root}/{LOCAL}")
    clear(root)


def take_back(root: str, manifest: Manifest) -> None:
    """Undo a change as far as it went. A failure here leaves the journal to the next command."""
    journal = f"{root}/{JOURNAL}"
    begun = present(f"{journal}/{UNDOING}")
    _check_way_back(root, in_the_way(root, journal, manifest, begun=begun))
    if not begun:
        os.rename(f"{journal}/{COMMITTED}", f"{journal}/{UNDOING}")
        sync_folder(journal)
    move_back(root, journal, manifest)
    _check_way_back(root, in_the_way(root, journal, manifest, begun=True, ended=True))
    put_record_back(root)
    drop_journal(root)


def _check_way_back(root: str, paths: Sequence[str]) -> None:
    """Refuse to take a change back over what somebody did since."""
    if paths:
        raise QuickScaleError(
            Problem(
                what="an interrupted run can be neither finished nor undone: files that it changed"
                " were changed again",
                where=tuple(paths),
                fix="move these away, and run the command again: what stood there before the run"
                f" is put back, from {root}/{JOURNAL}",
            )
        )


def drop_journal(root: str) -> None:
    """Remove the journal, in one step, and clear up."""
    if present(f"{root}/{JOURNAL}"):
        drop(root, f"{root}/{JOURNAL}")
    clear(root)


def clear(root: str) -> None:
    """Remove what was dropped, and the folders it stood in unless they hold something."""
    with contextlib.suppress(OSError):
        for name in os.listdir(f"{root}/{LOCAL}"):
            dropped = f"{root}/{LOCAL}/{name}"
            if name.startswith(DROPPED) and is_folder(dropped):
                shutil.rmtree(dropped, ignore_errors=True)
            elif name.startswith(DROPPED):  # a link, which is not followed
                os.unlink(dropped)
    for folder in (LOCAL, ".quickscale"):
        with contextlib.suppress(OSError):
            os.rmdir(f"{root}/{folder}")
