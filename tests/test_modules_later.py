"""A module joins a project in production: it makes tables, and leaves alone those there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core.plugins.discovery import InstalledPlugin, Registry

from tests.database_rows import lost_rows, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import MakeProject, Project

SCRIPT = Path(__file__).with_name("files") / "executed_sql.py"
WRITES = re.compile(r'(CREATE|ALTER|DROP)\b[^"]*"(?:new__)?(\w+)"(?:.* ON "(?:new__)?(\w+)")?')
"""A statement that changes tables, what it is about, and the table of an index."""
PERSON = (
    "from apps.users.models import User;"
    "User.objects.create_user(email='early@example.org', password='correct-horse-battery')"
)


def required(name: str) -> tuple[str, ...]:
    plugin = Registry.installed()[name]
    assert isinstance(plugin, InstalledPlugin)
    return plugin.card.requires


@pytest.mark.parametrize("module", [it.name for it in Registry.installed().plugins("module")])
def test_a_module_in_production_changes_no_table_there_is(
    module: str,
    quickscale_project: MakeProject,
    quickscale_migrated: Callable[[Project], Project],
) -> None:
    before = quickscale_migrated(quickscale_project(required(module)))
    address = dict(before.environ)
    database = Path(address["DATABASE_URL"].removeprefix("sqlite:///"))
    before.manage("shell", "-v", "0", "-c", PERSON).check()
    rows = read_rows(database)
    after = quickscale_project((*required(module), module)).with_environ(**address)

    told = after.inside(str(SCRIPT))

    assert list(lost_rows(rows, read_rows(database))) == []
    assert isinstance(told, dict)
    changes = [it for it in told["statements"] if it.startswith(("CREATE", "ALTER", "DROP"))]
    assert changes or module != "auth"
    for statement in changes:
        found = WRITES.match(statement)
        assert found, statement
        assert not {*found.groups()} & set(told["tables"]), statement
