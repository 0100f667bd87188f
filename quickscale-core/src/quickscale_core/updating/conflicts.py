"""Resolve the conflicts an update left: marks in a text, or upstream's file beside the owner's.

The lock lists the paths; whether one is resolved is seen in the file itself. A file of ours that is
gone is a conflict as well, until the owner has said that it stays away.
"""

from __future__ import annotations

import shlex
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from quickscale_core.errors import EXIT_USAGE, Problem, QuickScaleError
from quickscale_core.merging.conflict_markers import Clash, has_markers, unmark
from quickscale_core.merging.file_merge import THEIRS
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import FileTree
from quickscale_core.paths.git_commands import unmerged_paths
from quickscale_core.record.lock import LOCK_NAME, format_lock
from quickscale_core.updating.made_files.kept_bytes import KeptBytes
from quickscale_core.updating.made_files.made_states import is_half_merged
from quickscale_core.writing.apply import change_folder
from quickscale_core.writing.disk_calls import Write
from quickscale_core.writing.pristine_objects import read_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.record.lock import Lock
    from quickscale_core.record.project_on_disk import ExistingProject
    from quickscale_core.updating.made_files.missing_files import MissingFile

__all__ = [
    "Conflict",
    "Resolution",
    "Side",
    "find_conflicts",
    "find_unmerged",
    "take_sides",
    "unmerged_problem",
    "unresolved",
    "write_resolutions",
]

Side = Literal["ours", "theirs", "both"]
"""Whose lines stay. ``both`` is the owner's and then upstream's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A path at which an update left a conflict to resolve.

    Attributes:
        path: The path.
        content: What stands there, or ``None`` where that is not a file.
        pieces: The text from top to bottom, with its clashes.
        beside: Upstream's file, where it could not be merged.
        obstacle: What stands there instead of a file: ``"is a link"``.
        unended: Whether the last line of upstream's file lacks its end.
        missing: The file of ours that is gone, of which the owner has not said that it is to be.
    """

    path: str
    content: Content | None
    pieces: tuple[bytes | Clash, ...] = ()
    beside: Content | None = None
    obstacle: str = ""
    unended: bool = False
    missing: MissingFile | None = None

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """The places at which both changed the text, from top to bottom."""
        return tuple(it for it in self.pieces if isinstance(it, Clash))

    @property
    def resolved(self) -> bool:
        """Whether nothing of it is left."""
        marked = self.content is not None and has_markers(self.content.data)
        return self.beside is None and self.missing is None and not marked

    @property
    def choices(self) -> int:
        """How many times somebody has to take a side."""
        return max(len(self.clashes), 0 if self.resolved else 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """How a conflict is resolved.

    Attributes:
        conflict: The conflict.
        after: What will stand at its path; ``None`` leaves what is there.
    """

    conflict: Conflict
    after: Content | None = None


def unresolved(path: str, disk: Disk) -> bool:
    """Return whether a file has conflict markers, or upstream's file beside it."""
    content = disk.content(path)
    return (content is not None and has_markers(content.data)) or disk.exists(path + THEIRS)


def unmerged_problem(paths: Sequence[str]) -> Problem:
    """Return the problem of files whose merge git has not finished, or left its markers in."""
    what = f"{paths[0]} has a conflict" if len(paths) == 1 else f"{len(paths)} files have conflicts"
    return Problem(
        what=f"{what} of git's, or of another merge, and nothing is merged into that",
        where=tuple(paths) if len(paths) > 1 else (),
        fix=f"resolve it, then tell git: git add {' '.join(map(shlex.quote, paths))}",
    )


def find_unmerged(folder: Path, lock: Lock, disk: Disk) -> tuple[str, ...]:
    """Return the files of ours whose merge git has not finished, or left its markers in.

    Args:
        folder: The project's folder.
        lock: Its lock.
        disk: What stands in the folder.
    """
    listed = unmerged_paths(folder)
    kept = KeptBytes(lambda sha256: read_object(folder, sha256), FileTree({}))
    moves = dict(lock.moves)
    found = []
    for path, states in lock.made().items():
        place = path if disk.exists(path) else moves.get(path, path)
        content = disk.content(place)
        if content is None:
            continue
        half = place not in lock.conflicts and is_half_merged(kept, states, content.data)
        if half or place in listed:
            found.append(place)
    return tuple(found)


def find_conflicts(
    folder: Path,
    lock: Lock,
    disk: Disk,
    wanted: Sequence[str] = (),
    missing: Iterable[MissingFile] = (),
) -> tuple[Conflict, ...]:
    """Return the conflicts of a project, resolved by hand or not.

    Args:
        folder: The project's folder.
        lock: Its lock.
        disk: What stands in the folder.
        wanted: Files, or folders with all that is in them; none means all conflicts.
        missing: The files of ours that are gone, as :func:`find_missing` tells them.

    Raises:
        QuickScaleError: Something is named in which there is no conflict.
    """
    problems = []
    absent = {it.place: it for it in missing}
    every = tuple(sorted({*lock.conflicts, *absent}))
    chosen = set() if wanted else set(every)
    for name in wanted:
        under = {it for it in every if it == name or it.startswith(f"{name}/")}
        if name in {"", "."}:
            under = set(every)
        if not under:
            where = every or ("nothing is in conflict",)
            fix = "name one of these" if every else ""
            problems.append(Problem(what=f"{name} is not in conflict", where=where, fix=fix))
        chosen |= under
    if problems:
        raise QuickScaleError(*problems, exit_code=EXIT_USAGE)
    upstreams = {**{path: path for path in lock.made()}, **{place: it for it, place in lock.moves}}
    return tuple(
        Conflict(path=path, content=None, missing=absent[path])
        if path in absent
        else _look(folder, lock, disk, path, upstreams.get(path, path))
        for path in sorted(chosen)
    )


def take_sides(conflict: Conflict, sides: Sequence[Side]) -> Resolution:
    """Return what a file becomes.

    Args:
        conflict: The conflict.
        sides: Whose lines stay, one for each of its :attr:`Conflict.choices`.

    Raises:
        QuickScaleError: The marks are not whole, or upstream's file cannot be put there or is lost.
    """
    if conflict.missing is not None:
        return _with_missing(conflict, conflict.missing, sides[0])
    ours = conflict.content
    if conflict.beside is not None and sides[0] == "theirs":
        if conflict.obstacle:
            raise QuickScaleError(
                Problem(
                    what=f"{conflict.path} {conflict.obstacle}, which is not written over",
                    fix=f"move it away and {conflict.path}{THEIRS} in its place",
                )
            )
        return Resolution(conflict=conflict, after=conflict.beside)
    if ours is None or not conflict.pieces:
        return Resolution(conflict=conflict)
    answers = iter(sides)
    parts = [it if isinstance(it, bytes) else _taken(it, next(answers)) for it in conflict.pieces]
    if conflict.unended and isinstance(conflict.pieces[-1], Clash) and sides[-1] != "ours":
        parts[-1] = parts[-1].removesuffix(b"\n").removesuffix(b"\r")
    data = b"".join(parts)
    if has_markers(data):
        raise QuickScaleError(
            Problem(
                what=f"{conflict.path} has marks of a conflict that are not whole",
                fix="resolve it in an editor:"
                f" quickscale resolve {shlex.quote(conflict.path)} --edit",
            )
        )
    return Resolution(conflict=conflict, after=Content(data, ours.executable))


def write_resolutions(
    project: ExistingProject, resolutions: Sequence[Resolution], title: str
) -> None:
    """Write what was resolved, and take it off the lock's list; all of it or nothing.

    Args:
        project: The project.
        resolutions: What resolves some of its conflicts.
        title: What ``quickscale undo`` calls it.

    Raises:
        QuickScaleError: The disk refused, or a file changed meanwhile.
    """
    if project.lock is None:
        return
    writes, removes = [], []
    expected: dict[str, Content | None] = {LOCK_NAME: Content(project.lock_data)}
    paths = []
    for it in resolutions:
        path, conflict = it.conflict.path, it.conflict
        paths.append(path)
        if it.after is not None and it.after != conflict.content:
            writes.append(Write(path, it.after))
            expected[path] = conflict.content
        if conflict.beside is not None:
            removes.append(path + THEIRS)
            expected[path + THEIRS] = conflict.beside
    if paths:
        left = tuple(path for path in project.lock.conflicts if path not in paths)
        lock = replace(
            project.lock,
            conflicts=left,
            **_with_answers(project.lock, resolutions),
        )
        writes.append(Write(LOCK_NAME, Content(format_lock(lock))))
        change_folder(project.folder, writes, removes, expected=expected, title=title)


def _look(folder: Path, lock: Lock, disk: Disk, path: str, made: str) -> Conflict:
    content, beside = disk.content(path), disk.content(path + THEIRS)
    obstacle = disk.obstacle(path) if content is None else None
    pieces = tuple(unmark(content.data)) if content and has_markers(content.data) else ()
    unended = False
    if pieces and isinstance(pieces[-1], Clash) and (states := lock.made().get(made)):
        with suppress(QuickScaleError):  # lost by a merge: then its last line has an end
            theirs = read_object(folder, states[-1].sha256)
            unended = bool(theirs) and not theirs.endswith(b"\n")
    return Conflict(
        path=path,
        content=content,
        pieces=pieces,
        beside=beside,
        obstacle=obstacle.what if obstacle else "",
        unended=unended,
    )


def _with_missing(conflict: Conflict, missing: MissingFile, side: Side) -> Resolution:
    """Return whether a file of ours that is gone comes back."""
    if side == "ours":
        return Resolution(conflict=conflict)
    if missing.content is None:
        raise QuickScaleError(
            Problem(
                what=f"how {missing.made} was made is lost, so it cannot be brought back",
                fix="take it from version control, or install the version of its plugin that"
                " quickscale.lock names",
            )
        )
    return Resolution(conflict=conflict, after=missing.content)


def _with_answers(lock: Lock, resolutions: Iterable[Resolution]) -> dict[str, Any]:
    """Return what a lock says once the owner has said of missing files whether they stay away."""
    answered = {it.conflict.missing: it.after for it in resolutions if it.conflict.missing}
    deleted = {it.made for it, after in answered.items() if after is None}
    moved = {(it.made, it.place) for it, after in answered.items() if after and it.place != it.made}
    return {
        "deleted": tuple(sorted({*lock.deleted, *deleted})),
        "moves": tuple(sorted({*lock.moves, *moved})),
    }


def _taken(clash: Clash, side: Side) -> bytes:
    if side == "both":
        ours = clash.ours
        if ours and not ours.endswith(b"\n"):
            ours += b"\r\n" if clash.theirs.endswith(b"\r\n") else b"\n"
        return ours + clash.theirs
    return clash.ours if side == "ours" else clash.theirs
