"""Decide what happens to one path, from what was made, the owner's edits and upstream. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.merging.conflict_markers import Labels, has_foreign_markers
from quickscale_core.merging.file_merge import THEIRS, Merged, adopt_file, as_checked_out
from quickscale_core.paths.content import Content
from quickscale_core.paths.folder_reader import Obstacle
from quickscale_core.paths.line_ends import line_end_of
from quickscale_core.paths.project_paths import folded
from quickscale_core.rendering.render import YML_PATH
from quickscale_core.updating.made_files.made_states import MadeStates, made_as
from quickscale_core.updating.plan import OWNER, Change

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from quickscale_core.paths.filetree import File, FileTree
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.record.lock import LockedFile
    from quickscale_core.updating.made_files.moved_folders import MovedFolders
    from quickscale_core.updating.made_files.renames import Pair

__all__ = ["FileDecisions"]


class FileDecisions:
    """Decides for each path, and collects what a plan holds beside its changes.

    Args:
        tree: Every file the project is to have.
        disk: What stands in the project's folder.
        states: What was made.
        kept: Paths of ours that are the owner's.
        deleted: Paths of ours that are to stay absent.
        unresolved: Paths with conflicts of earlier plans.
        unmerged: Paths whose merge git has not finished, ours and others.
        keep_edited: Whether a file that upstream no longer has stays where its owner edited it.

    Attributes:
        moves: As in :class:`~quickscale_core.updating.plan.Plan`.
        conflicts: Paths at which this plan leaves a conflict to resolve.
        unmerged: As in the plan.
        missing: As in the plan.
        deleted: As in the plan.
        dropped: As in the plan.
    """

    def __init__(  # noqa: PLR0913 - what a plan is made of
        self,
        tree: FileTree,
        disk: Disk,
        states: MadeStates,
        *,
        kept: Collection[str],
        deleted: Collection[str],
        unresolved: Collection[str],
        unmerged: Collection[str],
        keep_edited: bool,
    ) -> None:
        self.moves: list[tuple[str, str]] = []
        self.conflicts: set[str] = set()
        self.unmerged: set[str] = set()
        self.missing: list[str] = []
        self.deleted: list[str] = []
        self.dropped: list[LockedFile] = []
        self._tree = tree
        self._disk = disk
        self._states = states
        self._kept = frozenset(kept)
        self._deleted = frozenset(deleted)
        self._unresolved = frozenset(unresolved)
        self._unmerged = frozenset(unmerged)
        self._keep_edited = keep_edited
        self._line_ends: Counter[bytes] = Counter()

    def decide_pair(self, pair: Pair) -> Iterator[Change]:
        """Decide on a file that was made before.

        Raises:
            QuickScaleError: Something is in the way, or bytes that are needed are lost.
        """
        if pair.place is None:
            if pair.path is not None:
                yield self._of_absent(pair, pair.path)
            return
        content = self._disk.content(pair.place)
        if content is not None and (line_end := line_end_of(content.data)):
            self._line_ends[line_end] += 1
        if pair.path is None:
            yield from self._of_dropped(pair, pair.place, content)
        elif content is None:
            yield self._of_replaced(pair, pair.place, self._tree[pair.path])
        else:
            yield from self._of_both(pair, pair.place, pair.path, content)

    def _of_absent(self, pair: Pair, path: str) -> Change:
        """Leave a file away that is gone; whether that is meant, only its owner can say."""
        file = self._tree[path]
        said = pair.made in self._deleted
        (self.deleted if said else self.missing).append(path)
        label = self._states.label(file.owner)
        upstreams = ""
        if path != pair.made:
            upstreams = f"it was {pair.made}; {label} renamed it"
        elif not _as_before(pair, file):
            upstreams = f"{label} changed it"
        if not said:
            return _nothing(path, file.owner, upstreams, kind="missing")
        return _nothing(path, file.owner, f"you deleted it; {upstreams}" if upstreams else "")

    def _of_dropped(self, pair: Pair, place: str, content: Content | None) -> Iterator[Change]:
        """Decide on a file that upstream no longer has, and remember it where it stays."""
        change = None if pair.dropped else self._of_gone(pair, place, content)
        if change is not None:
            yield change
        if change is not None and change.kind == "delete":
            yield from self._without_theirs(pair, place)
        elif pair.recorded and (content is not None or pair.dropped):
            self.dropped += pair.states
            if pair.moved:
                self.moves.append((pair.made, place))

    def _of_gone(self, pair: Pair, place: str, content: Content | None) -> Change:
        """Delete a file that upstream no longer has, unless its owner changed it."""
        owner = pair.states[0].owner
        untouched = content is not None and made_as(pair.states, content.data) is not None
        if content is None:
            did = "replaced"
        elif not untouched:
            did = "edited"
        else:
            did = "renamed" if pair.moved else ""
        sure = untouched or pair.recorded  # that it is our file at all
        if content is not None and (not did or (not self._keep_edited and sure)):
            note = f"with what you {did}" if did else ""
            return Change(
                path=place, kind="delete", before=content, after=None, origin=owner, note=note
            )
        return Change(
            path=place,
            kind="unchanged",
            before=content,
            after=content,
            origin=owner,
            note=f"{self._states.label(owner)} has it no more; it stays, since you {did} it",
        )

    def _without_theirs(self, pair: Pair, place: str) -> Iterator[Change]:
        """Delete upstream's file beside a file that is deleted, if nobody changed it."""
        beside = place + THEIRS
        there = self._disk.content(beside) if place in self._unresolved else None
        if there is not None and made_as(pair.states, there.data):
            origin = pair.states[0].owner
            yield Change(path=beside, kind="delete", before=there, after=None, origin=origin)

    def _of_replaced(self, pair: Pair, place: str, file: File) -> Change:
        """Plan a path where something else is, or a file that cannot be read."""
        obstacle = self._disk.obstacle(place) or Obstacle("is not there any more", above=True)
        if pair.moved and pair.path is not None:
            self.moves.append((pair.path, place))
        if _as_before(pair, file):
            return _nothing(place, file.owner, f"{obstacle.what}, which stays")
        return self._beside(place, file, obstacle)

    def _of_both(self, pair: Pair, place: str, path: str, ours: Content) -> Iterator[Change]:
        file = self._tree[path]
        half_merged = place not in self._unresolved and self._states.is_half_merged(
            pair.states, ours
        )
        if place in self._unmerged or half_merged:
            self.unmerged.add(place)
        merged = self._states.merge_upstream(place, pair.states, ours, file)
        follows = not pair.moved and folded(place) != folded(path)
        if follows:  # upstream renamed it
            yield Change(
                path=path,
                kind="conflict" if merged.kind == "conflict" else "rename",
                before=None,
                after=merged.after,
                origin=file.owner,
                source=place,
                note=merged.note,
            )
            yield Change(path=place, kind="delete", before=ours, after=None, origin=file.owner)
            yield from self._clash(path, merged, file)
            return
        if place != path:
            self.moves.append((path, place))
        notes = [f"you renamed it from {pair.made}"] if pair.moved else []
        yield _changed(place, ours, merged, file, [*notes, merged.note])
        yield from self._clash(place, merged, file)

    def decide_new(
        self, path: str, taken: Collection[str | None], folders: MovedFolders
    ) -> Iterator[Change]:
        """Decide on a path at which nothing was made before.

        Args:
            path: The path in the tree.
            taken: Where files that were made before stand.
            folders: Where the owner moved whole folders, which what is new in them follows.

        Raises:
            QuickScaleError: Something is in the way, or nobody can tell where the folder is.
        """
        file = self._tree[path]
        ours = self._disk.content(path)
        theirs = file.content
        if path in self._deleted and not self._disk.exists(path):
            self.deleted.append(path)
            note = f"you deleted it; {self._states.label(file.owner)} has it again"
            yield _nothing(path, file.owner, note)
            return
        if path in self._kept:
            note = "yours since before the project" if ours else "you deleted it"
            yield Change(
                path=path, kind="unchanged", before=ours, after=ours, origin=OWNER, note=note
            )
            return
        place = folders.follow(path)
        notes = []
        if place != path:
            ours = self._disk.content(place)
            self.moves.append((path, place))
            notes = ["new in a folder that you moved"]
        obstacle = None if ours else self._disk.obstacle(place)
        if path == YML_PATH and not obstacle:
            merged = Merged(kind="unchanged" if ours == theirs else "update", after=theirs)
            yield _changed(path, ours, merged, file, [])
        elif place in taken:
            yield self._beside(place, file, Obstacle("is a file of ours that you renamed"))
        elif obstacle:
            yield self._beside(place, file, obstacle)
        elif ours is None:
            merged = Merged(kind="update", after=as_checked_out(place, theirs, self._line_ends))
            yield _changed(place, None, merged, file, notes)
        else:
            if place in self._unmerged or has_foreign_markers(ours.data, theirs.data):
                self.unmerged.add(place)
            label = self._states.label(file.owner)
            merged = adopt_file(place, ours, theirs, Labels("", label))
            yield _changed(place, ours, merged, file, [*notes, merged.note])
            yield from self._clash(place, merged, file)

    def _clash(self, path: str, merged: Merged, file: File) -> Iterator[Change]:
        if merged.kind != "conflict":
            return
        self.conflicts.add(path)
        if merged.beside is not None:
            yield self._put_beside(path, file, "create", "")

    def _beside(self, path: str, file: File, obstacle: Obstacle) -> Change:
        """Plan upstream's file beside something that stays as it is."""
        if obstacle.above or path == YML_PATH:
            raise QuickScaleError(
                Problem(
                    what=f"{path} {obstacle.what}",
                    where=(f"{self._states.label(file.owner)} has a file for it",),
                    fix="move what is there away, or make it a file, then repeat the command",
                )
            )
        self.conflicts.add(path)
        return self._put_beside(path, file, "conflict", f"{path} {obstacle.what}")

    def _put_beside(
        self, path: str, file: File, kind: Literal["create", "conflict"], note: str
    ) -> Change:
        beside, theirs = path + THEIRS, file.content
        there = self._disk.content(beside)
        in_the_way = self._disk.exists(beside) or self._disk.obstacle(beside)
        if there != theirs and in_the_way and path not in self._unresolved:
            raise QuickScaleError(
                Problem(
                    what=f"{beside} is in the way: upstream's file is to be put there",
                    where=(f"{path} is yours, and {self._states.label(file.owner)} changed it",),
                    fix=f"remove or rename {beside}, then repeat the command",
                )
            )
        return Change(
            path=beside,
            kind="unchanged" if there else kind,
            before=there,
            after=theirs,
            origin=file.owner,
            note=note,
        )


def _as_before(pair: Pair, file: File) -> bool:
    """Return whether upstream's file equals the one that was made."""
    return any(
        state.sha256 == file.sha256 and state.executable == file.content.executable
        for state in pair.states
    )


def _nothing(
    path: str, origin: str, note: str, *, kind: Literal["unchanged", "missing"] = "unchanged"
) -> Change:
    return Change(path=path, kind=kind, before=None, after=None, origin=origin, note=note)


def _changed(
    path: str, ours: Content | None, merged: Merged, file: File, notes: Sequence[str]
) -> Change:
    return Change(
        path=path,
        kind="create" if ours is None else merged.kind,
        before=ours,
        after=merged.after,
        origin=file.owner,
        note="; ".join(filter(None, notes)),
    )
