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
from hashlib import sha256
from typing import TYPE_CHECKING

from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.folder_reader import CACHE
from quickscale_core.paths.project_paths import folded, parents_of
from quickscale_core.paths.reading import read_file
from quickscale_core.writing.disk_calls import (
    is_folder,
    make_folders,
    present,
    write_file,
)
from quickscale_core.writing.fsync import sync_all, sync_file, sync_folder
from quickscale_core.writing.preflight import moved_on, signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quickscale_core.paths.content import FileState
    from quickscale_core.writing.manifest import Entry, Manifest

__all__ = ["in_the_way", "is_as_left", "place", "take_back"]


def place(root: str, journal: str, manifest: Manifest, seen: Mapping[str, tuple[int, ...]]) -> None:
    """Bring everything to where the manifest says, and wait for the disk.

    Args:
        root: The folder.
        journal: The journal's.
        manifest: What it says.
        seen: The signature of each file that goes or is replaced, as it was looked at; empty where
            :func:`is_as_left` looked just now.

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
        if mode is not None and _is_reachable(root, folder) and is_folder(f"{root}/{folder}"):
            os.chmod(f"{root}/{folder}", mode)
    for number, entry in _written(manifest):
        if present(f"{journal}/{number}.new"):
            _check_unmoved(root, entry, seen)
            _put(f"{journal}/{number}.new", f"{root}/{entry.path}", over=entry.before is not None)
    _sync(root, journal, manifest)


def take_back(root: str, journal: str, manifest: Manifest) -> None:
    """Bring everything back to where it was, as far as it was moved, and wait for the disk.

    What :func:`in_the_way` names stays as it is.

    Raises:
        OSError: The disk refuses.
    """
    for number, entry in reversed(list(_written(manifest))):
        if present(f"{journal}/{number}.new"):
            continue
        where, old = f"{root}/{entry.path}", f"{journal}/{number}.old"
        if entry.before is None:
            if _stands(root, entry.path, entry.after):
                os.unlink(where)
        elif present(old) and (
            _stands(root, entry.path, entry.after) or _is_free(root, entry.path)
        ):
            make_folders(root, [entry.path])
            os.replace(old, where)
    for folder, _ in reversed(manifest.made):
        _remove_folder(root, folder)
    for folder, mode in reversed(manifest.emptied):
        _restore_folder(root, folder, mode)
    for number, entry in _removed(manifest):
        old = f"{journal}/{number}.old"
        if present(old) and _is_free(root, entry.path):
            make_folders(root, [entry.path])
            os.rename(old, f"{root}/{entry.path}")
    _sync(root, journal, manifest)


def is_as_left(root: str, journal: str, manifest: Manifest) -> bool:
    """Return whether every path is as the run left it that ended while it placed files.

    What was moved must stand as it was put, what is still to be moved as it stood before. Where one
    does not, as after ``git checkout .``, finishing would leave old files with a new lock.
    """
    replaced = _Replaced(manifest)
    for number, entry in enumerate(manifest.entries):
        new, old = f"{journal}/{number}.new", f"{journal}/{number}.old"
        if entry.after is None and present(old):
            as_left = _is_free(root, entry.path) or replaced.stands_for(root, entry.path)
        elif entry.after is None:
            as_left = _stands(root, entry.path, entry.before)
        elif not present(new):
            as_left = _stands(root, entry.path, entry.after)
        elif not _holds(new, entry.after):
            as_left = False
        elif entry.before is None:
            as_left = _is_free(root, entry.path) or replaced.makes_room(root, entry.path)
        else:
            as_left = _stands(root, entry.path, entry.before)
        if not as_left:
            return False
    return True


def in_the_way(
    root: str, journal: str, manifest: Manifest, *, begun: bool, ended: bool = False
) -> list[str]:
    """Return the paths at which something stands that taking the change back would lose.

    It is neither what the change put there nor what stood there before.

    Args:
        root: The folder.
        journal: The journal's.
        manifest: What it says.
        begun: Whether taking back has begun: then a file that was made may be gone already, and
            what stands in its place is somebody's own.
        ended: Whether everything is moved back; then it is in the way that kept a file from it.
    """
    replaced = _Replaced(manifest)
    found = []
    for number, entry in enumerate(manifest.entries):
        kept = present(f"{journal}/{number}.old")
        if entry.after is not None and present(f"{journal}/{number}.new"):
            continue  # it was not moved
        if not kept and (begun or entry.before is not None or entry.after is None):
            continue  # it was moved back, or not moved
        if ended:
            clear = entry.before is None or _stands(root, entry.path, entry.before)
        elif entry.before is None:
            clear = replaced.is_as_before(root, entry.path)
        else:
            clear = _is_free(root, entry.path) or _stands(root, entry.path, entry.before)
        if not clear and not ended:
            clear = _stands(root, entry.path, entry.after)
            clear = clear or (entry.after is None and replaced.stands_for(root, entry.path))
        if not clear:
            found.append(entry.path)
    return found


class _Replaced:
    """Where a change puts one thing in the place of another: a folder, or a name's other case."""

    def __init__(self, manifest: Manifest) -> None:
        written = [it.path for _, it in _written(manifest)]
        self._files = {folded(it) for it in written}
        self._folders = {folded(above) for it in written for above in parents_of(it)}
        self._emptied = {it for it, _ in manifest.emptied}
        self._gone = {it.path for _, it in _removed(manifest)} | self._emptied

    def stands_for(self, root: str, path: str) -> bool:
        """Return whether what stands where a file was taken away is what the change put there."""
        own, where = folded(path), f"{root}/{path}"
        if own in self._folders:
            return is_folder(where)
        if own in self._files:
            return _is_file(where)
        return any(it in self._files for it in parents_of(own)) and not present(where)

    def is_as_before(self, root: str, path: str) -> bool:
        """Return whether no file stands where a change made one, but what was there before."""
        where = f"{root}/{path}"
        return not present(where) or (path in self._emptied and is_folder(where))

    def makes_room(self, root: str, path: str) -> bool:
        """Return whether the change clears what stands where a file is still to be placed."""
        if path not in self._gone:
            return any(it in self._gone for it in parents_of(path)) and not present(
                f"{root}/{path}"
            )
        return all(
            f"{folder}/{name}" in self._gone or name == CACHE
            for folder in self._emptied
            if f"{folder}/".startswith(f"{path}/") and is_folder(f"{root}/{folder}")
            for name in os.listdir(f"{root}/{folder}")
        )


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
    """Refuse what is no file, or lies behind a link, where a file was looked at."""
    where = f"{root}/{entry.path}"
    if not _is_reachable(root, entry.path) or not _is_file(where):
        raise QuickScaleError(moved_on([entry.path]))


def _check_unmoved(root: str, entry: Entry, seen: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse to move a file that somebody has changed since it was looked at."""
    where = f"{root}/{entry.path}"
    if not _is_reachable(root, entry.path):
        raise QuickScaleError(moved_on([entry.path]))
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
    return state is not None and _is_reachable(root, path) and _holds(f"{root}/{path}", state)


def _holds(place: str, state: FileState) -> bool:
    """Return whether a place holds a file with the bytes of a state."""
    return _is_file(place) and sha256(read_file(place)).hexdigest() == state.sha256


def _is_file(place: str) -> bool:
    return present(place) and stat.S_ISREG(os.lstat(place).st_mode)


def _is_free(root: str, path: str) -> bool:
    """Return whether nothing stands at a path, nor anything but folders above it."""
    for above in parents_of(path):
        if not is_folder(f"{root}/{above}"):
            return not present(f"{root}/{above}")
    return not present(f"{root}/{path}")


def _is_reachable(root: str, path: str) -> bool:
    """Return whether every folder above a path is there and is one, not a link to one."""
    return all(is_folder(f"{root}/{it}") for it in parents_of(path))


def _sync(root: str, journal: str, manifest: Manifest) -> None:
    """Wait until the names in every folder that was touched are on the disk."""
    paths = [it.path for it in manifest.entries] + [it for it, _ in manifest.emptied]
    folders = dict.fromkeys(parent for path in paths for parent in parents_of(path))
    there = [it for it in folders if _is_reachable(root, it) and is_folder(f"{root}/{it}")]
    sync_all(root, (), [os.path.relpath(journal, root), "", *there])
