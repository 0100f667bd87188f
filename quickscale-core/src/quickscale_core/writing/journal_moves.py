"""Moves the files of a journal to their places, and back. Each move is one step or none.

Whatever ended the process, what is left to do can be told from the journal: a file that is still
there as ``N.new`` has not been placed, and one that was taken away is there as ``N.old``.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from hashlib import sha256
from typing import TYPE_CHECKING

from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.folder_listing import CACHE, parents_of
from quickscale_core.writing.disk_calls import (
    is_folder,
    make_folders,
    present,
    read_file,
    write_file,
)
from quickscale_core.writing.fsync import sync_all, sync_file, sync_folder
from quickscale_core.writing.preflight import moved_on, signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quickscale_core.writing.manifest import Entry, FileState, Manifest

__all__ = ["can_be_finished", "place", "take_back"]


def place(root: str, journal: str, manifest: Manifest, seen: Mapping[str, tuple[int, ...]]) -> None:
    """Bring everything to where the manifest says, and wait for the disk.

    Args:
        root: The folder.
        journal: The journal's.
        manifest: What it says.
        seen: The signature of each file that goes or is replaced, as it was looked at; empty where
            :func:`can_be_finished` looked just now.

    Raises:
        OSError: The disk refuses, or a file came to a place that was free.
        QuickScaleError: A file was changed since it was looked at.
    """
    kept = [_keep(root, journal, number, it) for number, it in _replaced(manifest)]
    if any(kept):
        sync_folder(journal)  # nothing is replaced before what it replaces is safe
    for number, entry in _removed(manifest):
        where, old = f"{root}/{entry.path}", f"{journal}/{number}.old"
        if not present(old) and present(where):
            _check_unmoved(root, entry, seen)
            os.rename(where, old)
    for folder, _ in manifest.emptied:
        _remove_emptied(root, folder)
    make_folders(root, [it.path for _, it in _written(manifest)])
    for folder, mode in manifest.made:
        if mode is not None:
            os.chmod(f"{root}/{folder}", mode)
    for number, entry in _written(manifest):
        if present(f"{journal}/{number}.new"):
            _check_unmoved(root, entry, seen)
            _put(f"{journal}/{number}.new", f"{root}/{entry.path}", over=entry.before is not None)
    _sync(root, journal, manifest)


def take_back(root: str, journal: str, manifest: Manifest) -> None:
    """Bring everything back to where it was, as far as it was moved, and wait for the disk.

    A file that somebody has changed since it was placed stays as it is.

    Raises:
        OSError: The disk refuses.
    """
    for number, entry in reversed(list(_written(manifest))):
        if not present(f"{journal}/{number}.new") and _stands(root, entry.path, entry.after):
            if entry.before is None:
                os.unlink(f"{root}/{entry.path}")
            elif present(f"{journal}/{number}.old"):
                os.replace(f"{journal}/{number}.old", f"{root}/{entry.path}")
    for folder, _ in reversed(manifest.made):
        _remove_folder(root, folder)
    for folder, mode in reversed(manifest.emptied):
        _restore_folder(root, folder, mode)
    for number, entry in _removed(manifest):
        where, old = f"{root}/{entry.path}", f"{journal}/{number}.old"
        if present(old) and _is_reachable(root, entry.path) and not present(where):
            os.rename(old, where)
    _sync(root, journal, manifest)


def can_be_finished(root: str, journal: str, manifest: Manifest) -> bool:
    """Return whether every file that is still to be moved is as the change expects it."""
    for number, entry in enumerate(manifest.entries):
        name = f"{number}.new" if entry.after else f"{number}.old"
        if present(f"{journal}/{name}") != bool(entry.after):
            continue  # it has been moved
        if entry.before is None:
            free = entry.path in dict(manifest.emptied) or not present(f"{root}/{entry.path}")
        else:
            free = _stands(root, entry.path, entry.before)
        if not free:
            return False
    return True


def _written(manifest: Manifest) -> Iterator[tuple[int, Entry]]:
    return ((number, it) for number, it in enumerate(manifest.entries) if it.after is not None)


def _replaced(manifest: Manifest) -> Iterator[tuple[int, Entry]]:
    return ((number, it) for number, it in _written(manifest) if it.before is not None)


def _removed(manifest: Manifest) -> Iterator[tuple[int, Entry]]:
    return ((number, it) for number, it in enumerate(manifest.entries) if it.after is None)


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


def _check_unmoved(root: str, entry: Entry, seen: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse to move a file that somebody has changed since it was looked at."""
    where = f"{root}/{entry.path}"
    if seen.get(entry.path) and (not present(where) or signature(where) != seen[entry.path]):
        raise QuickScaleError(moved_on([entry.path]))


def _remove_emptied(root: str, folder: str) -> None:
    """Remove a folder whose files have been taken away, unless somebody put others there."""
    place = f"{root}/{folder}"
    if not _is_reachable(root, folder) or not is_folder(place):
        return
    if set(os.listdir(place)) == {CACHE}:
        shutil.rmtree(f"{place}/{CACHE}", ignore_errors=True)
    _remove_folder(root, folder)


def _remove_folder(root: str, folder: str) -> None:
    """Remove a folder where it is there and empty."""
    if not _is_reachable(root, folder):
        return
    try:
        os.rmdir(f"{root}/{folder}")
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}:
            raise


def _restore_folder(root: str, folder: str, mode: int) -> None:
    """Make a folder that was taken away."""
    if not _is_reachable(root, folder):
        return
    with contextlib.suppress(FileExistsError):
        os.mkdir(f"{root}/{folder}")
    if is_folder(f"{root}/{folder}"):
        os.chmod(f"{root}/{folder}", mode)


def _stands(root: str, path: str, state: FileState | None) -> bool:
    """Return whether a file stands at a path with the bytes of a state."""
    place = f"{root}/{path}"
    if state is None or not _is_reachable(root, path) or not present(place):
        return False
    if not stat.S_ISREG(os.lstat(place).st_mode):
        return False
    return sha256(read_file(place)).hexdigest() == state.sha256


def _is_reachable(root: str, path: str) -> bool:
    """Return whether every folder above a path is there and is one, not a link to one."""
    return all(is_folder(f"{root}/{it}") for it in parents_of(path))


def _sync(root: str, journal: str, manifest: Manifest) -> None:
    """Wait until the names in every folder that was touched are on the disk."""
    paths = [it.path for it in manifest.entries] + [it for it, _ in manifest.emptied]
    folders = dict.fromkeys(parent for path in paths for parent in parents_of(path))
    there = [it for it in folders if present(f"{root}/{it}")]
    sync_all(root, (), [os.path.relpath(journal, root), "", *there])
