"""What the owner changed since the files were made: the disk against the pristine bytes."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import join, normpath
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError, UsageError
from quickscale_core.merging.file_merge import as_on_disk, is_text
from quickscale_core.merging.similarity import match_files, shared_lines
from quickscale_core.paths.content import Content
from quickscale_core.updating.comparing.patch import FileEdit
from quickscale_core.updating.made_files.made_states import made_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.record.lock import Lock, LockedFile

__all__ = ["OwnerEdit", "OwnerEdits", "find_edits", "paths_under"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnerEdit:
    """A file of a plugin that is not as it was made.

    Attributes:
        made: The file as the lock has it.
        pristine: The file as it was made.
        edit: What the owner did to it; ``before`` has the line ends that stand on the disk, where
            git gave a text others than it was made with.
    """

    made: LockedFile
    pristine: Content
    edit: FileEdit

    @property
    def word(self) -> str:
        """What the owner did, in one word."""
        if self.edit.after is None:
            return "deleted"
        return "renamed" if self.edit.source != self.edit.path else "edited"


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnerEdits:
    """The owner's edits, and what could not be compared.

    Attributes:
        edits: Every file that differs from how it was made, in the order of where that was.
        problems: Files that differ and of which it is lost how they were made, and files in whose
            place something stands that is none.
    """

    edits: tuple[OwnerEdit, ...]
    problems: tuple[Problem, ...]


def find_edits(
    lock: Lock, disk: Disk, pristine: Callable[[str], bytes], paths: Iterable[str] | None = None
) -> OwnerEdits:
    """Compare a project's files with what was made.

    Args:
        lock: The project's lock.
        disk: The project's folder.
        pristine: Returns the bytes of a SHA-256; raises QuickScaleError where they are lost.
        paths: The files to look at, by where they were made; by default every one.
    """
    search = _Search(lock, disk, pristine)
    for path in sorted(lock.made() if paths is None else paths):
        search.look_at(path)
    search.find_renamed()
    return OwnerEdits(
        edits=tuple(sorted(search.edits, key=lambda it: it.made.path)),
        problems=tuple(search.problems),
    )


class _Search:
    """Compares files one by one, and looks for renamed ones at the end."""

    def __init__(self, lock: Lock, disk: Disk, pristine: Callable[[str], bytes]) -> None:
        self.edits: list[OwnerEdit] = []
        self.problems: list[Problem] = []
        self._made = lock.made()
        self._moves = dict(lock.moves)
        self._disk = disk
        self._pristine = pristine
        self._missing: dict[str, list[tuple[LockedFile, Content]]] = {}

    def look_at(self, path: str) -> None:
        """Compare one file, by where it was made."""
        place = path
        if not self._disk.exists(path) and self._disk.exists(self._moves.get(path, path)):
            place = self._moves[path]
        now, obstacle = self._disk.content(place), self._disk.obstacle(place)
        if now is None and obstacle is not None and not obstacle.vacant:
            self.problems.append(Problem(what=f"{place} {obstacle.what}, so it cannot be compared"))
            return
        if now is not None and place == path and self._is_as_made(path, now):
            return
        states = self._states(path)
        if not states:
            return
        if now is None:
            self._missing[path] = states
        else:
            self._compare(place, now, states)

    def find_renamed(self) -> None:
        """Compare the files that are gone with what they were renamed to, if anything is."""
        lost = {path: states[0][1].data for path, states in self._missing.items()}
        own_files = self._disk.owners_files({*self._made, *self._moves.values()}) if lost else None
        found = (
            match_files(lost, own_files.sizes, lambda it: own_files[it].data) if own_files else {}
        )
        for path, states in self._missing.items():
            place = found.get(path)
            if place is not None:
                self._compare(place, self._disk.content(place), states)
            else:
                made, content = states[0]
                edit = FileEdit(path=path, before=content, after=None)
                self.edits.append(OwnerEdit(made=made, pristine=content, edit=edit))

    def _compare(
        self, place: str, now: Content | None, states: list[tuple[LockedFile, Content]]
    ) -> None:
        """Collect a file's edit, unless only git changed its line ends."""
        if now is None:
            return
        edits = []
        for made, content in states:
            data = content.data
            if is_text(place, data, now.data):
                data, _ = as_on_disk(data, now.data, data)
            before = Content(data, content.executable)
            edit = FileEdit(path=place, before=before, after=now, made_at=made.path)
            if before == now and place == made.path:
                return
            edits.append(OwnerEdit(made=made, pristine=content, edit=edit))
        # after a merge of two branches, the state that is most similar to the owner's file
        self.edits.append(max(edits, key=lambda it: shared_lines(it.pristine.data, now.data)))

    def _states(self, path: str) -> list[tuple[LockedFile, Content]]:
        """Return each state a file may have been made in whose bytes are there."""
        states = []
        problems: tuple[Problem, ...] = ()
        for made in self._made[path]:
            try:
                states.append((made, Content(self._pristine(made.sha256), made.executable)))
            except QuickScaleError as error:
                problems = error.problems
        if not states:
            self.problems += problems
        return states

    def _is_as_made(self, path: str, now: Content) -> bool:
        states = [it for it in self._made[path] if it.executable == now.executable]
        return made_as(states, now.data) is not None


def paths_under(lock: Lock, name: str, folder: str = "") -> list[str]:
    """Return the files of a plugin, at a path, or in a folder, by where they were made.

    Args:
        lock: The project's lock.
        name: A plugin's name, or a path; empty means every file.
        folder: What the path is relative to: a folder of the project, or the project itself.

    Raises:
        UsageError: No file of ours is there.
    """
    made, moved = lock.made(), {place: path for path, place in lock.moves}
    path = normpath(join(folder, name))
    if not name or path == ".":
        return sorted(made)
    if path in made or path in moved:
        return [moved.get(path, path)]
    if name in {it.name for it in lock.plugins}:
        return sorted(it for it, states in made.items() if name in {one.owner for one in states})
    inside = {it for it in made if it.startswith(f"{path}/")}
    inside |= {it for place, it in moved.items() if place.startswith(f"{path}/")}
    if not inside:
        raise UsageError(
            Problem(
                what=f"no plugin here is called {name}, and no plugin made a file there",
                where=(f"plugins: {', '.join(it.name for it in lock.plugins)}",),
                fix="name a plugin, a file or a folder; your own files are compared with nothing",
            )
        )
    return sorted(inside)
