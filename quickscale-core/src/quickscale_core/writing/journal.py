"""Changes a folder so that all of it happens or none, even across a power cut.

Every new file is first written into ``.quickscale/local/journal`` as ``N.new``. Then
``journal.json``, which names what happens to each path, is put there in one step: from that moment
the change counts as made, and what is left is renaming. What stood at a path is kept as ``N.old``.

A process that dies before that step leaves files nobody reads, which :func:`recover` removes; one
that dies later leaves renames to do, which :func:`recover` does. A change that is taken back has
its ``journal.json`` renamed to ``undoing.json`` first, so that taking it back can be finished too.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.writing.disk_calls import (
    claim,
    is_folder,
    make_folders,
    present,
    read_file,
    reason,
    write_file,
)
from quickscale_core.writing.dotenv import DOTENV
from quickscale_core.writing.fsync import sync_all, sync_file, sync_folder
from quickscale_core.writing.journal_moves import can_be_finished, place, take_back
from quickscale_core.writing.manifest import (
    Ending,
    Entry,
    FileState,
    Manifest,
    format_manifest,
    parse_manifest,
)
from quickscale_core.writing.undo_record import (
    DROPPED,
    JOURNAL,
    LOCAL,
    UNDO_RECORD,
    close_journal,
    drop,
    put_record_back,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from quickscale_core.writing.preflight import Operation, Survey

__all__ = ["change", "is_unsettled", "read_manifest", "recover"]

_MANIFEST: Final = "journal.json"
_UNDOING: Final = "undoing.json"


def change(folder: Path, look: Callable[[], Survey | None], *, title: str, ending: Ending) -> None:
    """Look at a folder and do what is to be done in it: everything, or nothing.

    Args:
        folder: The folder, absolute.
        look: Says what is to be done; called once no other run is at work in the folder. ``None``
            is nothing at all.
        title: What the change is called.
        ending: What becomes of the journal.

    Raises:
        QuickScaleError: The look found that it cannot be done, a file was changed meanwhile,
            another process is at work in the folder, or the disk refused; the folder is as it was.
    """
    try:
        with _held(folder):
            if is_unsettled(folder):
                _settle(str(folder))
            found = look()
            if found is None:
                return
            found.check()
            if found.operations or ending == "undo":
                _carry_out(str(folder), found, title, ending)
    except OSError as error:
        raise reason(error, f"cannot write to {folder.name}", _leftovers(folder)) from error


def is_unsettled(folder: Path) -> bool:
    """Tell whether a run left something for :func:`recover`, as far as can be seen from outside."""
    root = str(folder)
    if not is_folder(f"{root}/.quickscale"):  # a link would lead out of the folder
        return False
    if not is_folder(f"{root}/{LOCAL}"):
        return not os.listdir(f"{root}/.quickscale")
    names = os.listdir(f"{root}/{LOCAL}")
    return not names or any(it == "journal" or it.startswith(DROPPED) for it in names)


def recover(folder: Path) -> Literal["finished", "undone"] | None:
    """Finish or undo what an interrupted run left in a folder.

    It is finished, unless somebody has since changed a file that was still to be changed: then it
    is undone, and that file stays as it is.

    Returns:
        What was done, or ``None`` where there was nothing to do.

    Raises:
        QuickScaleError: The disk refused, or another process is at work in the folder.
    """
    try:
        if not is_unsettled(folder):
            return None
        with _held(folder):
            return _settle(str(folder))
    except OSError as error:
        raise reason(error, f"cannot finish the interrupted change to {folder.name}") from error


def _leftovers(folder: Path) -> list[str]:
    """Say what an error could not clean up."""
    place = folder / JOURNAL
    left = os.path.lexists(place)
    return [f"left behind: {place}  (the next command settles it)"] if left else []


def read_manifest(place: str) -> Manifest:
    """Read what a journal or an undo record says.

    Raises:
        OSError: It cannot be read.
        QuickScaleError: It is none of ours.
    """
    if manifest := parse_manifest(read_file(place)):
        return manifest
    shown = "/".join(place.split("/")[-4:])
    raise QuickScaleError(
        Problem(
            what=f"{shown} was not written by this quickscale",
            where=(place,),
            fix=f'if the folder is yours, remove it: rm -r "{os.path.dirname(place)}"',
        )
    )


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Claim a folder; where the system knows no claims, go on without."""
    held = None
    with contextlib.suppress(OSError):
        held = claim(folder)
        if held is None:
            raise QuickScaleError(
                Problem(
                    what=f"another quickscale is at work in {folder.name}",
                    fix="wait until it is done, then repeat the command",
                )
            )
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def _carry_out(root: str, found: Survey, title: str, ending: Ending) -> None:
    """Do what a look at the folder found is to be done."""
    try:
        manifest = Manifest(
            title=title,
            ending=ending,
            entries=_stage(root, found.operations),
            made=found.made,
            emptied=found.emptied,
        )
        _commit(root, manifest)
    except BaseException:
        _drop_journal(root)
        raise
    try:
        place(root, f"{root}/{JOURNAL}", manifest, {it.path: it.seen for it in found.operations})
        _finish(root, manifest)
    except BaseException:
        if present(f"{root}/{JOURNAL}/{_MANIFEST}"):  # otherwise all is done but the clearing up
            _take_back(root, manifest)
        raise


def _stage(root: str, operations: Sequence[Operation]) -> tuple[Entry, ...]:
    """Write every new file into the journal."""
    journal = f"{root}/{JOURNAL}"
    make_folders(root, [JOURNAL])
    os.mkdir(journal, 0o700)  # it holds what a project keeps from others, such as .env
    entries, staged = [], []
    for number, it in enumerate(operations):
        after = None
        if it.write is not None:
            new, content = f"{number}.new", it.write.content
            write_file(f"{journal}/{new}", content, it.write.mode)
            if it.mode is not None:
                os.chmod(f"{journal}/{new}", it.mode)
            mode = stat.S_IMODE(os.lstat(f"{journal}/{new}").st_mode)
            after = FileState(sha256(content).hexdigest(), mode)
            staged.append(f"{JOURNAL}/{new}")
        entries.append(Entry(it.path, it.before, after))
    sync_all(root, staged, [LOCAL, ".quickscale", ""])
    return tuple(entries)


def _commit(root: str, manifest: Manifest) -> None:
    """Put the manifest into the journal, in one step."""
    journal = f"{root}/{JOURNAL}"
    write_file(f"{journal}/next", format_manifest(manifest), 0o666)
    sync_file(f"{journal}/next")
    os.rename(f"{journal}/next", f"{journal}/{_MANIFEST}")
    sync_folder(journal)


def _finish(root: str, manifest: Manifest) -> None:
    """Close the journal of a change whose files are all in place."""
    close_journal(root, manifest.ending)
    # All is done; what fails from here on is for the next run to clear up.
    for number, entry in enumerate(manifest.entries):
        if entry.path == DOTENV:
            with contextlib.suppress(OSError):
                os.unlink(f"{root}/{UNDO_RECORD}/{number}.old")
    with contextlib.suppress(OSError):
        sync_folder(f"{root}/{LOCAL}")
    _clear(root)


def _take_back(root: str, manifest: Manifest) -> None:
    """Undo a change as far as it went. A failure here leaves the journal to be settled."""
    journal = f"{root}/{JOURNAL}"
    if not present(f"{journal}/{_UNDOING}"):
        os.rename(f"{journal}/{_MANIFEST}", f"{journal}/{_UNDOING}")
        sync_folder(journal)
    take_back(root, journal, manifest)
    put_record_back(root)
    _drop_journal(root)


def _settle(root: str) -> Literal["finished", "undone"] | None:
    """Finish or undo what is in the journal, and clear up."""
    journal = f"{root}/{JOURNAL}"
    if not present(journal):
        _clear(root)
        return None
    if present(f"{journal}/{_UNDOING}"):
        _take_back(root, read_manifest(f"{journal}/{_UNDOING}"))
    elif present(f"{journal}/{_MANIFEST}"):
        manifest = read_manifest(f"{journal}/{_MANIFEST}")
        if can_be_finished(root, journal, manifest):
            place(root, journal, manifest, {})
            _finish(root, manifest)
            return "finished"
        _take_back(root, manifest)
    else:
        _drop_journal(root)
    return "undone"


def _drop_journal(root: str) -> None:
    if present(f"{root}/{JOURNAL}"):
        drop(root, f"{root}/{JOURNAL}")
    _clear(root)


def _clear(root: str) -> None:
    """Remove what was dropped, and the folders it stood in unless they hold something."""
    with contextlib.suppress(OSError):
        for name in os.listdir(f"{root}/{LOCAL}"):
            if name.startswith(DROPPED):
                shutil.rmtree(f"{root}/{LOCAL}/{name}", ignore_errors=True)
    for folder in (LOCAL, ".quickscale"):
        with contextlib.suppress(OSError):
            os.rmdir(f"{root}/{folder}")
