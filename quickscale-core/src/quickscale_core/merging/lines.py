"""Merge two changed copies of a text, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quickscale_core.merging.anchors import Block, anchored_blocks
from quickscale_core.merging.conflict_markers import Clash
from quickscale_core.paths.line_ends import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["merge_three", "merge_two", "question_names", "question_upstream"]

_MANY_LINES: Final = 5000
"""From here on stretches of lines that are there once guide the comparison, and in what is as long
between two of them lines that are everywhere, such as empty ones, do so no longer."""


class _Stretch(NamedTuple):
    """Lines on all sides, between two places where the sides agree."""

    made: bytes
    ours: bytes
    theirs: bytes


def merge_three(made: bytes, ours: bytes, theirs: bytes) -> list[bytes | Clash]:
    """Return a text with the changes of both sides.

    Args:
        made: What both began from.
        ours: The owner's.
        theirs: Upstream's.

    Returns:
        The text from top to bottom; a clash where both changed the same or neighbouring lines,
        and not to the same.
    """
    pieces: list[bytes | Clash] = []
    for it in _stretches(made, ours, theirs):
        if it.made == it.ours:
            pieces.append(it.theirs)
        elif it.theirs in {it.ours, it.made}:
            pieces.append(it.ours)
        else:
            pieces.append(Clash(it.ours, it.made, it.theirs))
    return pieces


def question_upstream(made: bytes, ours: bytes, theirs: bytes) -> list[bytes | Clash]:
    """Return the owner's text with each of upstream's changes marked as a clash.

    It is used where the merged text does not parse.
    """
    return [
        it.ours if it.theirs in {it.made, it.ours} else Clash(it.ours, it.made, it.theirs)
        for it in _stretches(made, ours, theirs)
    ]


def question_names(
    made: bytes, ours: bytes, theirs: bytes, names: Iterable[str]
) -> list[bytes | Clash]:
    """Return a merge of both sides with each change of upstream's that holds a name as a clash.

    Args:
        made: What both began from.
        ours: The owner's.
        theirs: Upstream's.
        names: The names, each a word.
    """
    import re

    words = re.compile(rb"\b(?:%s)\b" % b"|".join(re.escape(it.encode()) for it in names))
    pieces: list[bytes | Clash] = []
    for it in _stretches(made, ours, theirs):
        if it.theirs in {it.made, it.ours}:
            pieces.append(it.ours)
        elif it.made == it.ours and not words.search(it.theirs):
            pieces.append(it.theirs)
        else:
            pieces.append(Clash(it.ours, it.made, it.theirs))
    return pieces


def merge_two(ours: bytes, theirs: bytes) -> list[bytes | Clash]:
    """Merge two texts without a common ancestor; what differs is a clash."""
    one, two = lines_of(ours), lines_of(theirs)
    pieces: list[bytes | Clash] = []
    done_one = done_two = 0
    for start_one, start_two, size in _matcher()(None, one, two).get_matching_blocks():
        left, right = one[done_one:start_one], two[done_two:start_two]
        if left or right:
            pieces.append(Clash(b"".join(left), None, b"".join(right)))
        pieces.append(b"".join(one[start_one : start_one + size]))
        done_one, done_two = start_one + size, start_two + size
    return pieces


def _stretches(made: bytes, ours: bytes, theirs: bytes) -> Iterator[_Stretch]:
    """Cut three texts at the places where all agree; those are stretches too."""
    from merge3 import Merge3

    texts = (lines_of(made), lines_of(ours), lines_of(theirs))
    merge: Merge3[bytes] = Merge3(*texts, False, _matcher())  # noqa: FBT003 - merge3's order
    done = [0, 0, 0]
    for region in merge.find_sync_regions():
        starts, ends = region[0::2], region[1::2]
        for until in (starts, ends):
            sides = [b"".join(texts[it][done[it] : until[it]]) for it in range(3)]
            if any(sides):
                yield _Stretch(*sides)
            done = list(until)


def _matcher() -> type[Any]:
    """Return a comparison of lines that lets no frequent line out, as difflib's own does."""
    from difflib import SequenceMatcher

    class LineMatcher(SequenceMatcher[bytes]):
        def __init__(self, isjunk: None, a: Sequence[bytes], b: Sequence[bytes]) -> None:
            self._top = _common(a, b)
            end = _common(a[self._top :][::-1], b[self._top :][::-1])
            self._ends = (len(a) - end, len(b) - end, end)
            self._inner = a[self._top : self._ends[0]], b[self._top : self._ends[1]]
            super().__init__(isjunk, (), ())

        def get_matching_blocks(self) -> list[Any]:
            top, (end_a, end_b, end) = self._top, self._ends
            inner = [(a + top, b + top, size) for a, b, size in self._blocks()]
            blocks = [(0, 0, top), *inner, (end_a, end_b, end)]
            return [*(it for it in blocks if it[2]), (end_a + end, end_b + end, 0)]

        def _blocks(self) -> list[Block]:
            if max(map(len, self._inner)) <= _MANY_LINES:
                return _compared(*self._inner)
            return anchored_blocks(*self._inner, _compared)

    def _compared(a: Sequence[bytes], b: Sequence[bytes]) -> list[Block]:
        matcher = SequenceMatcher(None, a, b, autojunk=len(b) > _MANY_LINES)
        return [(it.a, it.b, it.size) for it in matcher.get_matching_blocks()[:-1]]

    return LineMatcher


def _common(a: Sequence[bytes], b: Sequence[bytes]) -> int:
    """Return how many lines two texts begin with in common."""
    for number, (one, two) in enumerate(zip(a, b, strict=False)):
        if one != two:
            return number
    return min(len(a), len(b))
