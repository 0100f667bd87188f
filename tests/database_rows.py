"""What stands in an SQLite database, and whether it is still there later."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Rows", "lost_rows", "read_rows"]

Rows = dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]
"""By table, its columns and its rows."""

_GROWING = ("django_migrations", "django_content_type", "auth_permission", "sqlite_sequence")
"""Where Django and SQLite note what there is."""


def read_rows(database: Path) -> Rows:
    """Return every table's columns and rows; those in which Django keeps notes are left out."""
    with sqlite3.connect(database) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found: Rows = {}
        for (table,) in named:
            if table not in _GROWING:
                told = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table's name
                columns = tuple(it[0] for it in told.description)
                found[table] = (columns, sorted(told.fetchall(), key=repr))
    connection.close()
    return found


def lost_rows(before: Rows, after: Rows) -> Iterator[str]:
    """Yield the tables in which a value is not there any more; new columns do not count."""
    for table, (columns, values) in before.items():
        if table not in after or not set(columns) <= set(after[table][0]):
            yield f"{table}: a column or all of it"
            continue
        kept = [after[table][0].index(it) for it in columns]
        if sorted((tuple(row[it] for it in kept) for row in after[table][1]), key=repr) != values:
            yield f"{table}: rows"
