"""Repair the lock's list of conflicts: drop resolved ones, add those it lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quickscale_core.doctor.case import Finding
from quickscale_core.merging.conflict_markers import Clash, unmark
from quickscale_core.merging.file_merge import THEIRS
from quickscale_core.record.lock import LOCK_NAME
from quickscale_core.updating.conflicts import find_unmerged, unmerged_problem, unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.doctor.case import Case

__all__ = ["check_conflicts"]


def check_conflicts(case: Case) -> Iterator[Finding]:
    """Compare the lock's conflicts with the files' marks."""
    if case.lock is None:
        return
    listed = {*case.lock.conflicts}
    resolved = {path for path in listed if not unresolved(path, case.disk)}
    if resolved:
        yield Finding(
            what=f"{LOCK_NAME} still lists conflicts that are resolved",
            where=tuple(sorted(resolved)),
            repair="strike them off",
        )
    moves = dict(case.lock.moves)
    made = {moves.get(path, path) for path in case.lock.made()} | {*case.lock.made()}
    ours: set[str] = set()
    for path in made - listed:
        content = case.disk.content(path)
        pieces = unmark(content.data) if content is not None else []
        marked = any(isinstance(it, Clash) for it in pieces)
        if marked or case.disk.content(path + THEIRS) is not None:
            ours.add(path)
    if ours:
        yield Finding(
            what=f"files have conflicts that {LOCK_NAME} does not list",
            where=tuple(sorted(ours)),
            repair="list them, so that quickscale resolve resolves them",
        )
    if unmerged := find_unmerged(case.folder, case.lock, case.disk):
        problem = unmerged_problem(unmerged)
        yield Finding(what=problem.what, where=problem.where, fix=problem.fix)
    conflicts = tuple(sorted((listed - resolved) | ours))
    if conflicts != case.lock.conflicts:
        case.relock(replace(case.lock, conflicts=conflicts))
