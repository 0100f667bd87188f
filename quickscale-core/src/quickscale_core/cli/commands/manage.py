"""``quickscale manage``: a command of Django in the project in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.cli.running.commands import PASSED_ON, Shell, print_option

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["manage"]


@click.command(context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARGS]...")
@print_option
@click.pass_obj
def manage(printer: Printer, *, arguments: tuple[str, ...], only_print: bool) -> int:
    """Run manage.py with ARGS: in the container of the site where it runs in one, else here.

    \b
    Examples:
      quickscale manage createsuperuser
      quickscale manage makemigrations billing
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import find_here
    from quickscale_core.cli.running.compose import in_container
    from quickscale_core.cli.running.own_environment import in_environment

    folder = find_here(printer, writes=False)
    shell = Shell(printer=printer, folder=folder, only_print=only_print)
    argv = ("python", "manage.py", *arguments)
    return shell.run(in_container(shell, "web", argv) or in_environment(folder, argv))
