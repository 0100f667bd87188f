"""What stands at a place of the disk now. A link is never followed."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from typing import TYPE_CHECKING

from quickscale_core.paths.project_paths import parents_of
from quickscale_core.paths.reading import read_file

if TYPE_CHECKING:
    from quickscale_core.paths.content import FileState

__all__ = ["has_state", "holds", "is_file", "is_folder", "is_free", "is_reachable", "present"]


def present(place: str) -> bool:
    """Return whether anything stands at a place, a link that leads nowhere included.

    Raises:
        OSError: The disk cannot say.
    """
    try:
        os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def is_folder(place: str) -> bool:
    """Return whether a folder stands at a place; a link to one is none.

    Raises:
        OSError: The disk cannot say.
    """
    return present(place) and stat.S_ISDIR(os.lstat(place).st_mode)


def is_file(place: str) -> bool:
    """Return whether a file stands at a place; a link to one is none."""
    return present(place) and stat.S_ISREG(os.lstat(place).st_mode)


def is_reachable(root: str, path: str) -> bool:
    """Return whether every folder above a path is there and is one, not a link to one."""
    return all(is_folder(f"{root}/{it}") for it in parents_of(path))


def is_free(root: str, path: str) -> bool:
    """Return whether nothing stands at a path, nor anything but folders above it."""
    for above in parents_of(path):
        if not is_folder(f"{root}/{above}"):
            return not present(f"{root}/{above}")
    return not present(f"{root}/{path}")


def holds(place: str, state: FileState) -> bool:
    """Return whether a place holds a file with the bytes of a state."""
    return is_file(place) and sha256(read_file(place)).hexdigest() == state.sha256


def has_state(root: str, path: str, state: FileState | None) -> bool:
    """Return whether a file stands at a path with the bytes of a state."""
    return state is not None and is_reachable(root, path) and holds(f"{root}/{path}", state)
