"""Write the documentation's generated pages before it is built.

The index of decisions is one, git-ignored: every page in ``docs/decisions/`` is in it, with nobody
having to remember. The reference pages are others, kept in the repository for its readers, and so
are the tables of :mod:`tools.counted_tables`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.checkout import ROOT
from tools.counted_tables import write_tables
from tools.reference_pages import reference_pages

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["decisions_index", "main"]

DECISIONS_HEAD = """\
# Decisions

What was weighed and why, one page for each. A new decision is a new file here, named after what
was decided; one that is overturned stays, and says which page replaced it.

"""


def decisions_index(folder: Path) -> str:
    """Return the page that lists every decision in ``folder`` by its title."""
    pages = sorted(path for path in folder.glob("*.md") if path.name != "index.md")
    titles = [(path.read_text(encoding="utf-8").partition("\n")[0], path.name) for path in pages]
    entries = sorted((title.removeprefix("# ").strip(), name) for title, name in titles)
    return DECISIONS_HEAD + "".join(f"- [{title}]({name})\n" for title, name in entries)


def main() -> int:
    """Write every generated page."""
    folder = ROOT / "docs" / "decisions"
    (folder / "index.md").write_text(decisions_index(folder), encoding="utf-8")
    for name, text in reference_pages().items():
        (ROOT / "docs" / "reference" / name).write_text(text, encoding="utf-8")
    write_tables()
    return 0


if __name__ == "__main__":
    sys.exit(main())
