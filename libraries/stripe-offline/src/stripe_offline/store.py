"""Where the stand-in keeps its objects: one table, in an SQLite database of its own.

It is apart from the project's database on purpose. A call to Stripe takes no part in the caller's
transaction, and its data is there whatever becomes of that transaction; in one SQLite database the
two would also wait for each other for ever.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from .conf import store_path
from .errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Obj", "Row", "Store", "the_store"]

Obj: TypeAlias = "dict[str, Any]"
"""An object as the API shows it. Keys that begin with an underscore are the stand-in's own:
``_clock`` names the test clock it lives by, ``_due`` the time at which something happens to it."""

Row: TypeAlias = "tuple[int, str, str, str, int | None, str]"
"""An object as the table has it."""

_SCHEMA = """
create table if not exists objects (
    number integer primary key autoincrement,
    id text not null unique,
    kind text not null,
    clock text not null,
    due integer,
    data text not null
);
create index if not exists objects_of_a_kind on objects (kind);
create index if not exists objects_that_are_due on objects (clock, due) where due is not null;
"""


class Store:
    """All objects of the stand-in, for every thread of this process and for other processes."""

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(
            path, timeout=20, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("pragma journal_mode=wal")
        self._connection.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do everything or nothing; one inside another may be undone by itself.

        A :class:`Refusal` that is to be kept ends a transaction without undoing it.
        """
        with self._lock:
            name = f"level{self._depth}"
            self._execute(f"savepoint {name}" if self._depth else "begin immediate")
            self._depth += 1
            done = False
            try:
                yield
                done = True
            except Refusal as refusal:
                done = refusal.keep
                raise
            finally:
                self._depth -= 1
                if self._depth and not done:
                    self._execute(f"rollback to {name}")
                self._execute(
                    f"release {name}" if self._depth else "commit" if done else "rollback"
                )

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Do everything, and undo it again."""
        with self._lock:
            self._execute("savepoint undone")
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                self._execute("rollback to undone")
                self._execute("release undone")

    def put(self, obj: Obj) -> None:
        """Keep an object, in place of an earlier one of its id."""
        row = (obj["object"], obj.get("_clock") or "", obj.get("_due"), json.dumps(obj))
        self._execute(
            "insert into objects (id, kind, clock, due, data) values (?, ?, ?, ?, ?) on conflict"
            " (id) do update set kind = ?, clock = ?, due = ?, data = ?",
            (obj["id"], *row, *row),
        )

    def get(self, name: str) -> Obj | None:
        """Return an object by its id, or ``None``."""
        found = self._read("select data from objects where id = ?", (name,))
        return found[0] if found else None

    def find(self, kind: str, **equal: Any) -> list[Obj]:
        """Return the objects of a kind, newest first, whose fields are equal to these."""
        wanted = "".join(" and json_extract(data, ?) is ?" for _ in equal)
        values = [part for name, value in equal.items() for part in (f"$.{name}", value)]
        return self._read(
            f"select data from objects where kind = ?{wanted} order by number desc",  # noqa: S608
            (kind, *values),
        )

    def count(self, kind: str) -> int:
        """Return how many objects of a kind there are."""
        with self._lock:
            rows = self._connection.execute("select count(*) from objects where kind = ?", (kind,))
            return int(rows.fetchone()[0])

    def next_due(self, clock: str, until: int) -> Obj | None:
        """Return the object to which something happens first, by ``until`` on its clock."""
        found = self._read(
            "select data from objects where clock = ? and due <= ? order by due, number limit 1",
            (clock, until),
        )
        return found[0] if found else None

    def delete(self, name: str) -> None:
        """Forget an object."""
        self._execute("delete from objects where id = ?", (name,))

    def clear(self) -> None:
        """Forget everything."""
        self._execute("delete from objects")

    def dump(self) -> list[Row]:
        """Return everything, for :meth:`load`."""
        with self._lock:
            return self._connection.execute("select * from objects").fetchall()

    def load(self, rows: list[Row]) -> None:
        """Have what was there at a dump, and nothing else."""
        with self.transaction():
            self.clear()
            self._connection.executemany("insert into objects values (?, ?, ?, ?, ?, ?)", rows)

    def _read(self, statement: str, values: tuple[Any, ...]) -> list[Obj]:
        with self._lock:
            return [json.loads(row[0]) for row in self._connection.execute(statement, values)]

    def _execute(self, statement: str, values: tuple[Any, ...] = ()) -> None:
        with self._lock:
            self._connection.execute(statement, values)


@cache
def _opened(path: str) -> Store:
    return Store(path)


def the_store() -> Store:
    """Return the store that the settings name."""
    return _opened(store_path())
