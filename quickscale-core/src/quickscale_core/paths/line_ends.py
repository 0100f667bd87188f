"""Line ends: git may check out a file with other line ends than it was made with."""

from __future__ import annotations

from typing import Literal

__all__ = ["LineEnd", "line_end_of", "lines_of", "with_line_end"]

LineEnd = Literal[b"\n", b"\r\n"]


def line_end_of(data: bytes) -> LineEnd | None:
    """Return how every line of a file ends, or ``None`` where they differ or there is one line."""
    line_feeds = data.count(b"\n")
    if not line_feeds:
        return None
    windows = data.count(b"\r\n")
    if not windows:
        return b"\n"
    return b"\r\n" if windows == line_feeds else None


def with_line_end(data: bytes, line_end: LineEnd) -> bytes:
    """Return a file with other line ends; one whose line ends differ among themselves as it is."""
    present = line_end_of(data)
    return data if present in {None, line_end} else data.replace(present or b"", line_end)


def lines_of(data: bytes) -> list[bytes]:
    r"""Return a file's lines with their ends. Only ``\n`` ends a line, so nothing gets lost."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
