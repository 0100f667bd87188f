"""Merge one file that both its owner and upstream may have changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from quickscale_core.merging.bound_twice import bound_twice
from quickscale_core.merging.conflict_markers import Clash, Labels, mark
from quickscale_core.merging.lines import (
    merge_three,
    merge_two,
    question_names,
    question_upstream,
)
from quickscale_core.merging.pins import agree_on_pins
from quickscale_core.paths.content import Content
from quickscale_core.paths.line_ends import line_end_of, with_line_end
from quickscale_core.source_text.still_parses import parses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "THEIRS",
    "Merged",
    "adopt_file",
    "as_checked_out",
    "as_on_disk",
    "is_text",
    "merge_file",
]

THEIRS: Final = ".theirs"
"""What is added to a path for upstream's file, where it can't be merged with the owner's."""

_WHOLE: Final = frozenset(
    {"avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "webp"}
    | {"eot", "otf", "ttf", "woff", "woff2"}
    | {"gz", "mo", "mp3", "mp4", "pdf", "sqlite3", "webm", "zip"}
)
"""Endings of files that make sense as a whole only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """The result of merging a file.

    Attributes:
        kind: As in :class:`~quickscale_core.updating.plan.Change`.
        after: What will stand there.
        beside: Upstream's file, to be put beside the owner's since the two can't be merged.
        note: The reason, where the kind does not say it.
    """

    kind: Literal["unchanged", "update", "merge", "conflict"]
    after: Content
    beside: Content | None = None
    note: str = ""


def is_text(path: str, *versions: bytes) -> bool:
    """Return whether a file can be merged line by line."""
    ending = path.rpartition("/")[2].rpartition(".")[2].lower()
    return ending not in _WHOLE and not any(b"\0" in it for it in versions)


def merge_file(path: str, made: Content, ours: Content, theirs: Content, labels: Labels) -> Merged:
    """Merge a file that both sides changed.

    Args:
        path: Where it stands; its ending says what it is.
        made: What both began from.
        ours: The owner's.
        theirs: Upstream's.
        labels: Who made what.
    """
    executable = theirs.executable if theirs.executable != made.executable else ours.executable
    if not is_text(path, made.data, ours.data, theirs.data):
        return _keep_both(ours, theirs, executable=executable)
    base, new = as_on_disk(made.data, ours.data, theirs.data)
    base, own, new = agree_on_pins(path, base, ours.data, new)
    pieces = merge_three(base, own, new)
    note = ""
    data = b"".join(it if isinstance(it, bytes) else it.ours for it in pieces)
    twice = bound_twice(path, base, own, new, data)
    if twice or not _clash(pieces):
        sound = parses(path, data) is not False or not parses(path, ours.data)
        if sound and not twice:
            after = Content(data, executable)
            return Merged(kind="unchanged" if after == ours else "merge", after=after)
        if sound:
            words = {it.rpartition(".")[2].strip("'\"") for it in twice}
            pieces = question_names(base, own, new, sorted(words))
            note = f"both of you define {', '.join(twice)}, and only one of them would count"
        else:
            pieces = question_upstream(base, own, new)
            note = "merged by lines it could not be read any more"
    after = Content(mark(pieces, labels), executable)
    return Merged(kind="conflict", after=after, note=note)


def adopt_file(path: str, ours: Content, theirs: Content, labels: Labels) -> Merged:
    """Merge a file of the owner's with one that upstream adds at the same path."""
    executable = ours.executable or theirs.executable
    new = theirs.data
    if line_end := line_end_of(ours.data):
        new = with_line_end(new, line_end)
    if ours.data == new:
        after = Content(ours.data, executable)
        return Merged(kind="unchanged" if after == ours else "update", after=after)
    if not is_text(path, ours.data, theirs.data):
        return _keep_both(ours, theirs, executable=ours.executable)
    pieces = merge_two(ours.data, new)
    return Merged(
        kind="conflict",
        after=Content(mark(pieces, labels), executable),
        note="both of you added it",
    )


def as_on_disk(made: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bytes]:
    """Return what was made and upstream's with the line ends git gave to what is on the disk.

    Nothing is changed where one side mixes line ends: then the mixture is part of the file.
    """
    there = line_end_of(ours)
    if there is None or any(b"\n" in it and line_end_of(it) is None for it in (made, theirs)):
        return made, theirs
    if line_end_of(made) == there:
        return made, theirs  # whatever upstream did to its line ends, it did
    return with_line_end(made, there), with_line_end(theirs, there)


def as_checked_out(path: str, new: Content, line_ends: Mapping[bytes, int]) -> Content:
    """Return a new file with the line ends that git gave to those of the project.

    A program for a shell keeps its own: with a CR it could not be run.

    Args:
        path: Where it is put.
        new: The file as it was made.
        line_ends: How many of the project's files have each line end.
    """
    windows = line_ends.get(b"\r\n", 0) > line_ends.get(b"\n", 0)
    if not windows or new.executable or path.endswith(".sh") or not is_text(path, new.data):
        return new
    return Content(with_line_end(new.data, b"\r\n"), new.executable)


def _clash(pieces: Sequence[bytes | Clash]) -> bool:
    return any(isinstance(it, Clash) for it in pieces)


def _keep_both(ours: Content, theirs: Content, *, executable: bool) -> Merged:
    return Merged(
        kind="conflict",
        after=Content(ours.data, executable),
        beside=theirs,
        note=f"yours stays; upstream's is put beside it, with {THEIRS} at its end",
    )
