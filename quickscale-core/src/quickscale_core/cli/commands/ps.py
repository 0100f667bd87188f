"""``quickscale ps``: what of the project in this folder runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.running.commands import Shell, print_option
from quickscale_core.errors import EXIT_OK

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["ps"]


@click.command()
@print_option
@click.pass_obj
def ps(printer: Printer, *, only_print: bool) -> int:
    """Show what of the project in this folder runs.

    \b
    Example:
      quickscale ps
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.running.engines import NoEngineError, require_engine
    from quickscale_core.cli.running.readiness import address_of
    from quickscale_core.cli.running.running_project import running_here
    from quickscale_core.record.project_on_disk import find_project

    folder = find_project(Path.cwd())
    shell = Shell(printer=printer, folder=folder, only_print=only_print)
    running = running_here(folder)
    if running is not None:
        address = address_of(running.port)
        printer.result(f"{folder.name} runs without containers: {address}")
        printer.table([*running.processes.items()], indent="  ")
        return EXIT_OK
    try:
        engine = require_engine(shell)
    except NoEngineError as error:
        if not error.nothing_runs:
            raise
        printer.result(f"{folder.name} does not run")
        return EXIT_OK
    return shell.run((*engine.compose, "ps"))
