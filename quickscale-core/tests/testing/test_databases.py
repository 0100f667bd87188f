"""A project's database is migrated once, and copied for whoever has the same migrations."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import Project
from quickscale_core.testing.projects.databases import MigratedDatabases

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import Finished, MakeProject

COUNT = "SELECT count(*) FROM django_migrations"


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the management commands that are run from now on, by their names."""
    run = Project.manage
    names: list[str] = []

    def manage(project: Project, *argv: str) -> Finished:
        names.append(argv[0])
        return run(project, *argv)

    monkeypatch.setattr(Project, "manage", manage)
    return names


def ask(database: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    try:
        with connection:
            return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_migrations_run_once_for_projects_whose_code_is_the_same(
    quickscale_project: MakeProject, commands: list[str], tmp_path: Path
) -> None:
    project = quickscale_project()
    one, other, edited = (tmp_path / f"{it}.sqlite3" for it in ("one", "other", "edited"))
    first = MigratedDatabases(tmp_path / "kept").migrated(project, one)
    copy = project.copy(tmp_path / "copy")
    (copy.path / "README.md").write_text("Another", encoding="utf-8")
    MigratedDatabases(tmp_path / "kept").migrated(copy, other)
    assert commands == ["migrate"]
    assert first.environ["DATABASE_URL"] == f"sqlite:///{one}"

    models = copy.path / "apps" / "users" / "models.py"
    models.write_text(models.read_text("utf-8") + "\nMORE = 1\n", encoding="utf-8")
    MigratedDatabases(tmp_path / "kept").migrated(copy, edited)
    assert commands == ["migrate", "migrate"]

    assert ask(one, COUNT) == ask(other, COUNT) == ask(edited, COUNT)
    ask(one, "DELETE FROM django_migrations")
    assert ask(one, COUNT) == [(0,)]
    assert ask(other, COUNT) != [(0,)]
    commands.clear()
    assert (
        "[ ]"
        not in first.with_environ(DATABASE_URL=f"sqlite:///{other}")
        .manage("showmigrations")
        .check()
        .stdout
    )
