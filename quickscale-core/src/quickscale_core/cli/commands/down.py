"""``quickscale down``: stop the project in this folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.running.commands import Shell, print_option
from quickscale_core.errors import EXIT_OK

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["down"]


@click.command()
@click.option("--volumes", is_flag=True, help="Delete the containers' data, too.")
@print_option
@click.pass_obj
def down(printer: Printer, *, volumes: bool, only_print: bool) -> int:
    """Stop the project in this folder.

    The data stays, unless --volumes deletes it: the database in its container, and what Redis
    holds. An SQLite database is never deleted.

    \b
    Examples:
      quickscale down
      quickscale down --volumes
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.running.engines import NoEngineError, require_engine
    from quickscale_core.cli.running.running_project import running_here, stop
    from quickscale_core.record.project_on_disk import find_project

    folder = find_project(Path.cwd())
    shell = Shell(printer=printer, folder=folder, only_print=only_print)
    running = running_here(folder)
    if running is not None:
        shell.show(("kill", "-TERM", str(running.process)))
        if not only_print:
            from quickscale_core.cli.running.supervisor import GRACE

            with printer.slow(f"waiting until {folder.name} has ended"):
                stop(folder, running, GRACE * 2)
            printer.result(f"{folder.name} is stopped")
    try:
        engine = require_engine(shell)
    except NoEngineError as error:
        if volumes or not (error.nothing_runs or running):
            raise
        if running is None:
            printer.result(f"{folder.name} does not run")
        return EXIT_OK
    return shell.run((*engine.compose, "down", *(("--volumes",) if volumes else ())))
