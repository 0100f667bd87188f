"""Compare long texts: by stretches of lines that stand once in each, then by what is between.

Comparing every line with every other takes minutes for a file of 3 MB in which the same few lines
return again and again, such as a translation or a table of data.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

__all__ = ["Block", "anchored_blocks"]

Block: TypeAlias = tuple[int, int, int]
"""Where equal lines begin in one text and in the other, and how many they are."""

_STRETCH: Final = 6
"""So many lines in a row are seldom twice in a text, also where each of them is everywhere."""


def anchored_blocks(
    one: Sequence[bytes],
    two: Sequence[bytes],
    between: Callable[[Sequence[bytes], Sequence[bytes]], list[Block]],
) -> list[Block]:
    """Return which lines of two texts are the same, in order.

    Args:
        one: The lines of a text.
        two: Those of the other.
        between: Compares the lines between two stretches that are the same in both.
    """
    blocks: list[Block] = []
    at_one = at_two = 0
    for start_one, start_two, size in [*_stretches(one, two), (len(one), len(two), 0)]:
        gap = between(one[at_one:start_one], two[at_two:start_two])
        blocks += [(a + at_one, b + at_two, length) for a, b, length in gap if length]
        if size:
            blocks.append((start_one, start_two, size))
        at_one, at_two = start_one + size, start_two + size
    return blocks


def _stretches(one: Sequence[bytes], two: Sequence[bytes]) -> Iterator[Block]:
    """Yield equal stretches in an order that both texts have them in, none touching the next."""
    there = _once(two)
    pairs = [(start, there[it]) for it, start in _once(one).items() if it in there]
    begin: Block | None = None
    for a, b in _longest_rising(sorted(pairs)):
        if begin and a - begin[0] == b - begin[1] and a <= begin[0] + begin[2]:
            begin = (begin[0], begin[1], a - begin[0] + _STRETCH)
        elif begin is None or (a >= begin[0] + begin[2] and b >= begin[1] + begin[2]):
            if begin:
                yield begin
            begin = (a, b, _STRETCH)
    if begin:
        yield begin


def _once(lines: Sequence[bytes]) -> dict[int, int]:
    """Return, by their hashes, where stretches begin that are there once."""
    hashes = [hash(it) for it in lines]
    found: dict[int, int] = {}
    twice: set[int] = set()
    for start in range(len(hashes) - _STRETCH + 1):
        whole = hash(tuple(hashes[start : start + _STRETCH]))
        if whole in found:
            twice.add(whole)
        found[whole] = start
    return {whole: start for whole, start in found.items() if whole not in twice}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs whose second numbers rise as the first ones do (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, second) in enumerate(pairs):
        place = bisect_left(tops, second)
        before.append(ends[place - 1] if place else -1)
        tops[place : place + 1] = [second]
        ends[place : place + 1] = [number]
    found = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]
