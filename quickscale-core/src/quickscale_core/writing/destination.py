"""Check the folder of a new project before anything is written."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError, UsageError
from quickscale_core.paths.content import Content
from quickscale_core.paths.file_names import FILE_NAME
from quickscale_core.paths.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Place", "asking_folder", "current_folder", "new_folder"]

_WELCOME = re.compile(r"(readme|license|licence|copying)(\.\w+)?", re.IGNORECASE)
_FURNITURE = {".git", ".venv", ".DS_Store"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A folder a project may be put into.

    Attributes:
        folder: Absolute.
        exists: Whether it is there already, as with ``quickscale init`` without a name.
        disk: Files in it that win over ours, by path.
    """

    folder: Path
    exists: bool
    disk: Mapping[str, Content] = field(default_factory=dict)


def new_folder(parent: Path, name: str) -> Place:
    """Return the place of a new project.

    Args:
        parent: The folder to make it in; links are followed.
        name: The project's name.

    Raises:
        QuickScaleError: The parent is not a folder one may write to, or something has the name.
    """
    parent = Path(os.path.abspath(parent))
    if not parent.is_dir():
        if os.path.lexists(parent):
            raise UsageError(Problem(what=f"{parent} is not a folder", fix="name a folder"))
        fix = f'make it first: mkdir -p "{parent}"'
        raise UsageError(Problem(what=f"{parent} does not exist", fix=fix))
    target = parent / name
    if target.is_symlink():
        raise _refusal(f"{target} exists and is a link", "choose another name or remove the link")
    if target.is_dir():
        fix = "choose another name"
        if not _unwelcome(target):
            fix += f", or make the project in it: cd {shlex.quote(str(target))} && quickscale init"
        raise _refusal(f"{target} exists", fix)
    if target.exists():
        raise _refusal(f"{target} exists and is a file", "choose another name")
    _check_writable(parent)
    return Place(folder=target, exists=False)


def current_folder() -> Place:
    """Return the current folder as a project's place.

    Raises:
        QuickScaleError: It is a project already, holds more than ``.git``, README and LICENSE, or
            may not be written to.
    """
    folder = Path.cwd()
    if (folder / "quickscale.lock").exists():
        raise _refusal(
            f"{folder.name} is a QuickScale project already",
            "give a name to make another one beside it: quickscale init NAME --dest ..",
        )
    return _filled(folder)


def asking_folder(folder: Path) -> Place:
    """Return a folder as a project's place whose ``quickscale.yml`` says what is wanted.

    Raises:
        QuickScaleError: It holds more than that, ``.git``, README and LICENSE, or may not be
            written to.
    """
    return _filled(folder, {FILE_NAME})


def _filled(folder: Path, wanted: Collection[str] = ()) -> Place:
    """Return a folder that holds nothing but what is welcome, or wanted, as a place."""
    if unwelcome := _unwelcome(folder, wanted):
        shown = ", ".join(unwelcome[:3]) + (" ..." if len(unwelcome) > 3 else "")  # noqa: PLR2004
        welcome = ", ".join([".git", *sorted(wanted), "README"])
        raise QuickScaleError(
            Problem(
                what=f"{folder.name or folder} is not empty",
                where=(f"it holds {shown}; only {welcome} and LICENSE may be there",),
                fix="give the project a name and a folder of its own: quickscale init NAME",
            )
        )
    _check_writable(folder)
    disk = {
        entry.name: Content(read_file(f"{folder}/{entry.name}"))
        for entry in sorted(os.scandir(folder), key=lambda it: it.name)
        if entry.name not in _FURNITURE
    }
    return Place(folder=folder, exists=True, disk=disk)


def _unwelcome(folder: Path, wanted: Collection[str] = ()) -> list[str]:
    """Return what in a folder keeps a project out of it."""
    return sorted(
        entry.name
        for entry in os.scandir(folder)
        if entry.name not in {*_FURNITURE, *wanted}
        and not (_WELCOME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False))
    )


def _check_writable(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _refusal(f"{folder} is read-only", "choose a folder you may write to")


def _refusal(what: str, fix: str) -> QuickScaleError:
    return QuickScaleError(Problem(what=what, fix=fix))
