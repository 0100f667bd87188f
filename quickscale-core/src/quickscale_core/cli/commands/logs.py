"""``quickscale logs``: what the project in this folder has printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.running.commands import Shell, print_option
from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["logs"]


@click.command()
@click.argument("service", required=False)
@click.option("-f", "--follow", is_flag=True, help="Go on as more is printed, until Ctrl-C.")
@click.option("--tail", type=click.IntRange(0), metavar="N", help="Begin N lines before the end.")
@print_option
@click.pass_obj
def logs(
    printer: Printer, *, service: str | None, follow: bool, tail: int | None, only_print: bool
) -> int:
    """Show what the project in this folder has printed, of all services or of SERVICE.

    \b
    Examples:
      quickscale logs
      quickscale logs -f --tail 20 worker
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.running.engines import NoEngineError, require_engine
    from quickscale_core.cli.running.running_project import log_file, running_here
    from quickscale_core.record.project_on_disk import find_project

    folder = find_project(Path.cwd())
    shell = Shell(printer=printer, folder=folder, only_print=only_print)
    options = ("--follow",) * follow
    log = log_file(folder)
    try:
        if running_here(folder) is None:
            engine = require_engine(shell)
            count = () if tail is None else ("--tail", str(tail))
            return shell.run((*engine.compose, "logs", *options, *count, *filter(None, [service])))
    except NoEngineError as error:
        if not error.nothing_runs:
            raise
        if log is None or not log.exists():
            what = f"{folder.name} does not run, and nothing that it has printed was kept here"
            problem = Problem(what=what, fix="start it: quickscale up")
            raise QuickScaleError(problem) from error
    if log is None or not log.exists():
        raise QuickScaleError(
            Problem(
                what=f"{folder.name} runs in a terminal, which shows what it prints",
                fix="to keep it in a file, start it with: quickscale up -d --no-containers",
            )
        )
    if service:
        what = f"without containers {folder.name} has one log for all of its processes"
        raise QuickScaleError(Problem(what=what, fix="leave SERVICE out"))
    lines = "+1" if tail is None else str(tail)
    return shell.run(("tail", *options, "--lines", lines, str(log)))
