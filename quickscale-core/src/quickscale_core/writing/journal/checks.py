"""Compare a folder with a journal: may the change still be finished, or be taken back?"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from quickscale_core.paths.folder_reader import CACHE
from quickscale_core.paths.project_paths import folded, parents_of
from quickscale_core.writing.disk_state import (
    has_state,
    holds,
    is_file,
    is_folder,
    is_free,
    present,
)

if TYPE_CHECKING:
    from quickscale_core.writing.journal.manifest import Manifest

__all__ = ["in_the_way", "is_as_left"]


def is_as_left(root: str, journal: str, manifest: Manifest) -> bool:
    """Return whether every path is as the run left it that ended while it placed files.

    What was moved must stand as it was put, what is still to be moved as it stood before. Where one
    does not, as after ``git checkout .``, finishing would leave old files with a new lock.
    """
    replaced = _Replacements(manifest)
    for number, entry in enumerate(manifest.entries):
        new, old = f"{journal}/{number}.new", f"{journal}/{number}.old"
        if entry.after is None and present(old):
            as_left = is_free(root, entry.path) or replaced.is_replacement(root, entry.path)
        elif entry.after is None:
            as_left = has_state(root, entry.path, entry.before)
        elif not present(new):
            as_left = has_state(root, entry.path, entry.after)
        elif not holds(new, entry.after):
            as_left = False
        elif entry.before is None:
            as_left = is_free(root, entry.path) or replaced.makes_room(root, entry.path)
        else:
            as_left = has_state(root, entry.path, entry.before)
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
    replaced = _Replacements(manifest)
    found = []
    for number, entry in enumerate(manifest.entries):
        kept = present(f"{journal}/{number}.old")
        if entry.after is not None and present(f"{journal}/{number}.new"):
            continue  # it was not moved
        if not kept and (begun or entry.before is not None or entry.after is None):
            continue  # it was moved back, or not moved
        if ended:
            clear = entry.before is None or has_state(root, entry.path, entry.before)
        elif entry.before is None:
            clear = replaced.is_as_before(root, entry.path)
        else:
            clear = is_free(root, entry.path) or has_state(root, entry.path, entry.before)
        if not clear and not ended:
            clear = has_state(root, entry.path, entry.after)
            clear = clear or (entry.after is None and replaced.is_replacement(root, entry.path))
        if not clear:
            found.append(entry.path)
    return found


class _Replacements:
    """Where a change puts one thing in the place of another: a folder, or a name's other case."""

    def __init__(self, manifest: Manifest) -> None:
        written = [it.path for _, it in manifest.written()]
        self._files = {folded(it) for it in written}
        self._folders = {folded(above) for it in written for above in parents_of(it)}
        self._emptied = {it for it, _ in manifest.emptied}
        self._gone = {it.path for _, it in manifest.removed()} | self._emptied

    def is_replacement(self, root: str, path: str) -> bool:
        """Return whether what stands where a file was taken away is what the change put there."""
        own, where = folded(path), f"{root}/{path}"
        if own in self._folders:
            return is_folder(where)
        if own in self._files:
            return is_file(where)
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
