"""SQLite databases that are migrated once for each set of migrations, and copied from then on."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from quickscale_core.testing.projects.environment import one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quickscale_core.testing.projects.project import Project

__all__ = ["MigratedDatabases"]

LAYER: Final = "DJANGO_SETTINGS_MODULE"


class MigratedDatabases:
    """Gives projects databases that are migrated already.

    A project's migrations, and what Django does after them, depend on its code and its settings.
    So two projects share a template when all of their Python but tests is the same, byte for byte,
    and they run with the same settings and interpreter.

    Args:
        folder: Where templates are kept; processes may share it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def migrated(self, project: Project, database: Path) -> Project:
        """Return a project with a migrated database of its own.

        Args:
            project: The project.
            database: A file that is not there yet.
        """
        key = _key(project)
        template = self.folder / f"{key}.sqlite3"
        self.folder.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(self.folder / f"{key}.lock"):
            if not template.exists():
                made = self.folder / f"{key}.unfinished.sqlite3"
                made.unlink(missing_ok=True)
                _with_database(project, made).manage("migrate", "--verbosity", "0").check()
                _join_log(made)
                made.rename(template)
        shutil.copyfile(template, database)
        return _with_database(project, database)


def _join_log(database: Path) -> None:
    """Bring what stands in a database's write-ahead log into its file, which is copied alone."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _with_database(project: Project, database: Path) -> Project:
    return project.with_environ(DATABASE_URL=f"sqlite:///{database.as_posix()}")


def _key(project: Project) -> str:
    """Return what tells the template of a project from others."""
    digest = sha256(f"{project.python.executable}\n{project.environ.get(LAYER, '')}".encode())
    for path in _code(project.path):
        digest.update(f"\n{path.relative_to(project.path).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _code(folder: Path) -> Iterator[Path]:
    """Yield a project's modules, tests apart, in an order that is always the same."""
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        if "tests" not in parts and not any(it.startswith(".") for it in parts):
            yield path
