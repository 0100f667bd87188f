"""``quickscale apply``: makes a project what its ``quickscale.yml`` asks for."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.changing.change import APPLY, carry_out, propose
from quickscale_core.cli.changing.options import change_options, may_write
from quickscale_core.cli.project_here import find_here, last_title
from quickscale_core.errors import EXIT_OK, Problem, QuickScaleError, UsageError
from quickscale_core.record.project_on_disk import open_project
from quickscale_core.record.up_to_date import is_up_to_date
from quickscale_core.writing.named_file import read_named_file

if TYPE_CHECKING:
    from quickscale_core.cli.changing.options import ChangeOptions
    from quickscale_core.cli.output import Printer

__all__ = ["apply", "generate"]


def _apply(printer: Printer, *, plan_file: Path | None, git: bool, options: ChangeOptions) -> int:
    """Make the project what quickscale.yml and the installed plugins ask for.

    With PLANFILE, from "quickscale plan --out", exactly that plan is carried out, or nothing if
    files, plugins or quickscale.yml changed since. If only a quickscale.yml exists, the project is
    created.

    \b
    Examples:
      quickscale apply
      quickscale plan --out change.json && quickscale apply change.json --yes
    """  # noqa: D301 - click reads the escape
    options = replace(options, git=git)
    # a saved plan was shown when it was made
    planned = plan_file is not None and not options.dry_run
    folder = find_here(printer, writes=planned or may_write(printer, options))
    if plan_file is None and not printer.json and is_up_to_date(folder):
        from quickscale_core.cli.reports.taken_back import warn_of_taken_back

        warn_of_taken_back(printer, folder)
        printer.result(f"Nothing to do: {folder.name} is as quickscale.yml asks")
        return EXIT_OK
    existing = open_project(folder)
    if plan_file is None:
        change = propose(printer, existing, keep_edited=not options.discard_edits)
        return carry_out(printer, change, APPLY, options)
    if options.discard_edits:
        raise UsageError(
            Problem(
                what="--discard-edits changes what is planned, and a saved plan was given",
                fix="leave one of the two out",
            )
        )
    from quickscale_core.updating.plan_file import changed_meanwhile, read_plan_file

    saved = read_plan_file(_text(plan_file), plan_file.name)
    change = propose(printer, existing, yml=saved.yml, keep_edited=saved.keep_edited)
    if problems := changed_meanwhile(saved, change):
        if not change.pending and last_title(folder) == saved.title:  # a repeated command
            return carry_out(printer, change, saved.title, options)
        raise QuickScaleError(*problems)
    return carry_out(printer, change, saved.title, replace(options, yes=True))


def _text(path: Path) -> str:
    if str(path) == "-":
        return sys.stdin.read() if sys.stdin is not None else ""
    try:
        return read_named_file(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            Problem(what=f"{path} is not a text", fix="quickscale plan --out FILE")
        ) from error


def _command(name: str, *, hidden: bool) -> click.Command:
    command = change_options(_apply)
    for decorate in (
        click.option(
            "--git/--no-git",
            default=True,
            help="When the project is created now, make a git repository (default: yes).",
        ),
        click.argument(
            "plan_file", metavar="[PLANFILE]", required=False, type=click.Path(path_type=Path)
        ),
        click.command(name, hidden=hidden, help=_apply.__doc__),
    ):
        command = decorate(command)
    return command  # type: ignore[return-value] # the last decorator made it one


apply = _command("apply", hidden=False)
generate = _command("generate", hidden=True)
"""The same by another name."""
