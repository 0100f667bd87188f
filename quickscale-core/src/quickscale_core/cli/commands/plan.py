"""``quickscale plan``: show what ``apply`` would do, and write nothing."""

from __future__ import annotations

import shlex
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.changing.change import APPLY, conflicts_left, propose
from quickscale_core.cli.changing.options import VERBOSE
from quickscale_core.cli.choosing.choices import Choices
from quickscale_core.cli.choosing.options import choice_options
from quickscale_core.cli.commands.completion import complete_plugins
from quickscale_core.cli.project_here import open_here
from quickscale_core.errors import EXIT_OK, EXIT_PENDING, Problem, UsageError
from quickscale_core.record.project_on_disk import is_project

if TYPE_CHECKING:
    from quickscale_core.cli.changing.change import Ask
    from quickscale_core.cli.output import Printer
    from quickscale_core.updating.planned_change import PlannedChange

__all__ = ["plan"]


@click.command()
@click.argument("name", required=False)
@click.option(
    "--add",
    "added",
    multiple=True,
    metavar="MODULE[@SPEC]",
    shell_complete=complete_plugins("module"),
    help="Plan as if quickscale.yml had this module, too.",
)
@choice_options("Of a new project")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help='Save the plan in a file, for "quickscale apply FILE".',
)
@click.option("--verbose", is_flag=True, help=VERBOSE)
@click.option("--diff", is_flag=True, help="Show every change line by line.")
@click.option(
    "--exit-code",
    is_flag=True,
    help="Exit 3 where changes are pending, 4 where conflicts are left.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--no-input", is_flag=True, help="Ask nothing.")
@click.pass_obj
def plan(  # noqa: PLR0913 - click hands over each flag
    printer: Printer,
    *,
    name: str | None,
    added: tuple[str, ...],
    choices: Choices,
    out: Path | None,
    verbose: bool,
    diff: bool,
    exit_code: bool,
    as_json: bool,
    no_input: bool,
) -> int:
    """Show what apply would do to the project in this folder, file by file.

    With NAME, of the project in that folder. If there is none yet, write NAME/quickscale.yml from
    the flags or from your answers; "quickscale apply" in that folder then creates the project.

    \b
    Examples:
      quickscale plan
      quickscale plan --add teams --diff
      quickscale plan --exit-code            for CI: exits 3 where changes are pending
    """  # noqa: D301 - click reads the escape
    printer.json = as_json
    folder = None if name is None else Path(name).absolute()
    if folder is not None and not is_project(folder):
        return _begin(printer, replace(choices, name=name), no_input=no_input)
    if choices != Choices():
        raise UsageError(
            Problem(
                what="--with, --theme, --deploy and --set plan a new project, and need the NAME of"
                " one that is not there yet",
                fix="of this project: quickscale plan --add MODULE, or change quickscale.yml",
            )
        )
    change = propose(printer, open_here(printer, folder, writes=False), _asked(added))
    _show(printer, change, verbose=verbose, diff=diff)
    if out is not None:
        _keep(change, f"add {', '.join(added)}" if added else APPLY, out)
        command = f"quickscale apply {shlex.quote(str(out))}"
        printer.result(f"\nSaved in {out}; to carry it out: {command}")
    left = conflicts_left(printer, change, planned=False)
    if not exit_code:
        return EXIT_OK
    return left or (EXIT_PENDING if change.pending else EXIT_OK)


def _asked(added: tuple[str, ...]) -> Ask | None:
    """Return the function that asks for more modules."""
    if not added:
        return None
    from quickscale_core.selection.asked_modules import add_edits

    return partial(add_edits, added)


def _show(printer: Printer, change: PlannedChange, *, verbose: bool, diff: bool) -> None:
    from quickscale_core.cli.reports.change import (
        change_document,
        say_change,
        say_diff,
    )
    from quickscale_core.cli.reports.taken_back import warn_of_taken_back

    say_change(printer, change, verbose=verbose)
    warn_of_taken_back(printer, change.existing.folder)
    if diff:
        printer.result()
        say_diff(printer, change)
    printer.data(change_document(change, diff=diff))


def _keep(change: PlannedChange, title: str, out: Path) -> None:
    from quickscale_core.updating.plan_file import format_plan_file, is_plan_file
    from quickscale_core.writing.named_file import write_named_file

    data = format_plan_file(change, title).encode()
    write_named_file(out, data, folder=change.existing.folder, replaceable=is_plan_file)


def _begin(printer: Printer, choices: Choices, *, no_input: bool) -> int:
    """Write the ``quickscale.yml`` of a project that does not exist yet."""
    from quickscale_core.cli.commands.init import wants_wizard
    from quickscale_core.generate import compose_project
    from quickscale_core.paths.file_names import FILE_NAME
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.project_file.names import check_name
    from quickscale_core.writing.apply import create_folder
    from quickscale_core.writing.destination import new_folder
    from quickscale_core.writing.disk_calls import Write

    name = choices.name or ""
    check_name(name)
    registry = Registry.installed()
    if not no_input and wants_wizard(printer, choices):
        from quickscale_core.cli.choosing.wizard import ask

        choices = ask(choices, registry)
    place = new_folder(Path(), name)
    project = compose_project(choices.request(name), registry)
    create_folder(place.folder, [Write(FILE_NAME, project.tree[FILE_NAME].content)])
    printer.result(f"Wrote {name}/{FILE_NAME}: {len(project.tree)} files are planned")
    printer.result(f"\nNext:\n  cd {name} && quickscale apply")
    printer.data({"path": str(place.folder), "files": list(project.tree)})
    return EXIT_OK
