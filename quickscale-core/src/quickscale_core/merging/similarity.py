"""Find what a file was renamed to: the same bytes under another name, or most of its lines."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final

from quickscale_core.merging.file_merge import is_text
from quickscale_core.paths.line_ends import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["match_files", "shared_lines", "similarity"]

_SAME: Final = 2.0
_FEW: Final = 5
"""Any two files of one kind may have fewer lines than this in common."""
_FACTOR: Final = 4
"""Files whose sizes differ by more than this factor hardly share half of their lines."""


def match_files(
    lost: Mapping[str, bytes], sizes: Mapping[str, int], read: Callable[[str], bytes]
) -> dict[str, str]:
    """Return where files were renamed to.

    A file is matched with the place that is most similar to it. Where two places are equally
    similar, neither is matched.

    Args:
        lost: The former bytes of the files that are gone, by path.
        sizes: The sizes in bytes of the files they may have become, by path.
        read: Returns the bytes at a path.

    Returns:
        New paths by old ones.
    """
    ranked = []
    known: dict[str, Counter[bytes]] = {}

    def lines(path: str) -> Counter[bytes]:
        if path not in known:
            known[path] = _counted(read(path))
        return known[path]

    for path, data in lost.items():
        if not data.strip():
            continue  # all empty files are equal
        counted = _counted(data) if is_text(path, data) else None
        for place, size in sizes.items():
            like = 0.0
            if size == len(data) and read(place) == data:
                like = _SAME
            elif (
                counted is not None
                and _ending(place) == _ending(path)
                and len(data) <= size * _FACTOR
                and size <= len(data) * _FACTOR
            ):
                like = _share(counted, lines(place))
            if like:
                ranked.append(((like, _name(place) == _name(path)), path, place))
    return _best_pairs(ranked)


def similarity(one: bytes, two: bytes) -> float:
    """Return how similar two texts are: 0 for not, from 0.5 to 1 by lines, 2 for the same bytes."""
    if one == two:
        return _SAME if one.strip() else 0.0
    return _share(_counted(one), _counted(two))


def shared_lines(one: bytes, two: bytes) -> float:
    """Return the share of lines two texts have in common, from 0 to 1."""
    lines = _counted(one), _counted(two)
    return (lines[0] & lines[1]).total() / max(lines[0].total(), lines[1].total(), 1)


def _best_pairs(ranked: list[tuple[tuple[float, bool], str, str]]) -> dict[str, str]:
    """Return the best place of each path, beginning with the most similar pairs."""
    found: dict[str, str] = {}
    unclear: set[str] = set()
    claimed: set[str] = set()
    ranked.sort(key=lambda it: it[0], reverse=True)
    for _, group in groupby(ranked, key=lambda it: it[0]):
        open_pairs = [
            (path, place)
            for _, path, place in group
            if path not in found and path not in unclear and place not in claimed
        ]
        paths = Counter(path for path, _ in open_pairs)
        places = Counter(place for _, place in open_pairs)
        for path, place in open_pairs:
            if paths[path] == 1 and places[place] == 1:
                found[path] = place
                claimed.add(place)
            else:
                unclear.add(path)
    return found


def _counted(data: bytes) -> Counter[bytes]:
    return Counter(line.rstrip() for line in lines_of(data) if line.strip())


def _share(one: Counter[bytes], two: Counter[bytes]) -> float:
    """Return the share of lines two texts have in common, or 0 where it is less than half."""
    common = (one & two).total()
    share = common / max(one.total(), two.total(), 1)
    return share if common >= _FEW and share >= 0.5 else 0.0  # noqa: PLR2004 - half


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _ending(path: str) -> str:
    return _name(path).rpartition(".")[2]
