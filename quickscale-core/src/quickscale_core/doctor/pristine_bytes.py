"""Repair ``.quickscale/objects``: restore lost and damaged objects, remove unused ones."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from quickscale_core.doctor.case import Finding
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.paths.line_ends import with_line_end
from quickscale_core.paths.reading import read_inside
from quickscale_core.record.lock import LockedFile
from quickscale_core.writing.disk_calls import Write
from quickscale_core.writing.journal.manifest import parse_manifest
from quickscale_core.writing.journal.undo_record import FORMER_RECORD, UNDO_RECORD
from quickscale_core.writing.pristine_objects import object_path, pack, read_object, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from quickscale_core.doctor.case import Case
    from quickscale_core.writing.journal.manifest import Entry

__all__ = ["check_objects"]

_NAME: Final = re.compile(r"[0-9a-f]{64}")
_OBJECTS: Final = ".quickscale/objects"


def check_objects(case: Case) -> Iterator[Finding]:
    """Compare what is kept with what the lock names."""
    if case.lock is None:
        return
    needed: dict[str, list[LockedFile]] = {}
    for file in case.lock.files:
        needed.setdefault(file.sha256, []).append(file)
    lost = {digest: files for digest, files in needed.items() if not _is_whole(case, digest)}
    if lost:
        yield from _restored(case, lost)
    stored = _stored(case.folder)
    if surplus := sorted(
        stored - {*needed, *(it.sha256 for it in (*case.lock.files, *case.lock.dropped))}
    ):
        case.removes += [object_path(it) for it in surplus]
        size = sum((case.folder / object_path(it)).stat().st_size for it in surplus)
        yield Finding(
            what=f"{_count(surplus, 'object')} in {_OBJECTS} that no line of the lock names",
            where=(f"{size} bytes",),
            repair="remove them",
        )


def _restored(case: Case, lost: dict[str, list[LockedFile]]) -> Iterator[Finding]:
    """Restore lost bytes from wherever they still are."""
    sources: tuple[tuple[str, Callable[[Case, str, list[LockedFile]], bytes | None]], ...] = (
        ("the file, which is as it was made", _from_disk),
        ("the installed plugin, which makes it still", _from_plugins),
        ("the undo record", _from_undo_record),
    )
    for digest, files in sorted(lost.items(), key=lambda it: it[1][0].path):
        for source, find in sources:
            data = find(case, digest, files)
            if data is not None:
                yield _finding(case, files, digest, data, f"restore it from {source}")
                break
        else:
            yield _given_up(case, digest, files)


def _given_up(case: Case, digest: str, files: list[LockedFile]) -> Finding:
    """Record the file as made from what its plugin makes now, if the plugin is installed."""
    tree = case.tree
    taken = [it for it in files if it.path in tree and tree[it.path].owner == it.owner]
    if case.lock is None or len(taken) < len(files):
        return Finding(
            what=_what(files),
            where=("no update can merge into that file until it is back",),
            fix=f"take it from version control again: git log --all -- {object_path(digest)}",
        )
    owner = files[0].owner
    new = [LockedFile.of(it.path, tree[it.path]) for it in files]
    for it in new:
        path = object_path(it.sha256)
        case.writes[path] = Write(path, Content(pack(tree[it.path].data)))
    gone = {*files}
    rest = [it for it in case.lock.files if it not in gone]
    case.relock(replace(case.lock, files=tuple(sorted({*rest, *new}))))
    return Finding(
        what=_what(files),
        where=(f"or take it from version control: git log --all -- {object_path(digest)}",),
        repair=f"count what {owner} makes now as what was made; your file stays as it is, and what"
        f" {owner} changed in it until now does not come in",
    )


def _finding(case: Case, files: list[LockedFile], digest: str, data: bytes, repair: str) -> Finding:
    path = object_path(digest)
    # packed here, since a file that is written as a packed one is never replaced
    case.writes[path] = Write(path, Content(pack(data)))
    return Finding(what=_what(files), repair=repair)


def _what(files: list[LockedFile]) -> str:
    return f"how {' and '.join(it.path for it in files)} was made is lost"


def _is_whole(case: Case, digest: str) -> bool:
    if object_path(digest) in case.writes:
        return True
    try:
        read_object(case.folder, digest)
    except QuickScaleError:
        return False
    return True


def _from_disk(case: Case, digest: str, files: list[LockedFile]) -> bytes | None:
    moves = dict(case.lock.moves) if case.lock else {}
    for file in files:
        for path in (file.path, moves.get(file.path, "")):
            now = case.disk.content(path) if path else None
            if now is None:
                continue
            for data in (
                now.data,
                with_line_end(now.data, b"\n"),
                with_line_end(now.data, b"\r\n"),
            ):
                if sha256(data).hexdigest() == digest:
                    return data
    return None


def _from_plugins(case: Case, digest: str, files: list[LockedFile]) -> bytes | None:
    found = [case.tree[it.path] for it in files if it.path in case.tree]
    return next((it.data for it in found if it.sha256 == digest), None)


def _from_undo_record(case: Case, digest: str, files: list[LockedFile]) -> bytes | None:
    """Return what a change that can be undone replaced or took away, if it was this file."""
    paths = {it.path for it in files} | {object_path(digest)}
    for record, number, entry in _undoable(case.folder):
        if entry.path not in paths:
            continue
        try:
            data = read_inside(str(case.folder), f"{record}/{number}.old")
            data = unpack(data, digest) if entry.path == object_path(digest) else data
        except (OSError, zlib.error):
            continue
        if sha256(data).hexdigest() == digest:
            return data
    return None


def _undoable(folder: Path) -> Iterator[tuple[str, int, Entry]]:
    """Yield what is in the record of the last change, and in those below it."""
    record = UNDO_RECORD
    while True:
        try:
            manifest = parse_manifest(read_inside(str(folder), f"{record}/journal.json"))
        except OSError:
            return
        for number, entry in enumerate(manifest.entries if manifest else ()):
            yield record, number, entry
        record = f"{record}/{FORMER_RECORD}"


def _stored(folder: Path) -> set[str]:
    try:
        if any((folder / it).is_symlink() for it in (".quickscale", _OBJECTS)):
            return set()
        return {it.name for it in (folder / _OBJECTS).iterdir() if _NAME.fullmatch(it.name)}
    except OSError:
        return set()


def _count(things: list[str], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"
