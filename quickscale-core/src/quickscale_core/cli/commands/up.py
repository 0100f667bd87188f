"""``quickscale up``: start the project in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.cli.running.commands import Shell, print_option

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["up"]


@click.command()
@click.option("--build", is_flag=True, help="Build the image first.")
@click.option("-d", "--detach", is_flag=True, help="Leave it running in the background.")
@click.option(
    "--containers/--no-containers",
    default=None,
    help="Whether to run it in containers (default: where Docker or Podman is installed).",
)
@click.option("--port", type=click.IntRange(1, 65535), help="Where to serve it (default: 8000).")
@print_option
@click.pass_obj
def up(  # noqa: PLR0913 - click hands over each option
    printer: Printer,
    *,
    build: bool,
    detach: bool,
    containers: bool | None,
    port: int | None,
    only_print: bool,
) -> int:
    """Start the project in this folder.

    With Docker or Podman it runs in containers, with PostgreSQL and Redis. Without, or with
    --no-containers, its processes run on this machine: the server on SQLite or DATABASE_URL and,
    with REDIS_URL, the worker and the scheduler. The database is migrated first.

    \b
    Examples:
      quickscale up
      quickscale up --no-containers --port 8001
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import find_here
    from quickscale_core.cli.running.compose import compose_up
    from quickscale_core.cli.running.engines import NoEngineError, require_engine
    from quickscale_core.cli.running.own_environment import variable
    from quickscale_core.cli.running.ports import parse_port
    from quickscale_core.cli.running.without_containers import run_processes, start_in_background

    folder = find_here(printer, writes=False)
    variables = {"PORT": str(port)} if port else {}
    shell = Shell(printer=printer, folder=folder, only_print=only_print, variables=variables)
    port = port or parse_port(variable(folder, "PORT"))
    engine = None
    if containers is not False:
        try:
            engine = require_engine(shell)
        except NoEngineError as error:
            if error.installed or containers:
                raise
    if engine is not None:
        return compose_up(shell, engine, port, build=build, detach=detach)
    if build:
        printer.note("without containers there is no image to build")
    start = start_in_background if detach else run_processes
    return start(shell, port)
