"""The one reader of a project's folder: what stands at each path. It never follows a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core.paths.content import Content
from quickscale_core.paths.project_paths import folded, inside_error

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["CACHE", "Disk", "Obstacle", "OwnersFiles"]

CACHE: Final = "__pycache__"
"""Where Python keeps compiled modules; such a folder holds nothing of its owner's."""

_SKIPPED: Final = frozenset(
    {".git", ".hg", ".svn", ".quickscale", ".venv", "venv", ".tox", ".nox", "node_modules"}
    | {CACHE, ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".cache"}
)
"""Folders that hold nobody's own work."""
_SKIPPED_AT_THE_TOP: Final = frozenset({"media", "staticfiles"})
_NEVER_OURS: Final = frozenset({".env", "quickscale.yml", "quickscale.lock"})
_HUGE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something other than a file that can be read, where a file of ours belongs.

    Attributes:
        what: What it is, to go after the path: ``"is a link"``.
        above: Whether it is in the way of a neighbour of the file too.
        vacant: Whether the path itself is free, as where another name differs in case only.
        error: What the system said, where a folder above the file cannot be listed.
    """

    what: str
    above: bool = False
    vacant: bool = False
    error: OSError | None = field(default=None, compare=False)


class Disk:
    """A project's folder as it is: its names as the disk has them, each folder listed once.

    What was looked at once is taken to stay as it was. No link is followed.

    Args:
        folder: The folder, absolute.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._gone: frozenset[str] = frozenset()
        self._scanned: dict[str, dict[str, os.DirEntry[str]] | Obstacle] = {}
        self._listings: dict[str, dict[str, os.DirEntry[str]] | Obstacle | None] = {}
        self._unreadable: dict[str, Obstacle] = {}

    def without(self, gone: Collection[str]) -> Disk:
        """Return the folder as it would be without some files and folders.

        Args:
            gone: Their paths.
        """
        other = Disk(self.folder)
        other._gone = self._gone | frozenset(gone)
        other._scanned = self._scanned
        return other

    def content(self, path: str) -> Content | None:
        """Return what stands in a file.

        Args:
            path: Relative to the folder, with ``/`` between its parts.

        Returns:
            ``None`` where no file stands that can be read; see :meth:`obstacle`. Links are not
            followed, and a name counts as it is written also where the system does not care.
        """
        entry = self._entry(path)
        if not isinstance(entry, os.DirEntry):
            return None
        try:
            with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123 - quicker
                mode = os.fstat(file.fileno()).st_mode
                return Content(file.readall(), bool(mode & stat.S_IXUSR))
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            self._unreadable[path] = Obstacle(f"cannot be read: {why}", above=True)
            return None

    def status(self, path: str) -> os.stat_result | Obstacle | None:
        """Return what the system says of a file now, without reading it.

        Args:
            path: Relative to the folder, with ``/`` between its parts.

        Returns:
            What is in the way where no file can stand there, ``None`` where nothing stands there.

        Raises:
            OSError: The file is gone since its folder was listed, or a folder cannot be listed.
        """
        entry = self._entry(path)
        if isinstance(entry, Obstacle) and entry.error:
            raise entry.error
        return os.lstat(entry.path) if isinstance(entry, os.DirEntry) else entry

    def exists(self, path: str) -> bool:
        """Tell whether anything has exactly this path: a file, a link, a folder, or part of one."""
        parent, _, name = path.rpartition("/")
        listing = self._listing(parent)
        if isinstance(listing, Obstacle):
            return not listing.vacant
        return listing is not None and name in listing

    def obstacle(self, path: str) -> Obstacle | None:
        """Return what keeps a file from being read or put at a path, if anything does."""
        entry = self._entry(path)
        if not isinstance(entry, os.DirEntry):
            return entry
        if path not in self._unreadable:
            self.content(path)
        return self._unreadable.get(path)

    def names(self, folder: str) -> Collection[str] | None:
        """Return the names in a folder, or ``None`` where no folder stands.

        Args:
            folder: Relative to the project's folder; empty for that itself.

        Raises:
            OSError: The folder cannot be listed.
        """
        listing = self._listing(folder)
        if isinstance(listing, Obstacle) and listing.error:
            raise listing.error
        return listing if isinstance(listing, dict) else None

    def _entry(self, path: str) -> os.DirEntry[str] | Obstacle | None:
        """Return the file at a path, what is in the way there, or ``None`` for nothing."""
        parent, _, name = path.rpartition("/")
        listing = self._listing(parent)
        if listing is None or isinstance(listing, Obstacle):
            return listing
        entry = listing.get(name)
        if entry is None:
            twin = _twin(listing, name)
            return Obstacle(f"differs from your {twin} in case only", vacant=True) if twin else None
        if entry.is_symlink():
            return Obstacle("is a link")
        if entry.is_dir(follow_symlinks=False):
            return Obstacle("is a folder")
        return entry if entry.is_file(follow_symlinks=False) else Obstacle("is not a file")

    def owners_files(self, ours: Collection[str]) -> OwnersFiles:
        """Return the owner's own files, for finding those of ours that were renamed.

        Caches, virtual environments, uploads, secrets and what is huge are left out.

        Args:
            ours: Paths to leave out too.
        """
        return OwnersFiles(self, dict(self._walk("", frozenset(ours))))

    def _walk(self, folder: str, ours: frozenset[str]) -> Iterator[tuple[str, int]]:
        listing = self._listing(folder)
        if not isinstance(listing, dict) or _is_foreign(folder, listing):
            return
        for name, entry in sorted(listing.items()):
            path = f"{folder}/{name}" if folder else name
            if entry.is_dir(follow_symlinks=False):
                if name not in _SKIPPED and path not in _SKIPPED_AT_THE_TOP:
                    yield from self._walk(path, ours)
            elif path not in ours and path not in _NEVER_OURS and not name.endswith(".theirs"):
                status = entry.stat(follow_symlinks=False)
                regular = stat.S_ISREG(status.st_mode) and status.st_size <= _HUGE
                if regular and not inside_error(path):  # another path could not be followed
                    yield path, status.st_size

    def _listing(self, folder: str) -> dict[str, os.DirEntry[str]] | Obstacle | None:
        """Return a folder's entries by name, what is in the way to it, or that it is not there."""
        try:
            return self._listings[folder]
        except KeyError:
            listing = self._listings[folder] = self._look(folder)
            return listing

    def _look(self, folder: str) -> dict[str, os.DirEntry[str]] | Obstacle | None:
        if folder:
            parent, _, name = folder.rpartition("/")
            above = self._listing(parent)
            if not isinstance(above, dict):
                return above
            if name not in above:
                twin = _twin(above, name)
                what = f"is in {folder}, which differs from your {twin} in case only"
                return Obstacle(what, above=True, vacant=True) if twin else None
            if not above[name].is_dir(follow_symlinks=False):
                what = "a link" if above[name].is_symlink() else "not a folder"
                return Obstacle(
                    f"is in {folder}, which is {what}", above=True, vacant=what == "not a folder"
                )
        scanned = self._scanned.get(folder)
        if scanned is None:
            scanned = self._scanned[folder] = self._scan(folder)
        if not self._gone or isinstance(scanned, Obstacle):
            return scanned
        above_name = f"{folder}/" if folder else ""
        return {name: it for name, it in scanned.items() if above_name + name not in self._gone}

    def _scan(self, folder: str) -> dict[str, os.DirEntry[str]] | Obstacle:
        try:
            with os.scandir(self.folder / folder) as entries:
                return {entry.name: entry for entry in entries}
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            where = folder or str(self.folder)
            what = f"is in {where}, which cannot be read: {why}"
            return Obstacle(what, above=True, error=error)


class OwnersFiles(Mapping[str, Content]):
    """Files of the owner's own by path, each read when it is asked for.

    Attributes:
        sizes: How many bytes each holds, without reading it.
    """

    def __init__(self, disk: Disk, sizes: Mapping[str, int]) -> None:
        self.sizes = sizes
        self._disk = disk

    def __getitem__(self, path: str) -> Content:
        """Return a file; one that cannot be read is like an empty one."""
        if path not in self.sizes:
            raise KeyError(path)
        return self._disk.content(path) or Content(b"")

    def __iter__(self) -> Iterator[str]:
        """Iterate over the paths."""
        return iter(self.sizes)

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self.sizes)


def _twin(listing: Mapping[str, object], name: str) -> str:
    """Return a name that some file system takes for the same one, or nothing."""
    same = folded(name)
    return next((it for it in listing if it != name and folded(it) == same), "")


def _is_foreign(folder: str, listing: Mapping[str, object]) -> bool:
    """Tell whether a folder is a virtual environment, or a project or repository of its own."""
    if "pyvenv.cfg" in listing:
        return True
    return bool(folder) and (".git" in listing or "quickscale.lock" in listing)
