"""Find where each file that was made is now, and where upstream has it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from quickscale_core.errors import QuickScaleError
from quickscale_core.merging.similarity import match_files, similarity
from quickscale_core.paths.inner_links import through_links
from quickscale_core.paths.project_paths import folded
from quickscale_core.rendering.render import YML_PATH
from quickscale_core.updating.made_files.moved_folders import MovedFolders

if TYPE_CHECKING:
    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.record.lock import Lock, LockedFile
    from quickscale_core.updating.made_files.kept_bytes import KeptBytes

__all__ = ["Pair", "pair_files"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A file that was made here.

    Attributes:
        made: The path it was made at.
        states: The states it may have been made in; see :meth:`Lock.made`.
        place: Where it stands now, or ``None`` where the owner deleted it.
        path: Where upstream has it now, or ``None`` where it has it no more.
        recorded: Whether the lock told of its place, or the place is the one it was made at.
        dropped: Whether no plugin had it any more when the lock was written.
    """

    made: str
    states: tuple[LockedFile, ...]
    place: str | None
    path: str | None
    recorded: bool = True
    dropped: bool = False

    @property
    def moved(self) -> bool:
        """Whether the owner renamed it."""
        return self.place not in {None, self.made}


def pair_files(tree: FileTree, lock: Lock, disk: Disk, kept: KeptBytes) -> tuple[Pair, ...]:
    """Pair what was made with what stands on the disk and with what upstream has.

    Args:
        tree: The project as upstream has it now.
        lock: What was made.
        disk: What stands there.
        kept: The bytes of what was made.

    Returns:
        A pair for each path of the lock, in the paths' order. A file that was dropped is looked for
        only where the lock has it; whatever its owner did with it since is theirs.
    """
    made, dropped = lock.remembered(), lock.remembered().keys() - lock.made().keys()
    first = lru_cache(maxsize=None)(lambda path: kept.first(made[path]))
    now = {path: path for path in made if path in tree}
    now |= _renamed_upstream(tree, lock.made(), frozenset({*lock.kept, *dropped}), first)
    places = _recorded(lock, made, disk)
    places |= _linked(made, places, disk)
    places |= {path: path for path in made if path not in places and disk.exists(path)}
    lost = {path: first(path) for path in lock.made() if path not in places}
    found = _renamed_alike(lost, now, disk)
    if len(lost) > len(found):
        own_files = disk.owners_files({*made, *places.values(), *found.values(), *tree})
        # Upstream may have come to what the owner has, and will be what was made next time.
        upstreams = {path: tree[now[path]].data for path in lost if path in now}
        for contents in (lost, upstreams):
            rest = {path: data for path, data in contents.items() if path not in found}
            left = {it: size for it, size in own_files.sizes.items() if it not in found.values()}
            found |= match_files(rest, left, lambda path: own_files[path].data)
    folders = MovedFolders(
        {made: place for made, place in {**found, **places}.items() if made not in dropped}
    )
    taken = {*places.values(), *found.values()}
    pairs = []
    for path, states in made.items():
        place = places.get(path, found.get(path))
        if (
            place is None
            and path not in dropped
            and (beside := _moved_along(path, folders, disk)) not in taken
        ):
            place = beside
        new = now.get(path)
        if new not in {None, path, place} and not _is_free(new, place, disk):
            new = None  # the owner has something there, which is decided on its own
        pairs.append(
            Pair(
                made=path,
                states=states,
                place=place,
                path=new,
                recorded=path in places,
                dropped=path in dropped,
            )
        )
    return tuple(pairs)


def _is_free(new: str, place: str | None, disk: Disk) -> bool:
    """Return whether a file may be moved to the path upstream gives it."""
    if place is not None and folded(new) == folded(place):
        return True
    return not disk.exists(new) and disk.obstacle(new) is None


def _linked(
    made: Mapping[str, tuple[LockedFile, ...]], places: Mapping[str, str], disk: Disk
) -> dict[str, str]:
    """Return where files are of which a folder is a link now that leads to another one of ours."""
    found: dict[str, str] = {}
    folders: dict[str, str | None] = {}
    for path in made:
        above, _, name = path.rpartition("/")
        if above not in folders:
            folders[above] = through_links(disk.folder, f"{above}/x") if above else None
        if led := folders[above]:
            place = f"{led.removesuffix('x')}{name}"
            if path not in places and place not in made and disk.content(place) is not None:
                found[path] = place
    return found


def _moved_along(path: str, folders: MovedFolders, disk: Disk) -> str | None:
    """Return where a file went with its folder, as one that is like every other does."""
    with suppress(QuickScaleError):
        place = folders.follow(path)
        return place if place != path and disk.content(place) is not None else None
    return None


def _recorded(lock: Lock, made: Mapping[str, tuple[LockedFile, ...]], disk: Disk) -> dict[str, str]:
    """Return the places that the lock tells of and that are still there, by the path made at."""
    places: dict[str, str] = {}
    for path, place in lock.moves:
        known = path in places or place in places.values() or place in made
        if path in made and not known and disk.content(place) is not None:
            places[path] = place
    return places


def _renamed_alike(lost: Mapping[str, bytes], now: Mapping[str, str], disk: Disk) -> dict[str, str]:
    """Return which files the owner gave the very names that upstream gives them now."""
    found = {}
    for path, data in lost.items():
        new = now.get(path, path)
        there = disk.content(new) if new != path else None
        if there is not None and similarity(data, there.data):
            found[path] = new
    return found


def _renamed_upstream(
    tree: FileTree,
    made: Mapping[str, tuple[LockedFile, ...]],
    kept: frozenset[str],
    first: Callable[[str], bytes],
) -> dict[str, str]:
    """Return new paths by old ones of files that upstream renamed, within one plugin."""
    new: dict[str, dict[str, int]] = {}
    for path, file in tree.items():
        if path not in made and path not in kept and path != YML_PATH:
            new.setdefault(file.owner, {})[path] = len(file.data)
    renamed: dict[str, str] = {}
    for owner, sizes in new.items():
        gone = {
            path: first(path)
            for path, states in made.items()
            if path not in tree and states[0].owner == owner
        }
        renamed |= match_files(gone, sizes, lambda path: tree[path].data)
    return renamed
