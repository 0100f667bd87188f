"""``quickscale add`` and ``quickscale remove``: modules of a project that exists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.changing.change import carry_out, propose
from quickscale_core.cli.changing.options import change_options, may_write
from quickscale_core.cli.commands.completion import complete_plugins
from quickscale_core.cli.project_here import last_title, open_here

if TYPE_CHECKING:
    from quickscale_core.cli.changing.options import ChangeOptions
    from quickscale_core.cli.output import Printer
    from quickscale_core.plugin_api.spec import ProjectSpec
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.project_file.edits import Edit
    from quickscale_core.updating.planned_change import PlannedChange

__all__ = ["add", "remove"]


@click.command()
@click.argument(
    "modules",
    nargs=-1,
    required=True,
    metavar="MODULE[@SPEC]...",
    shell_complete=complete_plugins("module"),
)
@change_options
def add(
    printer: Printer,
    *,
    modules: tuple[str, ...],
    options: ChangeOptions,
) -> int:
    """Add modules to the project in this folder.

    SPEC says which versions are accepted, in pip's syntax. Your own files and edits stay:
    changes of a file that you edited are merged.

    \b
    Examples:
      quickscale add auth
      quickscale add auth billing@">=1.2,<2" --dry-run
    """  # noqa: D301 - click reads the escape
    from quickscale_core.selection.asked_modules import add_edits

    change = propose(
        printer,
        open_here(printer, writes=may_write(printer, options)),
        partial(add_edits, modules),
        keep_edited=not options.discard_edits,
    )
    return carry_out(printer, change, f"add {', '.join(modules)}", options)


@click.command()
@click.argument(
    "modules",
    nargs=-1,
    required=True,
    metavar="MODULE...",
    shell_complete=complete_plugins("module"),
)
@change_options
def remove(
    printer: Printer,
    *,
    modules: tuple[str, ...],
    options: ChangeOptions,
) -> int:
    """Remove modules from the project in this folder.

    Files that you edited stay and are listed. The modules' tables stay in the database, too; the
    commands that drop them are shown.

    \b
    Examples:
      quickscale remove teams
      quickscale remove teams --discard-edits --yes
    """  # noqa: D301 - click reads the escape
    from quickscale_core.selection.asked_modules import remove_edits

    title = f"remove {', '.join(modules)}"
    existing = open_here(printer, writes=may_write(printer, options))

    def ask(spec: ProjectSpec, registry: Registry) -> list[Edit]:
        if not {*modules} & {*spec.modules, spec.deploy} and last_title(existing.folder) == title:
            return []  # a repeated command
        return remove_edits(modules, spec, registry)

    change = propose(
        printer,
        existing,
        ask,
        keep_edited=not options.discard_edits,
    )
    with printer.slow("looking for your lines that refer to what goes"):
        _say_references(printer, change)
    return carry_out(printer, change, title, options)


_SHOWN = 12  # lines that refer to what goes, before the rest is counted


def _say_references(printer: Printer, change: PlannedChange) -> None:
    """Say which lines of the owner's refer to apps that go."""
    from quickscale_core.errors import Problem
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.updating.comparing.dropped_tables import dropped_apps
    from quickscale_core.updating.comparing.references import find_references

    if change.existing.lock is None:
        return
    apps, _ = dropped_apps(change.differences)
    lines = find_references(
        apps,
        change.project.tree,
        change.plan,
        change.existing.lock.made(),
        Disk(change.existing.folder),
    )
    if lines:
        more = len(lines) - _SHOWN
        count = (
            "1 line of yours refers" if len(lines) == 1 else f"{len(lines)} lines of yours refer"
        )
        printer.warning(
            Problem(
                what=f"{count} to {', '.join(apps)}",
                where=(*lines[:_SHOWN], *([f"and {more} more"] if more > 0 else [])),
                fix="change them first; a model of yours with a foreign key into it needs a"
                " migration without that field before the app's tables can be dropped",
            )
        )
