"""Run inside a project: migrate its database, and tell what was executed and what was there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable


def main(told: Path) -> None:
    """Write the tables as they were and the statements, as JSON."""
    sys.path.insert(0, str(Path.cwd()))
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings
    from django.db import connection  # noqa: PLC0415

    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    tables = connection.introspection.table_names()
    with connection.execute_wrapper(note):
        call_command("migrate", verbosity=0)
    told.write_text(json.dumps({"tables": tables, "statements": statements}), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[2]))
