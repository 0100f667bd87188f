"""``quickscale lint``: the linters and the type checker of the project in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from quickscale_core.cli.running.commands import Shell, print_option

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer

__all__ = ["LINTERS", "lint"]

LINTERS: Final = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "."),
    ("djlint", "--lint", "--quiet", "."),
    ("djlint", "--check", "--quiet", "."),
)
"""What the workflow of a project runs, in its order."""


@click.command()
@print_option
@click.pass_obj
def lint(printer: Printer, *, only_print: bool) -> int:
    """Check code, types and templates of the project in this folder, as its workflow does.

    All of the checks run, whatever the one before found; the exit code is the first one's that
    failed.

    \b
    Example:
      quickscale lint
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import find_here
    from quickscale_core.cli.running.own_environment import in_environment

    folder = find_here(printer, writes=False)
    shell = Shell(printer=printer, folder=folder, only_print=only_print)
    codes = [shell.run(in_environment(folder, argv)) for argv in LINTERS]
    return next((it for it in codes if it), 0)
