"""The printed tables, and the same tables in ``docs/benchmarks.md``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.measuring import Results

__all__ = [
    "BEGIN",
    "END",
    "Bound",
    "bounds_table",
    "costs_table",
    "plain_table",
    "replace_between",
]

BEGIN = "<!-- measured: ./qs bench -- --write -->"
END = "<!-- end of what was measured -->"


@dataclass(frozen=True, slots=True)
class Bound:
    """A promise, and what was measured.

    Attributes:
        title: What is promised, in words.
        measured: The number that was measured.
        limit: The number it may not exceed.
        unit: What stands behind both: ``" x"``, ``" MiB"``.
    """

    title: str
    measured: float
    limit: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return self.measured <= self.limit


def costs_table(results: Results) -> str:
    """Return the contenders of a race as a Markdown table."""
    rounds = len(next(iter(results.costs.values())))
    rows = [
        (name, f"{results.cpu(name):.3f}", f"{results.peak(name) / 2**20:.1f}")
        for name in results.costs
    ]
    return plain_table((f"Median of {rounds} rounds", "CPU seconds", "Peak MiB"), rows)


def bounds_table(bounds: Sequence[Bound]) -> str:
    """Return promises and what was measured as a Markdown table."""
    rows = [
        (
            bound.title,
            f"{bound.measured:.3g}{bound.unit}",
            f"{bound.limit:.3g}{bound.unit}",
            "yes" if bound.holds else "no",
        )
        for bound in bounds
    ]
    return plain_table(("Promise", "Measured", "At most", "Kept"), rows)


def plain_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = [
        "-" * width if column == 0 else "-" * (width - 1) + ":"
        for column, width in enumerate(widths)
    ]
    lines = ["| " + " | ".join(_aligned(row, widths)) + " |" for row in (head, rule, *rows)]
    return "\n".join(lines)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *rest = zip(row, widths, strict=True)
    return [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]


def replace_between(page: Path, text: str) -> None:
    """Put a text between the two marks of a page.

    Args:
        page: A Markdown file that holds :data:`BEGIN` and :data:`END`, each once.
        text: What is to stand there.

    Raises:
        ValueError: The page lacks a mark.
    """
    old = page.read_text(encoding="utf-8")
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{page.name} lacks the marks between which the tables stand")
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
