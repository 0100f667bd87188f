"""A plugin's source, in a git checkout or in a folder: found by its import name, and read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.giving_back.git import Git
from quickscale_core.paths.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Checkout", "open_checkout"]

_SKIPPED = {"__pycache__", "node_modules", "site-packages"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkout:
    """Where a plugin's source lies.

    Attributes:
        folder: The folder it was looked for in, absolute.
        package: The plugin's folder, relative to the repository's top or else to ``folder``.
        git: The repository, or ``None`` of a folder without one.
        base: What a new branch begins from: ``"main"``.
        commit: The commit that is.
    """

    folder: Path
    package: str
    git: Git | None = None
    base: str = ""
    commit: str = ""
    _entries: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)

    def content(self, path: str) -> Content | None:
        """Return what stands at a path, or ``None`` where that is not a file.

        Args:
            path: Relative as ``package`` is.
        """
        if self.git is None:
            place = self.folder / path
            if not place.is_file():
                return None
            return Content(place.read_bytes(), bool(place.stat().st_mode & stat.S_IXUSR))
        mode, blob = self._entries.get(path, ("", ""))
        if not mode.startswith("100"):
            return None
        return Content(self.git.run("cat-file", "blob", blob), mode == "100755")


def open_checkout(folder: Path, anchor: str, onto: str = "") -> Checkout:
    """Find a plugin's source.

    Args:
        folder: A git checkout, a folder in one, or a folder that holds the source otherwise.
        anchor: The plugin's module: ``"quickscale_modules/auth/plugin.py"``.
        onto: The commit a new branch begins from; empty means the main branch.

    Raises:
        QuickScaleError: There is no such source, more than one, or git refuses.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise QuickScaleError(
            Problem(what=f"{folder} is not a folder", fix="name a checkout of the plugin's source")
        )
    git = Git.at(folder)
    if git is None:
        found = _found(anchor, _walk(folder), str(folder))
        return Checkout(folder=folder, package=found)
    base = onto or git.main_branch()
    commit = git.commit(base)
    if commit is None:
        what = f"{folder.name} has no commit called {base}" if onto else f"{base} has no commit"
        raise QuickScaleError(
            Problem(what=what, where=(str(folder),), fix="name another one: --onto BRANCH")
        )
    entries = git.files(commit)
    prefix = git.prefix()
    inside = (path for path in entries if path.startswith(prefix))
    package = _found(anchor, inside, f"{base} of {folder}")
    within = {it: entries[it] for it in entries if it.startswith(f"{package}/")}
    return Checkout(
        folder=folder, package=package, git=git, base=base, commit=commit, _entries=within
    )


def _found(anchor: str, paths: Iterable[str], where: str) -> str:
    """Return the folder of the one path that ends in a plugin's module."""
    found = sorted(it for it in paths if f"/{it}".endswith(f"/{anchor}"))
    if len(found) == 1:
        return found[0].rpartition("/")[0]
    if not found:
        raise QuickScaleError(
            Problem(
                what=f"there is no {anchor}",
                where=(f"in {where}",),
                fix="name a checkout of the plugin's source",
            )
        )
    raise QuickScaleError(
        Problem(
            what=f"{anchor} is there {len(found)} times",
            where=(f"in {where}", *found),
            fix="name the folder of the one that is meant",
        )
    )


def _walk(folder: Path) -> Iterable[str]:
    """Yield the files below a folder; environments and hidden folders are left out."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(it for it in folders if it not in _SKIPPED and not it.startswith("."))
        relative = Path(place).relative_to(folder)
        yield from ((relative / name).as_posix() for name in sorted(names))
