"""Fills a folder that exists so that all of it happens or none, even across a power cut.

Every file is first written into ``.quickscale/local/journal``, numbered. Then ``journal.json``,
which names where each goes, is put there in one step: from that moment the change counts as made,
and what is left is renaming. A process that dies earlier leaves files nobody reads, which
:func:`recover` removes; one that dies later leaves renames to do, which :func:`recover` does.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.writing import (
    Write,
    claim,
    make_folders,
    reason,
    sync_all,
    sync_file,
    sync_folder,
    write_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["leftovers", "recover", "write"]

_JOURNAL: Final = ".quickscale/local/journal"
_MANIFEST: Final = "journal.json"


def write(folder: Path, writes: Sequence[Write]) -> None:
    """Add files to a folder, all or none.

    Args:
        folder: The folder, absolute.
        writes: The files, renamed into place in this order.

    Raises:
        OSError: The disk refused; the folder is as it was.
        QuickScaleError: Another process is at work in the folder.
    """
    root = str(folder)
    with _claimed(folder):
        try:
            _stage(root, writes)
        except BaseException:
            _discard(root)
            raise
        try:
            _place(root, _read(root), over=False)
        except BaseException:
            _take_back(root)
            raise


def recover(folder: Path) -> Literal["finished", "undone"] | None:
    """Finish or undo what an interrupted run left in a folder.

    Returns:
        What was done, or ``None`` where there was nothing to do.

    Raises:
        QuickScaleError: The disk refused, or another process is at work in the folder.
    """
    root = str(folder)
    if not os.path.isdir(f"{root}/{_JOURNAL}"):
        _remove_empty(root)
        return None
    try:
        with _claimed(folder):
            if os.path.exists(f"{root}/{_JOURNAL}/{_MANIFEST}"):
                _place(root, _read(root), over=True)
                return "finished"
            _discard(root)
            return "undone"
    except OSError as error:
        raise reason(error, f"cannot finish the interrupted change to {folder.name}") from error


def leftovers(folder: Path) -> list[str]:
    """Say what an error could not clean up."""
    place = folder / _JOURNAL
    return [f"left behind: {place}  (the next command settles it)"] if place.exists() else []


@contextlib.contextmanager
def _claimed(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder; where the system knows no claims, go on without."""
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


def _stage(root: str, writes: Sequence[Write]) -> None:
    """Write everything into the journal, and the manifest last."""
    journal = f"{root}/{_JOURNAL}"
    make_folders(root, [f"{_JOURNAL}/{_MANIFEST}"])
    for number, it in enumerate(writes):
        write_file(f"{journal}/{number}", it.content, it.mode)
    sync_all(journal, map(str, range(len(writes))))
    new = [folder for folder in _folders(writes) if not os.path.lexists(f"{root}/{folder}")]
    manifest = {"schema": 1, "paths": [it.path for it in writes], "folders": new}
    write_file(f"{journal}/next", json.dumps(manifest, indent=1).encode(), 0o666)
    sync_file(f"{journal}/next")
    os.rename(f"{journal}/next", f"{journal}/{_MANIFEST}")
    sync_folder(journal)


def _folders(writes: Sequence[Write]) -> list[str]:
    """Return every folder some files stand in, parents first."""
    parents = {parent for it in writes for parent in Path(it.path).parents}
    return sorted(parent.as_posix() for parent in parents if parent.parts)


def _read(root: str) -> tuple[list[str], list[str]]:
    """Return the manifest's paths and the folders that were new.

    Raises:
        QuickScaleError: It is not one of ours. A folder that came from elsewhere may hold a
            journal that leads out of it, or into ``.git``, whose hooks run.
    """
    place = f"{root}/{_JOURNAL}/{_MANIFEST}"
    with open(place, "rb") as file:
        text = file.read()
    try:
        manifest = json.loads(text)
        paths, folders = list(manifest["paths"]), list(manifest["folders"])
        if all(_stays_inside(path) for path in (*paths, *folders)):
            return paths, folders
    except (ValueError, KeyError, TypeError):
        pass
    raise QuickScaleError(
        Problem(
            what=f"{_JOURNAL}/{_MANIFEST} was not written by quickscale",
            where=(place,),
            fix=f'if the folder is yours, remove it: rm -r "{root}/{_JOURNAL}"',
        )
    )


def _stays_inside(path: object) -> bool:
    if not isinstance(path, str) or "\\" in path or ":" in path:
        return False
    parts = path.split("/")
    return not {"", ".", ".."} & set(parts) and parts[0].casefold() != ".git"


def _place(root: str, manifest: tuple[list[str], list[str]], *, over: bool) -> None:
    """Rename every file into place and close the journal.

    Args:
        root: The folder.
        manifest: What :func:`_read` returned.
        over: Whether some may be in place already, as after an interrupted run. A file that
            somebody else put there meanwhile stays then; otherwise it is an error.
    """
    paths, _ = manifest
    folders = make_folders(root, paths)
    for number, path in enumerate(paths):
        staged, place = f"{root}/{_JOURNAL}/{number}", f"{root}/{path}"
        if os.path.lexists(place):
            if not over:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), place)
            continue
        os.rename(staged, place)
    sync_all(root, (), ["", *folders])
    _discard(root)


def _take_back(root: str) -> None:
    """Undo :func:`_place` as far as it went. A failure here leaves the journal to be finished."""
    if not os.path.lexists(f"{root}/{_JOURNAL}/{_MANIFEST}"):
        _discard(root)  # everything is in place, only the journal's removal was cut short
        return
    paths, folders = _read(root)
    for number, path in reversed(list(enumerate(paths))):
        staged, place = f"{root}/{_JOURNAL}/{number}", f"{root}/{path}"
        if not os.path.lexists(staged) and os.path.lexists(place):
            os.rename(place, staged)
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            os.rmdir(f"{root}/{folder}")
    _discard(root)


def _discard(root: str) -> None:
    """Remove the journal, the manifest first, and its folders where nothing else is in them."""
    journal = f"{root}/{_JOURNAL}"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(f"{journal}/{_MANIFEST}")
    shutil.rmtree(journal, ignore_errors=True)
    _remove_empty(root)


def _remove_empty(root: str) -> None:
    """Remove the folders a journal stands in, unless they hold something."""
    for folder in (".quickscale/local", ".quickscale"):
        with contextlib.suppress(OSError):
            os.rmdir(f"{root}/{folder}")
