"""``quickscale shell``: a shell of Python, or of the database, in the project in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.cli.running.commands import Shell, print_option

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.cli.output import Printer

__all__ = ["shell"]


@click.command()
@click.option("--db", "database", is_flag=True, help="Of the database: psql or sqlite3.")
@click.option("-c", "--command", "code", metavar="CMD", help="Run this, and no prompt.")
@print_option
@click.pass_obj
def shell(printer: Printer, *, database: bool, code: str | None, only_print: bool) -> int:
    """Open a Python shell that knows the project's models, or with --db one of its database.

    It runs in the containers of the project where these are up, else on this machine.

    \b
    Examples:
      quickscale shell
      quickscale shell --db -c "SELECT count(*) FROM users_user"
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import find_here
    from quickscale_core.cli.running.compose import in_container
    from quickscale_core.cli.running.own_environment import in_environment

    folder = find_here(printer, writes=False)
    runs = Shell(printer=printer, folder=folder, only_print=only_print)
    if database:
        return runs.run(_database_shell(runs, code))
    argv = ("python", "manage.py", "shell", *(("-c", code) if code is not None else ()))
    return runs.run(in_container(runs, "web", argv) or in_environment(folder, argv))


def _database_shell(runs: Shell, code: str | None) -> tuple[str, ...]:
    from quickscale_core.cli.running.compose import in_container
    from quickscale_core.cli.running.compose_file import read_services
    from quickscale_core.cli.running.own_environment import in_environment

    command: tuple[str, ...] = ("-c", code) if code is not None else ()
    if found := read_services(runs.folder).database:
        psql = ("psql", "--username", found.user, "--dbname", found.name, *command)
        if inside := in_container(runs, found.service, psql):
            return inside
    if code is not None:
        command = ("--", code) if _is_sqlite(runs.folder) else ("--", "-c", code)
    return in_environment(runs.folder, ("python", "manage.py", "dbshell", *command))


def _is_sqlite(folder: Path) -> bool:
    from quickscale_core.cli.running.own_environment import variable

    address = variable(folder, "DATABASE_URL")
    return not address or address.startswith("sqlite:")
