"""Find files of ours that are gone, while the lock does not say that their owner deleted them.

Whoever deletes a file means it; ``git clean``, a merge that went wrong or half a backup do not. The
disk looks the same, so the lock keeps what the owner said of each, and nothing else counts as a
deletion.
"""

from __future__ import annotations

import shlex
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.merging.file_merge import as_checked_out
from quickscale_core.paths.content import Content
from quickscale_core.paths.line_ends import line_end_of
from quickscale_core.updating.made_files.kept_bytes import KeptBytes
from quickscale_core.updating.made_files.moved_folders import MovedFolders
from quickscale_core.updating.made_files.renames import pair_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.record.lock import Lock
    from quickscale_core.updating.made_files.renames import Pair

__all__ = ["MissingFile", "find_missing", "missing_problem"]

_NAMED: Final = 3  # files that are named in a command


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingFile:
    """A file of ours that is gone.

    Attributes:
        made: The path it was made at.
        place: Where it belongs now, since its owner may have moved its folder.
        path: Where upstream has it now, which is what a plan calls it; ``None`` where it has it no
            more.
        content: The file as it was made, or ``None`` where that is lost.
    """

    made: str
    place: str
    path: str | None
    content: Content | None

    @property
    def names(self) -> frozenset[str]:
        """Every path by which its owner may mean it."""
        return frozenset(filter(None, (self.made, self.place, self.path)))


def find_missing(
    lock: Lock, disk: Disk, read: Callable[[str], bytes], tree: FileTree
) -> tuple[MissingFile, ...]:
    """Return the files of the lock that stand nowhere in the project, sorted by path.

    Args:
        lock: What was made.
        disk: What stands in the project's folder.
        read: Returns the bytes of a SHA-256; raises QuickScaleError where they are lost.
        tree: The project as the installed plugins make it; empty where they cannot. What is lost
            may be had from it.
    """
    kept = KeptBytes(read, tree)
    pairs = pair_files(tree, lock, disk, kept)
    folders = MovedFolders(
        {it.made: it.place for it in pairs if it.place is not None and not it.dropped}
    )
    found = []
    line_ends = _line_ends(pairs, disk)
    for pair in pairs:
        if pair.place is not None or pair.dropped or pair.made in lock.deleted:
            continue
        place = pair.made
        with suppress(QuickScaleError):  # the folder was moved to several places
            place = folders.follow(pair.made)
        known = kept.known(pair.states)
        content = next(
            (
                as_checked_out(place, Content(data, it.executable), line_ends)
                for it, data in known.items()
            ),
            None,
        )
        found.append(MissingFile(made=pair.made, place=place, path=pair.path, content=content))
    return tuple(found)


def _line_ends(pairs: Iterable[Pair], disk: Disk) -> Counter[bytes]:
    contents = (disk.content(pair.place) for pair in pairs if pair.place is not None)
    return Counter(end for it in contents if it is not None and (end := line_end_of(it.data)))


def missing_problem(paths: Sequence[str], *, alone: bool = True) -> Problem:
    """Return the problem of files of ours that are gone, with both ways on.

    Args:
        paths: Where they belong.
        alone: Whether nothing else of the project is in conflict.
    """
    what = "1 file is missing that was made here, and you did not say that it is deleted"
    if len(paths) > 1:
        what = (
            f"{len(paths)} files are missing that were made here, and you did not say that they are"
            " deleted"
        )
    few = len(paths) <= _NAMED
    names = " ".join(shlex.quote(it) for it in paths) if few else "" if alone else "PATH"
    command = f"quickscale resolve {names}".rstrip()
    it = "them" if len(paths) > 1 else "it"
    return Problem(
        what=what,
        where=tuple(paths),
        fix=f"bring {it} back: {command} --theirs; or leave {it} deleted: {command} --ours",
    )
