"""A folder's names, each of its folders listed once, seen as if some files were gone already."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from quickscale_core.paths.project_paths import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["CACHE", "FolderListing", "parents_of"]

CACHE: Final = "__pycache__"
"""Where Python keeps compiled modules; such a folder holds nothing of its owner's."""


def parents_of(path: str) -> list[str]:
    """Return the folders a path lies in, the outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


class FolderListing:
    """What stands in a folder, by the names that the disk itself gives.

    Attributes:
        emptied: Folders that are empty once the files are gone, the innermost first, with their
            permission bits. What Python keeps of modules in ``__pycache__`` counts for nothing.
    """

    def __init__(self, folder: str, gone: Collection[str], wanted: Iterable[str]) -> None:
        """Look at a folder.

        Args:
            folder: The folder, absolute.
            gone: Files that are taken away.
            wanted: Files that will stand there.
        """
        self._folder = folder
        self._gone = gone
        self._listed: dict[str, dict[str, os.DirEntry[str]]] = {}
        self._folded: dict[str, dict[str, str]] = {}
        self._closed: dict[str, bool] = {}
        self.emptied: dict[str, int] = {}
        needed = {parent for path in wanted for parent in parents_of(path)}
        touched = {parent for path in gone for parent in parents_of(path)}
        for it in sorted(touched - needed, key=lambda it: (-it.count("/"), it)):
            if self._is_emptied(it):
                self.emptied[it] = stat.S_IMODE(os.lstat(f"{folder}/{it}").st_mode)

    def find(self, path: str) -> tuple[os.stat_result | None, str]:
        """Look for a file.

        Returns:
            What the system says of it, or ``None`` where nothing stands there; and what is in its
            way, if anything is.
        """
        *parents, name = path.split("/")
        folder = ""
        for part in parents:
            entry, twin = self._entry(folder, part)
            folder = f"{folder}/{part}" if folder else part
            if entry is None:
                return None, twin
            if entry.is_symlink():
                return None, f"{folder} is a link"
            if not entry.is_dir(follow_symlinks=False):
                return None, "" if folder in self._gone else f"{folder} is no folder"
        entry, twin = self._entry(folder, name)
        if entry is None or path in self.emptied:
            return None, twin
        info = os.lstat(f"{self._folder}/{path}")
        if stat.S_ISREG(info.st_mode):
            return info, ""
        kinds = {stat.S_IFLNK: "is a link", stat.S_IFDIR: "is a folder"}
        return None, kinds.get(stat.S_IFMT(info.st_mode), "is no regular file")

    def read_only(self, path: str, found: os.stat_result | None) -> Iterator[str]:
        """Yield what would have to be changed for a path and may not be."""
        if found is not None and self._is_closed(path, found, os.W_OK):
            yield f"{path}: is read-only"
        folders = ["", *parents_of(path)]
        while folders[-1] in self.emptied:
            yield from self._closed_folder(folders.pop())
        while folders[-1] and self._names(folders[-1]) is _NONE:
            folders.pop()
        yield from self._closed_folder(folders[-1])

    def missing(self, paths: Iterable[str]) -> list[str]:
        """Return the folders that some files need and that are not there, parents first."""
        folders = dict.fromkeys(parent for path in paths for parent in parents_of(path))
        return [it for it in folders if self._names(it) is _NONE]

    def _closed_folder(self, folder: str) -> Iterator[str]:
        if folder not in self._closed:
            info = os.lstat(f"{self._folder}/{folder}")
            self._closed[folder] = self._is_closed(folder, info, os.W_OK | os.X_OK)
        if self._closed[folder]:
            yield f"{folder or '.'}: is a read-only folder"

    def _is_closed(self, path: str, info: os.stat_result, access: int) -> bool:
        """Return whether something may not be written to; what is for nobody is not for root."""
        return not info.st_mode & 0o222 or not os.access(f"{self._folder}/{path}", access)

    def _entry(self, folder: str, name: str) -> tuple[os.DirEntry[str] | None, str]:
        """Return what has a name in a folder, or why a name too much like it is in the way."""
        names = self._names(folder)
        if entry := names.get(name):
            return entry, ""
        if folder not in self._folded:
            self._folded[folder] = {folded(it): it for it in names}
        twin = self._folded[folder].get(folded(name))
        if twin is None:
            return None, ""
        path = f"{folder}/{twin}" if folder else twin
        if path in self._gone or path in self.emptied:
            return None, ""
        return None, f"{path} differs in case only"

    def _names(self, folder: str) -> dict[str, os.DirEntry[str]]:
        """Return what stands in a folder, by name; ``_NONE`` itself where that is no folder."""
        if folder not in self._listed:
            self._listed[folder] = _NONE
            parent, _, name = folder.rpartition("/")
            entry = self._names(parent).get(name) if folder else None
            if not folder or (entry is not None and entry.is_dir(follow_symlinks=False)):
                with os.scandir(f"{self._folder}/{folder}") as entries:
                    self._listed[folder] = {it.name: it for it in entries}
        return self._listed[folder]

    def _is_emptied(self, folder: str) -> bool:
        names = self._names(folder)
        return names is not _NONE and all(
            f"{folder}/{name}" in self._gone
            or f"{folder}/{name}" in self.emptied
            or (name == CACHE and self._is_cache(f"{folder}/{name}"))
            for name in names
        )

    def _is_cache(self, folder: str) -> bool:
        names = self._names(folder)
        return names is not _NONE and all(it.endswith(".pyc") for it in names)


_NONE: Final[dict[str, os.DirEntry[str]]] = {}
