"""Long texts are merged in time, and merged right."""

from __future__ import annotations

import time
from difflib import SequenceMatcher
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.merging.anchors import Block, anchored_blocks
from quickscale_core.merging.conflict_markers import Labels
from quickscale_core.merging.file_merge import merge_file
from quickscale_core.paths.content import Content

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS = Labels("auth 1.0.0", "auth 1.1.0")
# far above what it takes, and far below the minutes it took
_SECONDS = 60


def compared(one: Sequence[bytes], two: Sequence[bytes]) -> list[Block]:
    return [
        (it.a, it.b, it.size) for it in SequenceMatcher(None, one, two).get_matching_blocks()[:-1]
    ]


lines = st.lists(st.sampled_from([b"a", b"b", b"c", b"d"]), max_size=60)


@settings(deadline=None)
@given(lines, lines, lines)
def test_blocks_are_equal_lines_in_order(
    head: list[bytes], one: list[bytes], two: list[bytes]
) -> None:
    one, two = [*head, *one, *head], [*head, *two, *head]
    at = (0, 0)
    for a, b, size in anchored_blocks(one, two, compared):
        assert size
        assert (a, b) >= at
        assert a >= at[0]
        assert b >= at[1]
        assert one[a : a + size] == two[b : b + size]
        at = (a + size, b + size)


@pytest.mark.parametrize("kind", ["prose", "data"])
def test_a_file_of_megabytes_is_merged_in_time(kind: str) -> None:
    random = Random(1)  # noqa: S311 - no secrets here
    if kind == "prose":
        made = [b"%x\n" % random.getrandbits(160) for _ in range(75_000)]
    else:
        few = [b"  {\n", b"  },\n", b'    "a": 1,\n']
        made = [
            random.choice([*few, b'    "n": %d,\n' % random.randint(0, 50)]) for _ in range(250_000)
        ]
    ours, theirs = list(made), list(made)
    for number in range(0, len(made) - 1, len(made) // 40):
        ours[number] = b"mine %d\n" % number
        theirs[number + len(made) // 100] = b"theirs %d\n" % number
    started = time.monotonic()
    base, mine, new = (Content(b"".join(it)) for it in (made, ours, theirs))
    merged = merge_file("data.txt", base, mine, new, LABELS)
    assert time.monotonic() - started < _SECONDS
    assert merged.kind == "merge"
    assert merged.after.data.count(b"mine") == merged.after.data.count(b"theirs") >= 40
