"""``quickscale build``: the image of the project in this folder, built and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.cli.running.commands import Shell, print_option
from quickscale_core.errors import EXIT_OK

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["build"]


@click.command()
@print_option
@click.pass_obj
def build(printer: Printer, *, only_print: bool) -> int:
    """Build the image of the project in this folder, start it once and ask for its health.

    It is started with production settings, an empty SQLite database and a root file system that
    is read-only, and removed again.

    \b
    Examples:
      quickscale build
      quickscale build --print
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import find_here
    from quickscale_core.cli.running.compose_file import read_services
    from quickscale_core.cli.running.engines import require_engine
    from quickscale_core.cli.running.image_check import build_image, check_image

    folder = find_here(printer, writes=False)
    shell = Shell(printer=printer, folder=folder, only_print=only_print)
    engine = require_engine(shell, compose=False)
    image = read_services(folder).image or folder.name
    build_image(shell, engine, image)
    check_image(shell, engine, image)
    if not only_print:
        printer.result(f"{image} is built, and the site in it is healthy")
    return EXIT_OK
