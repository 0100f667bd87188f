"""Plans: what happens to each path of a project. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from quickscale_core.paths.content import Content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.record.lock import LockedFile

__all__ = ["EDITED", "OWNER", "Change", "ChangeKind", "Plan", "plan_project"]

ChangeKind = Literal[
    "create", "update", "unchanged", "merge", "conflict", "delete", "rename", "missing"
]
"""What happens to a path, in one word. A new project has ``create`` and ``unchanged`` only, and
``missing`` is a file of ours that is gone, while nobody said that it is to be."""

EDITED: Final = "you edited it"
"""The note of a file that stays as its owner edited it, since upstream did not change it."""

OWNER: Final = "owner"
"""The origin of a file that was the project owner's before, and wins over ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What happens to one path.

    Attributes:
        path: Relative to the project, with ``/`` between its parts.
        kind: What happens to it.
        before: What stands there now, or ``None``.
        after: What will stand there, or ``None``.
        origin: Name of the plugin that decides, or :data:`OWNER`.
        source: Of a ``rename``, the path whose file it was; a change of its own deletes it there.
        note: Why, where the kind alone does not say it: ``"you edited it"``.
    """

    path: str
    kind: ChangeKind
    before: Content | None
    after: Content | None
    origin: str
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to every path, sorted by path.

    Attributes:
        changes: One per path.
        moves: Files of ours that the owner renamed: the path we made them at, and theirs.
        conflicts: Paths at which the owner has a conflict to resolve once the plan is applied,
            those of earlier plans included.
        unmerged: Files of ours whose merge git, or who merged in its stead, has not finished.
        missing: Files of ours that are gone, while the owner did not say that they are to be.
        deleted: Files of ours that are gone because the owner said so.
        dropped: Files as they were made that no plugin has any more, and that the owner keeps.
    """

    changes: tuple[Change, ...]
    moves: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[str, ...] = ()
    unmerged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    dropped: tuple[LockedFile, ...] = ()

    @property
    def writes(self) -> tuple[Change, ...]:
        """The changes that put bytes on the disk."""
        return tuple(it for it in self.changes if it.after is not None and it.after != it.before)

    @property
    def deletes(self) -> tuple[Change, ...]:
        """The changes that take a file off the disk."""
        return tuple(it for it in self.changes if it.before is not None and it.after is None)

    @property
    def kept(self) -> tuple[str, ...]:
        """Paths of ours that stay with a file the owner had before."""
        return tuple(change.path for change in self.changes if change.origin == OWNER)


def plan_project(tree: FileTree, disk: Mapping[str, Content]) -> Plan:
    """Plan a folder that holds no project yet.

    Args:
        tree: Every file the project is to have.
        disk: What the folder holds already, by path. It wins over ours, also where the two names
            differ in case only, which many file systems cannot hold side by side.

    Returns:
        A change for every path of the tree.
    """
    taken = {path.casefold(): path for path in disk}
    changes = []
    for path, file in tree.items():
        theirs = taken.get(path.casefold())
        before = None if theirs is None else disk[theirs]
        after = file.content
        if before is None:
            changes.append(
                Change(path=path, kind="create", before=None, after=after, origin=file.owner)
            )
        else:
            origin = file.owner if before == after else OWNER
            changes.append(
                Change(path=path, kind="unchanged", before=before, after=before, origin=origin)
            )
    return Plan(tuple(changes))
