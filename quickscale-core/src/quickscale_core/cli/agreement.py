"""Asking before something is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["agreed"]


def agreed(printer: Printer, question: str, *, yes: bool) -> bool:
    """Return whether what was shown may be written; on a terminal its owner is asked.

    Args:
        printer: Says what becomes of it.
        question: What is asked: ``"Make the branch?"``.
        yes: Whether the answer is given already.
    """
    if yes:
        return True
    if printer.json or not (sys.stdin.isatty() and printer.on_terminal):
        printer.note("\nNothing was changed. To carry this out, repeat the command with --yes")
        return False
    if click.confirm(f"\n{question}", default=True):
        return True
    printer.note("Nothing was changed")
    return False
