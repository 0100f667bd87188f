"""Moves the files of a journal to their places, and back. Each move is one step or none.

Whatever ended the process, what is left to do can be told from the journal: a file that is still
there as ``N.new`` has not been placed, and one that was taken away is there as ``N.old``. Nothing
is moved through a link: the folders above a path are looked at before each move.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from typing import TYPE_CHECKING

from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.folder_reader import CACHE
from quickscale_core.paths.project_paths import parents_of
from quickscale_core.paths.reading import read_file
from quickscale_core.writing.disk_calls import make_folders, write_file
from quickscale_core.writing.disk_state import (
    has_state,
    is_file,
    is_folder,
    is_free,
    is_reachable,
    present,
)
from quickscale_core.writing.fsync import sync_all, sync_file, sync_folder
from quickscale_core.writing.preflight import changed_meanwhile, signature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quickscale_core.writing.journal.manifest import Entry, Manifest

__all__ = ["move_back", "move_into_place"]


def move_into_place(
    root: str, journal: str, manifest: Manifest, seen: Mapping[str, tuple[int, ...]]
) -> None:
    """Bring everything to where the manifest says, and wait for the disk.

    Args:
        root: The folder.
        journal: The journal's.
        manifest: What it says.
        seen: The signature of each file that goes or is replaced, as it was looked at; empty where
            :func:`~.checks.is_as_left` looked just now.

    Raises:
        OSError: The disk refuses, or a file came to a place that was free.
        QuickScaleError: A file was changed since it was looked at.
    """
    kept = [_keep(root, journal, number, it) for number, it in manifest.replaced()]
    if any(kept):
        sync_folder(journal)  # nothing is replaced before what it replaces is safe
    for number, entry in manifest.removed():
        where, old = f"{root}/{entry.path}", f"{journal}/{number}.old"
        if not present(old) and present(where):
            _check_unmoved(root, entry, seen)
            os.rename(where, old)
    for folder, _ in manifest.emptied:
        _remove_emptied(root, folder)
    make_folders(root, [it.path for _, it in manifest.written()])
    for folder, mode in manifest.made:
        if mode is not None and is_reachable(root, folder) and is_folder(f"{root}/{folder}"):
            os.chmod(f"{root}/{folder}", mode)
    for number, entry in manifest.written():
        if present(f"{journal}/{number}.new"):
            _check_unmoved(root, entry, seen)
            _put(f"{journal}/{number}.new", f"{root}/{entry.path}", over=entry.before is not None)
    _sync(root, journal, manifest)


def move_back(root: str, journal: str, manifest: Manifest) -> None:
    """Bring everything back to where it was, as far as it was moved, and wait for the disk.

    What :func:`~.checks.in_the_way` names stays as it is.

    Raises:
        OSError: The disk refuses.
    """
    for number, entry in reversed(list(manifest.written())):
        if present(f"{journal}/{number}.new"):
            continue
        where, old = f"{root}/{entry.path}", f"{journal}/{number}.old"
        if entry.before is None:
            if has_state(root, entry.path, entry.after):
                os.unlink(where)
        elif present(old) and (
            has_state(root, entry.path, entry.after) or is_free(root, entry.path)
        ):
            make_folders(root, [entry.path])
            os.replace(old, where)
    for folder, _ in reversed(manifest.made):
        _remove_folder(root, folder)
    for folder, mode in reversed(manifest.emptied):
        _restore_folder(root, folder, mode)
    for number, entry in manifest.removed():
        old = f"{journal}/{number}.old"
        if present(old) and is_free(root, entry.path):
            make_folders(root, [entry.path])
            os.rename(old, f"{root}/{entry.path}")
    _sync(root, journal, manifest)


def _put(new: str, where: str, *, over: bool) -> None:
    """Move a file to its place, over the one that is there or where nothing may be."""
    if over:
        os.replace(new, where)
        return
    if present(where):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), where)
    os.rename(new, where)


def _keep(root: str, journal: str, number: int, entry: Entry) -> bool:
    """Give a file that is about to be replaced a second name in the journal."""
    where, old = f"{root}/{entry.path}", f"{journal}/{number}.old"
    if present(old) or not present(f"{journal}/{number}.new"):
        return False
    _check_regular(root, entry)
    try:
        os.link(where, old)
    except OSError:  # some file systems know no second names, and some systems no foreign ones
        part = f"{journal}/{number}.part"
        if present(part):
            os.unlink(part)
        write_file(part, read_file(where), 0o600)
        os.chmod(part, stat.S_IMODE(os.lstat(where).st_mode))
        sync_file(part)
        os.rename(part, old)
    return True


def _check_regular(root: str, entry: Entry) -> None:
    """Refuse what is not a file, or lies behind a link, where a file was looked at."""
    where = f"{root}/{entry.path}"
    if not is_reachable(root, entry.path) or not is_file(where):
        raise QuickScaleError(changed_meanwhile([entry.path]))


def _check_unmoved(root: str, entry: Entry, seen: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse to move a file that somebody has changed since it was looked at."""
    where = f"{root}/{entry.path}"
    if not is_reachable(root, entry.path):
        raise QuickScaleError(changed_meanwhile([entry.path]))
    if seen.get(entry.path) and (not present(where) or signature(where) != seen[entry.path]):
        raise QuickScaleError(changed_meanwhile([entry.path]))


def _remove_emptied(root: str, folder: str) -> None:
    """Remove a folder whose files have been taken away, unless somebody put others there."""
    place = f"{root}/{folder}"
    if not is_reachable(root, folder) or not is_folder(place):
        return
    if set(os.listdir(place)) == {CACHE}:
        shutil.rmtree(f"{place}/{CACHE}", ignore_errors=True)
    _remove_folder(root, folder)


def _remove_folder(root: str, folder: str) -> None:
    """Remove a folder where it is there and empty."""
    if not is_reachable(root, folder):
        return
    try:
        os.rmdir(f"{root}/{folder}")
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}:
            raise


def _restore_folder(root: str, folder: str, mode: int) -> None:
    """Make a folder that was taken away."""
    if not is_reachable(root, folder):
        return
    with contextlib.suppress(FileExistsError):
        os.mkdir(f"{root}/{folder}")
    if is_folder(f"{root}/{folder}"):
        os.chmod(f"{root}/{folder}", mode)


def _sync(root: str, journal: str, manifest: Manifest) -> None:
    """Wait until the names in every folder that was touched are on the disk."""
    paths = [it.path for it in manifest.entries] + [it for it, _ in manifest.emptied]
    folders = dict.fromkeys(parent for path in paths for parent in parents_of(path))
    there = [it for it in folders if is_reachable(root, it) and is_folder(f"{root}/{it}")]
    sync_all(root, (), [os.path.relpath(journal, root), "", *there])
