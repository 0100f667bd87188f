"""``quickscale test``: the tests of the project in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.cli.running.commands import PASSED_ON, Shell, print_option

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["test"]


@click.command(context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARGS]...")
@print_option
@click.pass_obj
def test(printer: Printer, *, arguments: tuple[str, ...], only_print: bool) -> int:
    """Run the tests of the project in this folder, with pytest's ARGS.

    They run on this machine: the image holds nothing that is for development only.

    \b
    Examples:
      quickscale test
      quickscale test apps/users -x
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import find_here
    from quickscale_core.cli.running.own_environment import in_environment

    folder = find_here(printer, writes=False)
    shell = Shell(printer=printer, folder=folder, only_print=only_print)
    return shell.run(in_environment(folder, ("pytest", *arguments)))
