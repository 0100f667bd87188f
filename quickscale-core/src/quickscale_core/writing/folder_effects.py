"""What a change does to folders: which it empties, which it makes, which it may not write to."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from quickscale_core.paths.folder_reader import CACHE
from quickscale_core.paths.project_paths import parents_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from quickscale_core.paths.folder_reader import Disk

__all__ = ["WriteAccess", "emptied_folders", "missing_folders"]


def emptied_folders(disk: Disk, gone: Collection[str], wanted: Iterable[str]) -> dict[str, int]:
    """Return the folders that are empty once some files are gone, the innermost first.

    What Python keeps of modules in ``__pycache__`` does not count.

    Args:
        disk: The folder.
        gone: Paths of the files that go.
        wanted: Paths of the files that will stand there.

    Returns:
        Their permission bits by their paths.
    """
    needed = {parent for path in wanted for parent in parents_of(path)}
    touched = {parent for path in gone for parent in parents_of(path)}
    emptied: dict[str, int] = {}
    for folder in sorted(touched - needed, key=lambda it: (-it.count("/"), it)):
        names = disk.names(folder)
        if names is not None and all(
            f"{folder}/{name}" in gone
            or f"{folder}/{name}" in emptied
            or (name == CACHE and _is_cache(disk, f"{folder}/{name}"))
            for name in names
        ):
            emptied[folder] = stat.S_IMODE(os.lstat(f"{disk.folder}/{folder}").st_mode)
    return emptied


def _is_cache(disk: Disk, folder: str) -> bool:
    names = disk.names(folder)
    return names is not None and all(it.endswith(".pyc") for it in names)


def missing_folders(disk: Disk, paths: Iterable[str]) -> list[str]:
    """Return the folders that some files need and that do not exist, parents first."""
    folders = dict.fromkeys(parent for path in paths for parent in parents_of(path))
    return [it for it in folders if disk.names(it) is None]


class WriteAccess:
    """Finds what a change would have to write to and may not.

    Args:
        disk: The folder.
        emptied: Paths of the folders that the change empties and removes.
    """

    def __init__(self, disk: Disk, emptied: Collection[str]) -> None:
        self._disk = disk
        self._emptied = emptied
        self._read_only: dict[str, bool] = {}

    def refusals(self, path: str, found: os.stat_result | None) -> Iterator[str]:
        """Yield what would have to be changed for a path and may not be, each a path and why.

        Args:
            path: The path.
            found: What the system says of the file there, or ``None`` without one.
        """
        if found is not None and self._refuses(path, found, os.W_OK):
            yield f"{path} is read-only"
        folders = ["", *parents_of(path)]
        while folders[-1] in self._emptied:
            yield from self._folder(folders.pop())
        while folders[-1] and self._disk.names(folders[-1]) is None:
            folders.pop()
        yield from self._folder(folders[-1])

    def _folder(self, folder: str) -> Iterator[str]:
        if folder not in self._read_only:
            info = os.lstat(f"{self._disk.folder}/{folder}")
            self._read_only[folder] = self._refuses(folder, info, os.W_OK | os.X_OK)
        if self._read_only[folder]:
            yield f"{folder or '.'} is a read-only folder"

    def _refuses(self, path: str, info: os.stat_result, access: int) -> bool:
        """Return whether something may not be written to; what is for nobody is not for root."""
        return not info.st_mode & 0o222 or not os.access(f"{self._disk.folder}/{path}", access)
