"""Repair a ``quickscale.lock`` that is lost, damaged, or holds the lines of two branches."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from quickscale_core import __version__
from quickscale_core.doctor.case import Finding
from quickscale_core.errors import QuickScaleError
from quickscale_core.merging.similarity import shared_lines
from quickscale_core.paths.content import Content
from quickscale_core.record.lock import LOCK_NAME, Lock, LockedFile, format_lock, read_lock
from quickscale_core.record.project_records import next_lock
from quickscale_core.updating.made_files.made_states import made_as
from quickscale_core.writing.pristine_objects import object_path, read_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quickscale_core.doctor.case import Case

__all__ = ["check_lock"]

_MARKS: Final = re.compile(rb"(<{7}|={7}|>{7}|\|{7})( |\r?$)", re.MULTILINE)
_SCHEMA: Final = re.compile(rb"schema \d{1,9}\r?")
_SHOWN: Final = 5  # damaged lines that are shown
_FROM_GIT: Final = f"take it from version control again: git checkout -- {LOCK_NAME}"


def check_lock(case: Case) -> Iterator[Finding]:
    """Read the lock as far as it can be read, and make it whole."""
    data = case.lock_data or b""
    sound, damaged = _sort_lines(data)
    try:
        case.lock = read_lock(sound)
    except QuickScaleError as error:  # a schema that is not known yet
        yield from (Finding(what=it.what, where=it.where, fix=it.fix) for it in error.problems)
        return
    if damaged or not case.lock.files:
        yield _completed(case, case.lock, damaged)
    elif lines := _doubled_lines(case.lock, data):
        case.relock(_merged(case, case.lock))
        yield Finding(
            what=f"{LOCK_NAME} has what a merge of two branches left",
            where=lines,
            repair="keep of each file the line that fits it best, and write the lock in order",
        )


def _sort_lines(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a lock of the valid lines, and the others as text."""
    try:
        read_lock(data)
    except QuickScaleError:
        pass
    else:
        return data, ()
    sound, damaged = [], []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if _is_sound(line):
            sound.append(line)
        else:
            shown = ascii(line.decode("utf-8", "replace"))[1:-1]
            damaged.append(f"{LOCK_NAME}:{number}: {shown[:80]}")
    if not any(_SCHEMA.fullmatch(line) for line in sound):
        sound.append(b"schema 1")
    if not any(line.startswith(b"core ") for line in sound):
        sound.append(f"core {__version__}".encode())
    return b"\n".join(sound), tuple(damaged)


def _is_sound(line: bytes) -> bool:
    if _SCHEMA.fullmatch(line):
        return True
    try:
        read_lock(b"schema 1\ncore 0\n" + line)
    except QuickScaleError:
        return False
    return True


def _completed(case: Case, lock: Lock, damaged: tuple[str, ...]) -> Finding:
    """Restore lost lines."""
    if case.lock_data is None:
        what = f"{LOCK_NAME} is missing"
    elif damaged:
        what = f"{LOCK_NAME} has {len(damaged)} damaged line{'' if len(damaged) == 1 else 's'}"
    else:
        what = f"{LOCK_NAME} names no file"
    where = damaged[:_SHOWN]
    project, _ = case.composing
    if project is None:
        if not lock.files:
            case.lock = None
        else:
            case.relock(_merged(case, lock))
        return Finding(what=what, where=where, fix=_FROM_GIT)
    made = next_lock(project.selection, project.tree, kept=lock.kept)
    known = {it.path for it in lock.files} | {*lock.kept}
    answered = {(it.plugin, it.name) for it in lock.options}
    named = {it.name for it in lock.plugins}
    found = [_line(case, it) for it in made.files if it.path not in known]
    lines = tuple(it for it in found if it is not None)
    lock = replace(
        lock,
        plugins=tuple(
            sorted([*lock.plugins, *(it for it in made.plugins if it.name not in named)])
        ),
        options=tuple(
            sorted(
                [
                    *lock.options,
                    *(it for it in made.options if (it.plugin, it.name) not in answered),
                ]
            )
        ),
        files=tuple(sorted([*lock.files, *lines])),
    )
    case.relock(_merged(case, lock))
    return Finding(
        what=what,
        where=where,
        repair=f"write {len(lines)} lines anew, from the installed plugins and what is kept in"
        " .quickscale/objects; to be surer, leave it and " + _FROM_GIT,
    )


def _line(case: Case, made: LockedFile) -> LockedFile | None:
    """Return the line of a file that has none, or ``None`` of a file that is not there.

    Nothing gets lost if the line is wrong: the file counts as edited then.
    """
    now = case.disk.content(made.path)
    if now is None:
        return None
    digest = sha256(now.data).hexdigest()
    stored = case.folder / object_path(digest)
    if made_as([made], now.data) is None and digest != made.sha256 and stored.is_file():
        return replace(made, sha256=digest)
    return made


def _doubled_lines(lock: Lock, data: bytes) -> tuple[str, ...]:
    """Return the lines that show that a lock was merged: markers, doubled lines, another order."""
    lines = [line.removesuffix(b"\r") for line in data.split(b"\n")]
    told = ["conflict markers"] if _MARKS.search(data) else []
    told += [f"{path} is there {len(it)} times" for path, it in lock.made().items() if len(it) > 1]
    written = format_lock(lock).split(b"\n")
    for word in (b"core ", b"plugin ", b"moved ", b"option "):
        here = [line for line in lines if line.startswith(word)]
        if len({_subject(line) for line in here}) < len(here):
            told.append(f"several {word.decode().strip()} lines for the same")
    facts = {*written}
    if not told and [it for it in lines if it in facts] != [it for it in written if it in {*lines}]:
        told.append("lines out of order, or twice")
    return tuple(told)


def _subject(line: bytes) -> tuple[bytes, ...]:
    """Return what a line is about: its first word, and of most its second."""
    words = line.split(b" ")
    return tuple(words[: {b"core": 1, b"option": 3}.get(words[0], 2)])


def _merged(case: Case, lock: Lock) -> Lock:
    """Return a lock in which each file, move and option has one line."""
    moves: dict[str, str] = {}
    for made, place in lock.moves:
        if made not in moves or case.disk.exists(place):
            moves[made] = place
    options = {(it.plugin, it.name): it for it in lock.options}
    return replace(
        lock,
        files=tuple(_one(case, states, moves) for states in lock.made().values()),
        moves=tuple(sorted(moves.items())),
        options=tuple(sorted(options.values())),
    )


def _one(case: Case, states: Sequence[LockedFile], moves: dict[str, str]) -> LockedFile:
    """Return the state that a file most probably was made in."""
    if len(states) == 1:
        return states[0]
    path = states[0].path
    now = case.disk.content(path) or case.disk.content(moves.get(path, path))
    if now is not None and (state := made_as(states, now.data)):
        return state
    file = case.tree.get(path)
    for state in states:
        if file is not None and state.sha256 == file.sha256:
            return state
    return max(states, key=lambda it: _similarity(case, it, now))


def _similarity(case: Case, state: LockedFile, now: Content | None) -> float:
    try:
        data = read_object(case.folder, state.sha256)
    except QuickScaleError:
        return -1.0
    return shared_lines(data, now.data) if now is not None else 0.0
