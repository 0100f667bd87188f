"""The only printer: results to stdout, everything else to stderr."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quickscale_core.errors import Problem, QuickScaleError

__all__ = ["Printer", "aligned", "can_ask", "shown", "shown_folder"]

_SLOW = 1.0  # seconds


class Printer:
    """Print what happened, as text or (``--json``) as one JSON document.

    Colour only where it carries meaning and only on a terminal; ``NO_COLOR`` is honoured
    (no-color.org).

    Attributes:
        json: Whether stdout is to hold one JSON document and nothing else.
    """

    def __init__(self) -> None:
        self.json = False

    def result(self, text: str = "") -> None:
        """Print a line of the answer; under ``--json`` nothing, see :meth:`data`."""
        if not self.json:
            self._write(sys.stdout, text)

    def data(self, document: object) -> None:
        """Print the answer as JSON, where it was asked for."""
        if self.json:
            self._write(sys.stdout, json.dumps(document, indent=2))

    def patch(self, patch: bytes) -> None:
        """Print a patch, byte for byte; on a terminal control characters are escaped.

        There its lines are coloured as git does it.
        """
        if self.json or sys.stdout is None:
            return
        if self.on_terminal:
            patch = shown(patch.decode("utf-8", "backslashreplace")).encode()
        if _coloured(sys.stdout):
            patch = b"\n".join(_painted(line) for line in patch.split(b"\n"))
        sys.stdout.flush()
        click.echo(patch, nl=False)

    @property
    def on_terminal(self) -> bool:
        """Whether stdout is a terminal."""
        return sys.stdout is not None and sys.stdout.isatty()

    def note(self, text: str = "") -> None:
        """Print a line that is not part of the answer."""
        self._write(sys.stderr, text)

    def warning(self, problem: Problem) -> None:
        """Print something that is wrong and does not stop the command."""
        self._problem("warning", "yellow", problem)

    def error(self, error: QuickScaleError) -> None:
        """Print everything that is wrong; under ``--json`` to stdout as well, as data."""
        for number, problem in enumerate(error.problems):
            if number:
                self.note()
            self._problem("error", "red", problem)
        self.data(
            {
                "exit_code": error.exit_code,
                "problems": [
                    {"what": it.what, "where": list(it.where), "fix": it.fix}
                    for it in error.problems
                ],
            }
        )

    def agrees(self, question: str, *, default: bool = True) -> bool | None:
        """Ask somebody at a terminal, and return the answer; ``None`` where nobody is there.

        Args:
            question: What is asked; it ends with a question mark.
            default: What the Enter key answers.
        """
        if self.json or not can_ask():
            return None
        return click.confirm(f"\n{question}", default=default)

    @contextmanager
    def slow(self, what: str) -> Iterator[None]:
        """Print on a terminal what is being done, once it has taken more than a second."""
        from threading import Timer

        timer = Timer(_SLOW, self.note, [f"  {what} ..."])
        timer.daemon = True
        if sys.stderr is not None and sys.stderr.isatty():
            timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def table(
        self,
        rows: Sequence[Sequence[str]],
        indent: str = "",
        colours: Mapping[str, str] | None = None,
    ) -> None:
        """Print rows whose columns are aligned; the last one may be of any width.

        Args:
            rows: The rows, each a text per column.
            indent: What every line begins with.
            colours: The colour of a row, by the text of its first column.
        """
        for row, line in zip(rows, aligned(rows), strict=True):
            colour = (colours or {}).get(row[0], "")
            if not self.json:
                self._write(sys.stdout, f"{indent}{line}", colour)

    def _problem(self, word: str, colour: str, problem: Problem) -> None:
        head = f"{word}:"
        if _coloured(sys.stderr):
            head = click.style(head, fg=colour, bold=True)
        self._write(sys.stderr, f" {problem}", head=head)

    def _write(self, stream: TextIO | None, text: str, colour: str = "", *, head: str = "") -> None:
        """Print a text, in a colour; only the head in front of it may hold control characters."""
        if stream is None:  # closed by the caller, as in "quickscale init acme >&-"
            return
        encoding = stream.encoding or "utf-8"
        text = shown(text).encode(encoding, "backslashreplace").decode(encoding)
        if colour and _coloured(stream):
            text = click.style(text, fg=colour)
        click.echo(f"{head}{text}", file=stream, color=_coloured(stream))


_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\r(?!\n)"
)
"""What moves the cursor, colours, answers for the reader, or turns the order of what is shown."""


def shown(text: str) -> str:
    """Return a text with its control characters escaped, but for tabs and line ends.

    Much of what is printed comes from a project's folder, which may be somebody else's.
    """
    return _CONTROLS.sub(lambda it: ascii(it[0])[1:-1], text)


_PAINTS = (  # the first that fits counts
    (b"diff ", b"\x1b[1m"),
    (b"--- ", b"\x1b[1m"),
    (b"+++ ", b"\x1b[1m"),
    (b"@@", b"\x1b[36m"),
    (b"-", b"\x1b[31m"),
    (b"+", b"\x1b[32m"),
)


def _painted(line: bytes) -> bytes:
    """Return a line of a patch in its colour; a CR stays the last thing on it."""
    paint = next((paint for start, paint in _PAINTS if line.startswith(start)), b"")
    if not paint:
        return line
    text, end = (line[:-1], line[-1:]) if line.endswith(b"\r") else (line, b"")
    return paint + text + b"\x1b[0m" + end


def can_ask() -> bool:
    """Return whether somebody at a terminal reads what is asked and can answer it."""
    streams = (sys.stdin, sys.stdout)  # each is None where the caller closed it
    return all(it is not None and it.isatty() for it in streams)


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows as lines, each column as wide as its widest cell, two spaces between."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def shown_folder(folder: Path) -> str:
    """Return a folder as one would type it from here."""
    try:
        return str(folder.relative_to(Path.cwd()))
    except ValueError:
        return str(folder)


def _coloured(stream: TextIO | None) -> bool:
    if stream is None or not stream.isatty():
        return False
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
