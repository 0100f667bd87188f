"""``quickscale update``: brings newer plugins into a project, keeping its owner's edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.cli.changing.change import carry_out, propose
from quickscale_core.cli.changing.options import change_options, may_write
from quickscale_core.cli.project_here import open_here
from quickscale_core.cli.reports.change import plugin_versions
from quickscale_core.errors import EXIT_OK, EXIT_PENDING, Problem, QuickScaleError, UsageError

if TYPE_CHECKING:
    from quickscale_core.cli.changing.options import ChangeOptions
    from quickscale_core.cli.output import Printer
    from quickscale_core.updating.planned_change import PlannedChange

__all__ = ["update", "upgrade_plan"]


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--all", "everything", is_flag=True, help="Everything; so without NAME, too.")
@click.option("--check", is_flag=True, help="Only say what is newer; exit 3 where something is.")
@change_options
def update(
    printer: Printer,
    *,
    names: tuple[str, ...],
    everything: bool,
    check: bool,
    options: ChangeOptions,
) -> int:
    """Bring the installed versions of the plugins into the project in this folder.

    First install what is newer, for example: pip install --upgrade quickscale-auth. With NAME,
    nothing is done if plugins other than these would be updated with them.

    \b
    Examples:
      quickscale update --check
      quickscale update --dry-run
      quickscale update auth --yes
    """  # noqa: D301 - click reads the escape
    if names and everything:
        raise UsageError(Problem(what="--all and names were given", fix="give one or the other"))
    change = propose(
        printer,
        open_here(printer, writes=not check and may_write(printer, options)),
        keep_edited=not options.discard_edits,
    )
    newer = _newer(change)
    if names:
        _check_names(change, names, newer)
    if check:
        return _say_newer(printer, newer)
    moves = ", ".join(f"{name} {before} -> {after}" for name, before, after in newer)
    return carry_out(printer, change, f"update {moves}" if moves else "update", options)


@click.command("upgrade-plan", hidden=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def upgrade_plan(context: click.Context, *, as_json: bool) -> int:
    """Show what update would do: the same as update --dry-run."""
    code: int = context.invoke(
        update,
        names=(),
        everything=True,
        check=False,
        dry_run=True,
        as_json=as_json,
        yes=False,
        no_input=True,
    )
    return code


def _newer(change: PlannedChange) -> list[tuple[str, str, str]]:
    """Return name, version in the project and installed version of each plugin that moved."""
    return [
        (name, before, after)
        for name, before, after in plugin_versions(change)
        if before and after and before != after
    ]


def _check_names(
    change: PlannedChange, names: tuple[str, ...], newer: list[tuple[str, str, str]]
) -> None:
    parts = {it.name for it in change.project.selection.plugins}
    problems = [
        Problem(
            what=f"{name} is not a part of {change.existing.folder.name}",
            fix=f"its parts are {', '.join(sorted(parts))}",
        )
        for name in names
        if name not in parts
    ]
    if problems:
        raise UsageError(*problems)
    others = [f"{name} {before} -> {after}" for name, before, after in newer if name not in names]
    if others:
        raise QuickScaleError(
            Problem(
                what="other plugins are installed in another version than the project was made"
                " with, and would be updated, too",
                where=tuple(others),
                fix="update all: quickscale update --all; or install those versions again",
            )
        )


def _say_newer(printer: Printer, newer: list[tuple[str, str, str]]) -> int:
    if newer:
        printer.table([(name, before, "->", after) for name, before, after in newer])
    else:
        printer.result("All plugins are up to date")
    printer.data(
        {"newer": [{"name": name, "before": old, "after": new} for name, old, new in newer]}
    )
    return EXIT_PENDING if newer else EXIT_OK
