"""Undo the last change of a project, from the journal that was kept as its undo record."""

from __future__ import annotations

import os
import shlex
import stat
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.paths.reading import read_file
from quickscale_core.paths.trust import check_untracked
from quickscale_core.writing.disk_calls import Write, reason
from quickscale_core.writing.disk_state import has_state, is_folder, is_free, present
from quickscale_core.writing.dotenv import DOTENV
from quickscale_core.writing.journal.change import change, look_only
from quickscale_core.writing.journal.manifest import read_manifest
from quickscale_core.writing.journal.undo_record import LOCAL, UNDO_RECORD
from quickscale_core.writing.preflight import preflight

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.paths.content import FileState
    from quickscale_core.writing.journal.manifest import Entry, Manifest
    from quickscale_core.writing.preflight import Preflight

__all__ = ["ChangeRecord", "TakenBack", "last_change", "taken_back", "undo"]

_OURS: Final = (".quickscale/local/", ".quickscale/objects/")
"""What is about this copy alone, and pristine bytes, whose names say what they hold. They go back
too, and later changes to them count for nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeRecord:
    """A change that can be undone.

    Attributes:
        title: What was done: ``"add auth"``.
        made: Files it made, which undoing removes.
        replaced: Files it replaced, which get their former bytes and permission bits back.
        removed: Files it took away, which come back.
        left: Files it changed that undoing leaves as they are: ``.env``.
    """

    title: str
    made: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenBack:
    """Files of the last change that stand as they were before it, while its lock is in place.

    Attributes:
        title: What the change is called.
        paths: The files that it replaced.
    """

    title: str
    paths: tuple[str, ...]


def taken_back(folder: Path, lock_name: str) -> TakenBack | None:
    """Return what was taken back of the last change, as by ``git checkout`` of a folder.

    The files look like edits of their owner's, and are old ones below a new lock.

    Args:
        folder: The project's folder, absolute.
        lock_name: Where its lock stands, which has to be as the change left it.
    """
    root = str(folder)
    try:
        manifest = _read(folder)
        entries = {it.path: it for it in manifest.entries} if manifest else {}
        lock = entries.get(lock_name)
        if manifest is None or lock is None or not has_state(root, lock_name, lock.after):
            return None
        paths = tuple(
            sorted(
                it.path
                for it in entries.values()
                if it.before and it.after and it.before.sha256 != it.after.sha256
                if it.path not in {DOTENV, lock_name} and not it.path.startswith(".quickscale/")
                if has_state(root, it.path, it.before)
            )
        )
    except (OSError, QuickScaleError):  # what cannot be told is not
        return None
    return TakenBack(title=manifest.title, paths=paths) if paths else None


def last_change(folder: Path) -> ChangeRecord | None:
    """Return what the last change of a project did, or ``None`` where none can be undone.

    Args:
        folder: The project's folder, absolute.

    Raises:
        QuickScaleError: The record cannot be read.
    """
    try:
        manifest = _read(folder)
    except OSError as error:
        raise reason(error, f"cannot read what was last done in {folder.name}") from error
    return None if manifest is None else _summary(manifest)


def undo(folder: Path, *, dry_run: bool = False) -> ChangeRecord:
    """Bring a project back to before its last change: all of it, or nothing.

    Args:
        folder: The project's folder, absolute.
        dry_run: Whether to stop before anything is written, having refused what is refused.

    Returns:
        The change that was undone, which now is forgotten.

    Raises:
        QuickScaleError: There is nothing to undo; files have changed since, all of them; something
            is in the way; the disk refused; or another process is at work. The folder is as it was.
    """
    undone: list[ChangeRecord] = []

    def look() -> Preflight:
        manifest = _read(folder)
        if manifest is None:
            raise QuickScaleError(
                Problem(
                    what=f"there is not a change of {folder.name} to undo",
                    fix="take former files from version control, if you keep them there",
                )
            )
        undone.append(_summary(manifest))
        found = _look(folder, manifest)
        if found.moved:
            title = manifest.title
            raise QuickScaleError(
                Problem(
                    what=f'files have changed since "{title}", and undoing it would lose that',
                    where=found.moved,
                    fix="take them from version control as they were, or undo the rest by hand",
                )
            )
        found.check()
        return found

    if dry_run:
        look_only(folder, look)
    else:
        change(folder, look, title=f"undo {folder.name}", outcome="undo")
    return undone[0]


def _read(folder: Path) -> Manifest | None:
    """Return the undo record's manifest."""
    above = (".quickscale", LOCAL, UNDO_RECORD)
    if not all(is_folder(f"{folder}/{it}") for it in above):  # a link would lead out of the folder
        return None
    place = f"{folder}/{UNDO_RECORD}/journal.json"
    if not present(place):
        return None
    check_untracked(folder)
    return read_manifest(place)


def _summary(manifest: Manifest) -> ChangeRecord:
    paths: dict[str, list[str]] = {"made": [], "replaced": [], "removed": []}
    for it in manifest.entries:
        if it.path != DOTENV and not it.path.startswith(".quickscale/"):
            paths[_kind(it)].append(it.path)
    return ChangeRecord(
        title=manifest.title,
        left=tuple(it.path for it in manifest.entries if it.path == DOTENV),
        **{kind: tuple(sorted(paths[kind])) for kind in paths},
    )


def _kind(entry: Entry) -> str:
    if entry.before is None:
        return "made"
    return "removed" if entry.after is None else "replaced"


def _look(folder: Path, manifest: Manifest) -> Preflight:
    """Look at every file of a change, and say what is to be done to undo it."""
    entries = {
        number: it
        for number, it in enumerate(manifest.entries)
        if it.path != DOTENV and not _is_as_before(str(folder), it)
    }
    before = {it.path: it.before for it in entries.values()}
    after = {it.path: it.after for it in entries.values()}
    expected: dict[str, FileState | None] = {
        path: state for path, state in after.items() if not path.startswith(_OURS)
    }
    writes = [
        Write(it.path, Content(_former_bytes(folder, number, it.before), it.before.executable))
        for number, it in entries.items()
        if it.before is not None
    ]
    removes = [it.path for it in entries.values() if it.before is None]
    found = preflight(folder, writes, removes, expected)
    operations = tuple(
        # permission bits that were changed since then stay
        replace(it, mode=former.mode)
        if (former := before[it.path]) and it.before in {None, after[it.path]}
        else it
        for it in found.operations
    )
    modes = dict(manifest.emptied)
    ours = {path for path, _ in manifest.made}
    return replace(
        found,
        operations=operations,
        made=tuple((path, modes.get(path)) for path, _ in found.made),
        emptied=tuple((path, mode) for path, mode in found.emptied if path in ours),
    )


def _is_as_before(root: str, entry: Entry) -> bool:
    """Return whether a file is as it was before the change, such as by ``git checkout``."""
    if entry.before is None:
        return is_free(root, entry.path)
    return has_state(root, entry.path, entry.before)


def _former_bytes(folder: Path, number: int, state: FileState) -> bytes:
    """Return what a file held before the change."""
    place = f"{folder}/{UNDO_RECORD}/{number}.old"
    if present(place) and stat.S_ISREG(os.lstat(place).st_mode):
        data = read_file(place)
        if sha256(data).hexdigest() == state.sha256:
            return data
    raise QuickScaleError(
        Problem(
            what=f"what is kept to undo the last change of {folder.name} is damaged",
            where=(place,),
            fix=f"forget it: rm -r {shlex.quote(str(folder / UNDO_RECORD))}",
        )
    )
