"""What a deploy says, and whom it asks: the part of the command line's printer that it needs."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from quickscale_core.errors import Problem

__all__ = ["Console"]


class Console(Protocol):
    """Prints; see :class:`quickscale_core.cli.output.Printer`."""

    json: bool

    def result(self, text: str = "") -> None:
        """Print a line of the answer."""

    def data(self, document: object) -> None:
        """Print the answer as JSON, where it was asked for."""

    def note(self, text: str = "") -> None:
        """Print a line that is not part of the answer."""

    def warning(self, problem: Problem) -> None:
        """Print something that is wrong and does not stop the command."""

    def slow(self, what: str) -> AbstractContextManager[None]:
        """Print what is being done, once it has taken more than a second."""

    def agrees(self, question: str, *, default: bool = True) -> bool | None:
        """Ask, and return the answer; ``None`` where nobody can answer."""
