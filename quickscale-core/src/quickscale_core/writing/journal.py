"""Changes a folder so that all of it happens or none, even across a power cut.

Every new file is first written into ``.quickscale/local/journal`` as ``N.new``. Then
``journal.json``, which names what happens to each path, is put there in one step: from that moment
the change counts as made, and what is left is renaming. What stood at a path is kept as ``N.old``.

A process that dies before that step leaves files nobody reads, which :func:`recover` removes; one
that dies later leaves renames to do, which :func:`recover` does. It does so only where everything
stands as the process left it. Otherwise, as after ``git checkout .``, the change is taken back. Its
``journal.json`` is renamed to ``undoing.json`` first, so that taking it back can be finished too.

Commands that only read call :func:`interrupted`, and leave the journal as it is.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.content import FileState
from quickscale_core.paths.reading import read_file
from quickscale_core.paths.trust import check_untracked
from quickscale_core.writing.disk_calls import (
    claim,
    is_folder,
    make_folders,
    present,
    reason,
    write_file,
)
from quickscale_core.writing.dotenv import DOTENV
from quickscale_core.writing.fsync import sync_all, sync_file, sync_folder
from quickscale_core.writing.journal_moves import in_the_way, is_as_left, place, take_back
from quickscale_core.writing.manifest import (
    Ending,
    Entry,
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

    from quickscale_core.writing.preflight import Operation, Preflight

__all__ = ["change", "interrupted", "is_interrupted", "look_only", "read_manifest", "recover"]

_MANIFEST: Final = "journal.json"
_UNDOING: Final = "undoing.json"


def change(
    folder: Path, look: Callable[[], Preflight | None], *, title: str, ending: Ending
) -> None:
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
            if is_interrupted(folder):
                _recover(str(folder))
            found = look()
            if found is None:
                return
            found.check()
            if found.operations or ending == "undo":
                _carry_out(str(folder), found, title, ending)
    except OSError as error:
        raise reason(error, f"cannot write to {folder.name}", _leftovers(folder)) from error


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
        with _held(folder):
            look()
    except OSError as error:
        raise reason(error, f"cannot read {folder.name}") from error


def is_interrupted(folder: Path) -> bool:
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
        with _held(folder):
            return _recover(str(folder))
    except OSError as error:
        raise reason(error, f"cannot finish the interrupted change to {folder.name}") from error


def interrupted(folder: Path) -> Problem | None:
    """Return what is to be said of a run that waits to be finished or undone; write nothing.

    Args:
        folder: The project's folder, absolute.
    """
    root = str(folder)
    if not all(is_folder(f"{root}/{it}") for it in (".quickscale", LOCAL)):
        return None
    found = [it for it in (_UNDOING, _MANIFEST) if present(f"{root}/{JOURNAL}/{it}")]
    if not found:
        return None
    if _is_held(folder):
        return _at_work(folder)
    title = ""
    with contextlib.suppress(OSError):
        if is_folder(f"{root}/{JOURNAL}"):
            manifest = parse_manifest(read_file(f"{root}/{JOURNAL}/{found[0]}"))
            title = f' "{manifest.title}"' if manifest else ""
    return Problem(
        what=f"the run{title} in {folder.name} was interrupted, and waits to be finished or undone",
        where=(f"its journal: {folder / JOURNAL}",),
        fix="quickscale doctor --yes  (any other command that writes does it first, too)",
    )


def _leftovers(folder: Path) -> list[str]:
    """Say what an error could not clean up."""
    place = folder / JOURNAL
    left = os.path.lexists(place)
    return (
        [f"left behind: {place}  (the next command that writes finishes or undoes it)"]
        if left
        else []
    )


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
            raise QuickScaleError(_at_work(folder))
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def _is_held(folder: Path) -> bool:
    """Return whether another process has claimed a folder; where claims are unknown, it has not."""
    with contextlib.suppress(OSError):
        held = claim(folder)
        if held is None:
            return True
        os.close(held)
    return False


def _at_work(folder: Path) -> Problem:
    return Problem(
        what=f"another quickscale is at work in {folder.name}",
        fix="wait until it is done, then repeat the command",
    )


def _carry_out(root: str, found: Preflight, title: str, ending: Ending) -> None:
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
        if entry.path == DOTENV and manifest.ending in {"above", "record"}:
            with contextlib.suppress(OSError):
                os.unlink(f"{root}/{UNDO_RECORD}/{number}.old")
    with contextlib.suppress(OSError):
        sync_folder(f"{root}/{LOCAL}")
    _clear(root)


def _take_back(root: str, manifest: Manifest) -> None:
    """Undo a change as far as it went. A failure here leaves the journal to the next command."""
    journal = f"{root}/{JOURNAL}"
    begun = present(f"{journal}/{_UNDOING}")
    _check_way_back(root, in_the_way(root, journal, manifest, begun=begun))
    if not begun:
        os.rename(f"{journal}/{_MANIFEST}", f"{journal}/{_UNDOING}")
        sync_folder(journal)
    take_back(root, journal, manifest)
    _check_way_back(root, in_the_way(root, journal, manifest, begun=True, ended=True))
    put_record_back(root)
    _drop_journal(root)


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


def _recover(root: str) -> Literal["finished", "undone"] | None:
    """Finish or undo what is in the journal, and clear up."""
    journal = f"{root}/{JOURNAL}"
    if not present(journal):
        _clear(root)
        return None
    check_untracked(Path(root))
    if not is_folder(journal):
        raise QuickScaleError(
            Problem(
                what=f"{JOURNAL} is no folder", where=(journal,), fix=f'remove it: rm "{journal}"'
            )
        )
    if present(f"{journal}/{_UNDOING}"):
        _take_back(root, read_manifest(f"{journal}/{_UNDOING}"))
    elif present(f"{journal}/{_MANIFEST}"):
        manifest = read_manifest(f"{journal}/{_MANIFEST}")
        if is_as_left(root, journal, manifest):
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
            dropped = f"{root}/{LOCAL}/{name}"
            if name.startswith(DROPPED) and is_folder(dropped):
                shutil.rmtree(dropped, ignore_errors=True)
            elif name.startswith(DROPPED):  # a link, which is not followed
                os.unlink(dropped)
    for folder in (LOCAL, ".quickscale"):
        with contextlib.suppress(OSError):
            os.rmdir(f"{root}/{folder}")
