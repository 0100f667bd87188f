"""Plan an update: the new tree against the lock, the disk and the pristine bytes. Pure.

Per path there are three states: what was made, what its owner has, and what upstream has. The
owner's edits are never lost: they are kept, merged, or marked as a conflict.
"""

from __future__ import annotations

import shlex
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import EXIT_CONFLICTS, Problem, QuickScaleError
from quickscale_core.merging.file_merge import THEIRS
from quickscale_core.updating.conflicts import unmerged_problem, unresolved
from quickscale_core.updating.decisions import FileDecisions
from quickscale_core.updating.made_files.kept_bytes import KeptBytes
from quickscale_core.updating.made_files.made_states import MadeStates
from quickscale_core.updating.made_files.moved_folders import MovedFolders
from quickscale_core.updating.made_files.renames import pair_files
from quickscale_core.updating.plan import Plan
from quickscale_core.updating.shipped_migrations import check_migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.record.lock import Lock
    from quickscale_core.updating.made_files.renames import Pair
    from quickscale_core.updating.plan import Change

__all__ = ["plan_update"]

_NONE_KNOWN: Final[Mapping[str, str]] = MappingProxyType({})


def plan_update(  # noqa: PLR0913 - the last three are seldom given
    tree: FileTree,
    lock: Lock,
    disk: Disk,
    pristine: Callable[[str], bytes],
    *,
    keep_edited: bool = True,
    versions: Mapping[str, str] = _NONE_KNOWN,
    unmerged: Collection[str] = (),
) -> Plan:
    """Plan what is to happen to each path of a project that exists.

    Once the plan is applied, the lock's files are the tree's, without ``quickscale.yml`` and the
    plan's ``kept``: a file that is gone stays in the lock, and comes back with no update. Where
    the lock does not say that its owner deleted it, the plan names it as missing.

    Args:
        tree: Every file the project is to have, ``quickscale.yml`` included.
        lock: What was made before.
        disk: What stands in the project's folder.
        pristine: Returns the bytes that were made, by their SHA-256, and raises QuickScaleError
            where they are lost; asked for few files only.
        keep_edited: Whether a file that upstream no longer has stays where its owner edited it.
        versions: The plugins' versions by name, to say whose a change is.
        unmerged: Paths whose merge git has not finished.

    Returns:
        The plan. It touches no link and nothing behind one, and writes over nothing that was not
        looked at.

    Raises:
        QuickScaleError: Files with unresolved conflicts, of ours or of git's, would change, a
            migration would change that databases may have applied, or something is in the way; all
            of it at once.
    """
    made_by = {it.name: it.version for it in lock.plugins} | {"base": lock.core}
    kept = KeptBytes(pristine, tree)
    states = MadeStates(kept, made_by, versions)
    pairs = pair_files(tree, lock, disk, kept)
    # what no plugin has and its owner has no more is new where a plugin has it again
    gone = [it for it in pairs if it.dropped and it.place is None]
    pairs = tuple(it for it in pairs if it not in gone)
    kept_lines = {it.made: it.states for it in gone if it.made not in tree}
    old = _still_unresolved(lock, pairs, disk)
    decisions = FileDecisions(
        tree,
        disk,
        states,
        kept=lock.kept,
        deleted=lock.deleted,
        unresolved=old,
        unmerged=unmerged,
        keep_edited=keep_edited,
    )
    taken = {pair.place for pair in pairs}
    folders = MovedFolders(
        {it.made: it.place for it in pairs if it.place is not None and not it.dropped}
    )
    known = {pair.path for pair in pairs}
    changes, problems, refused = _collect(
        [
            *(decisions.decide_pair(pair) for pair in pairs),
            *(decisions.decide_new(path, taken, folders) for path in tree if path not in known),
        ]
    )
    problems += check_migrations(tree, pairs, disk, kept, states.label)
    changing = {
        it.path.removesuffix(THEIRS)
        for it in changes
        if it.after != it.before and (it.after or keep_edited)
    }
    again, halfway = sorted(changing & (old - decisions.unmerged)), changing & decisions.unmerged
    if again:
        problems.append(_resolve_first(again))
    if halfway:
        problems.append(unmerged_problem(sorted(halfway)))
    if problems:
        code = EXIT_CONFLICTS if again or halfway else refused
        raise QuickScaleError(*problems, exit_code=code)
    away = {it.path for it in changes if it.before and not it.after}
    return Plan(
        tuple(sorted(changes, key=lambda it: it.path)),
        moves=tuple(sorted([*decisions.moves, *(it for it in lock.moves if it[0] in kept_lines)])),
        conflicts=tuple(sorted((decisions.conflicts | old) - away)),
        unmerged=tuple(sorted(decisions.unmerged)),
        missing=tuple(sorted(decisions.missing)),
        deleted=_still_deleted(lock, pairs, disk, decisions.deleted),
        dropped=tuple(sorted([*decisions.dropped, *chain(*kept_lines.values())])),
    )


def _collect(
    decisions: Iterable[Iterator[Change]],
) -> tuple[list[Change], list[Problem], int | None]:
    """Collect every path's changes, or its problems and their exit code."""
    changes: list[Change] = []
    problems: list[Problem] = []
    codes: set[int] = set()
    for decision in decisions:
        try:
            changes += list(decision)
        except QuickScaleError as error:
            problems += error.problems
            codes.add(error.exit_code)
    return changes, problems, max(codes, default=None)


def _still_unresolved(lock: Lock, pairs: Iterable[Pair], disk: Disk) -> set[str]:
    """Return the conflicts of earlier plans that are left, where their files are now."""
    places = {pair.made: pair.place for pair in pairs if pair.place is not None}
    found = {places.get(path, path) for path in lock.conflicts}
    return {path for path in found if unresolved(path, disk)}


def _still_deleted(
    lock: Lock, pairs: Iterable[Pair], disk: Disk, decided: Iterable[str]
) -> tuple[str, ...]:
    """Return what the owner deleted, also of plugins that are gone and may come back."""
    followed = {pair.made for pair in pairs if pair.path is not None}
    gone = {it for it in lock.deleted if it not in followed and not disk.exists(it)}
    return tuple(sorted({*decided, *gone}))


def _resolve_first(paths: list[str]) -> Problem:
    many = len(paths) > 1
    subject = f"{len(paths)} files have" if many else f"{paths[0]} has"
    return Problem(
        what=f"{subject} conflicts of an earlier update, and would change again",
        where=tuple(paths) if many else (),
        fix=f"resolve them first: quickscale resolve {' '.join(map(shlex.quote, paths))}",
    )
