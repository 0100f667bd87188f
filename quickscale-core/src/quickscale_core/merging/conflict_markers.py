"""Mark where the owner's lines and upstream's clash in a file, and read such marks.

They are those of ``diff3``, which editors know: after a line of less-than signs and ``yours`` stand
the owner's lines, after one of bars and ``made by auth 1.0.0`` what both began from, after one of
equals signs upstream's lines, and a line of greater-than signs and ``auth 1.1.0`` ends it.

Without something both began from, the middle part is missing. Where a file has lines of its own
that look like these, the marks are longer than any of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quickscale_core.paths.line_ends import lines_of

__all__ = ["Clash", "Labels", "has_foreign_markers", "has_markers", "mark", "unmark"]

_SIZE: Final = 7
_RUN = re.compile(rb"^(<{7,}|\|{7,}|={7,}|>{7,})(?: |\r?$)", re.MULTILINE)
_OPENS = re.compile(rb"(<{7,}) yours\r?\n?")
_LEFT = re.compile(
    rb"^(?:<{7,} yours|\|{7,} made by \S+(?: \S+)?|>{7,} [a-z]\S*(?: \S+)?)\r?$", re.MULTILINE
)

_OURS = re.compile(rb"^<{7,} yours\r?$", re.MULTILINE)
_OPENED = re.compile(rb"^<{7,} (?!yours\r?$)\S", re.MULTILINE)
_CLOSED = re.compile(rb"^>{7,} \S", re.MULTILINE)
"""The first and the last line of a conflict; git labels both (git-merge(1), HOW CONFLICTS ARE
PRESENTED). A line of equals signs alone may be a heading."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Who made what of a file.

    Attributes:
        made: The plugin that made what both sides began from: ``"auth 1.0.0"``.
        upstream: The plugin that makes it now: ``"auth 1.1.0"``.
    """

    made: str
    upstream: str


@dataclass(frozen=True, slots=True)
class Clash:
    """One place at which both sides changed a file.

    Attributes:
        ours: The lines the project's owner has.
        made: The lines both began from, or ``None`` where there are none to know of.
        theirs: The lines upstream has.
    """

    ours: bytes
    made: bytes | None
    theirs: bytes


def mark(pieces: Sequence[bytes | Clash], labels: Labels) -> bytes:
    """Return a file with its clashes marked.

    Every mark stands on a line of its own. Where the owner's file ends in a clash and lacks the
    last line's end, so does the last mark, and :func:`unmark` restores it.

    Args:
        pieces: The file from top to bottom.
        labels: Who made what.
    """
    sides = [side for piece in pieces for side in _sides(piece)]
    whole = b"\n".join(sides)  # so that no mark-like line hides behind one that lacks its end
    ends = sum(side.count(b"\n") for side in sides)
    line_end = b"\r\n" if whole.count(b"\r\n") * 2 > ends else b"\n"
    size = max((len(run) + 1 for run in _RUN.findall(whole)), default=_SIZE)

    def line(sign: str, label: str = "") -> bytes:
        return f"{sign * size} {label}".rstrip().encode() + line_end

    parts = []
    for piece in pieces:
        if isinstance(piece, bytes):
            parts.append(piece)
            continue
        parts += [line("<", "yours"), _ended(piece.ours, line_end)]
        if piece.made is not None:
            parts += [line("|", f"made by {labels.made}"), _ended(piece.made, line_end)]
        parts += [line("="), _ended(piece.theirs, line_end), line(">", labels.upstream)]
        if piece.ours and not piece.ours.endswith(b"\n"):
            parts[-1] = parts[-1].removesuffix(line_end)
    return b"".join(parts)


def has_markers(data: bytes) -> bool:
    """Return whether a file has a conflict marker of ours."""
    return bool(_LEFT.search(data))


def has_foreign_markers(data: bytes, made: bytes = b"") -> bool:
    """Return whether a file has conflict markers that are not ours, such as those of ``git merge``.

    Args:
        data: The file.
        made: The file as it was made, which may show such markers as an example.
    """
    return _foreign_markers(data) > _foreign_markers(made)


def unmark(data: bytes) -> list[bytes | Clash]:
    """Return a file from top to bottom, as :func:`mark` took it.

    Marks that are not whole, since somebody began to resolve them by hand, count as text.
    """
    pieces: list[bytes | Clash] = []
    lines = lines_of(data)
    opening = {at: len(it[1]) for at, line in enumerate(lines) if (it := _OPENS.fullmatch(line))}
    size = max(opening.values(), default=0)  # shorter ones are lines of the file's own
    start = at = 0
    while at < len(lines):
        found = _clash(lines, at, size) if opening.get(at) == size else None
        if found is None:
            at += 1
            continue
        if start < at:
            pieces.append(b"".join(lines[start:at]))
        clash, at = found
        pieces.append(clash)
        start = at
    if start < len(lines):
        pieces.append(b"".join(lines[start:]))
    return pieces


def _foreign_markers(data: bytes) -> int:
    if b"<<<<<<<" not in data and b">>>>>>>" not in data:
        return 0
    closed = 0 if _OURS.search(data) else len(_CLOSED.findall(data))
    return len(_OPENED.findall(data)) + closed


def _sides(piece: bytes | Clash) -> tuple[bytes, ...]:
    if isinstance(piece, bytes):
        return (piece,)
    return (piece.ours, piece.made or b"", piece.theirs)


def _ended(text: bytes, line_end: bytes) -> bytes:
    return text + line_end if text and not text.endswith(b"\n") else text


def _clash(lines: Sequence[bytes], start: int, size: int) -> tuple[Clash, int] | None:
    """Read the clash whose first mark is at ``start``; return it and where the file goes on."""
    middle = splits = ends = None
    for at in range(start + 1, len(lines)):
        line = lines[at].rstrip(b"\r\n")
        if middle is None and splits is None and line.startswith(b"|" * size + b" made by "):
            middle = at
        elif splits is None and line == b"=" * size:
            splits = at
        elif splits is not None and line.startswith(b">" * size + b" "):
            ends = at
            break
        elif line == b"<" * size + b" yours":
            return None
    if splits is None or ends is None:
        return None
    ours = b"".join(lines[start + 1 : splits if middle is None else middle])
    if not lines[ends].endswith(b"\n"):
        ours = ours.removesuffix(b"\n").removesuffix(b"\r")
    made = None if middle is None else b"".join(lines[middle + 1 : splits])
    return Clash(ours, made, b"".join(lines[splits + 1 : ends])), ends + 1
