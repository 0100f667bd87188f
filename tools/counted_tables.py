"""Tables of numbers in the documentation that follow the code, roughly.

Numbers that change with every edit of every plugin would make each change touch the same page. So a
table is written anew only when one of its numbers is off by more than a tenth; a test holds the
pages to that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.checkout import ROOT
from tools.landing_tests import landing_tests_table
from tools.project_size import folders_table, layers_table

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TABLES", "is_current", "write_tables"]

TABLES: Final[dict[str, tuple[str, Callable[[], str]]]] = {
    "layers": ("docs/size.md", layers_table),
    "folders": ("docs/size.md", folders_table),
    "tests of a landing": ("docs/decisions/landing-and-sweep.md", landing_tests_table),
}
"""Each table's page and what makes it, by the name in the page's ``<!-- counted: NAME -->``."""

TOLERANCE: Final = 0.1
"""How far a number may be from what is counted, as a part of it."""
FEW: Final = 10
"""Numbers may also differ by as much as this, so that small ones do not have to be exact."""

_NUMBER = re.compile(r"\d[\d,]*")


def _place(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- counted: {re.escape(name)} -->\n\n)(.*?)(\n\n|\n?\Z)", re.DOTALL)


def _shape(table: str) -> list[list[str]]:
    """Return a table's cells without numbers, blanks and rules."""
    rows = [line.strip("|").split("|") for line in table.splitlines()]
    return [
        [_NUMBER.sub("#", cell.strip()) for cell in row]
        for row in rows
        if not set("".join(row)) <= set("-: ")
    ]


def is_current(kept: str, counted: str) -> bool:
    """Return whether a table says what is counted: the same words, and about the same numbers."""
    if _shape(kept) != _shape(counted):
        return False
    pairs = zip(_numbers(kept), _numbers(counted), strict=True)
    return all(abs(old - new) <= max(FEW, TOLERANCE * new) for old, new in pairs)


def _numbers(table: str) -> list[int]:
    return [int(it.replace(",", "")) for it in _NUMBER.findall(table)]


def kept_table(name: str) -> str:
    """Return a table as its page has it.

    Raises:
        LookupError: The page has no place for it.
    """
    page, _ = TABLES[name]
    found = _place(name).search((ROOT / page).read_text(encoding="utf-8"))
    if found is None:
        raise LookupError(f"{page} has no <!-- counted: {name} -->")
    return found[2]


def write_tables() -> None:
    """Write the tables that are not current into their pages."""
    for name, (page, count) in TABLES.items():
        counted = count()
        if not is_current(kept_table(name), counted):
            path = ROOT / page
            text = path.read_text(encoding="utf-8")
            path.write_text(
                _place(name).sub(lambda it, new=counted: f"{it[1]}{new}{it[3]}", text),  # type: ignore[misc]
                encoding="utf-8",
            )
