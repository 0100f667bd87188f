"""What all commands share that change a project: plan, show, ask, write."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from quickscale_core.errors import EXIT_CONFLICTS, EXIT_OK, EXIT_REFUSED, Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quickscale_core.cli.output import Printer
    from quickscale_core.plugin_api.spec import ProjectSpec
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.project_file.edits import Edit
    from quickscale_core.record.project_on_disk import ExistingProject
    from quickscale_core.updating.planned_change import PlannedChange

    Ask = Callable[[ProjectSpec, Registry], Sequence[Edit]]

__all__ = [
    "APPLY",
    "VERBOSE",
    "Ask",
    "Manner",
    "agreed",
    "carry_out",
    "change_options",
    "conflicts_left",
    "find_here",
    "may_write",
    "open_here",
    "propose",
]


VERBOSE = "Name every file, also of a folder that comes or goes as a whole."
"""The help of ``--verbose``."""

APPLY = "apply quickscale.yml"
"""What a change is called that follows the file as it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a change is carried out.

    Attributes:
        dry_run: Whether to show it only.
        yes: Whether nothing is asked before it is written.
        no_input: Whether nothing may be asked.
        verbose: Whether every file is named, also of a folder that is new as a whole.
        git: Of a project that is only now created, whether it gets a git repository.
    """

    dry_run: bool = False
    yes: bool = False
    no_input: bool = False
    verbose: bool = False
    git: bool = True


def change_options(command: Callable[..., int], *, plans: bool = True) -> Callable[..., int]:
    """Give a command the options that all changes of a project share, as its ``manner``.

    Args:
        command: The command.
        plans: Whether it shows a plan, and so takes ``--verbose``.
    """

    @wraps(command)
    def with_manner(  # noqa: PLR0913 - click hands over each flag
        printer: Printer,
        *,
        dry_run: bool,
        as_json: bool,
        yes: bool,
        no_input: bool,
        verbose: bool = False,
        **own: object,
    ) -> int:
        printer.json = as_json
        manner = Manner(dry_run=dry_run, yes=yes, no_input=no_input, verbose=verbose)
        return command(printer, manner=manner, **own)

    decorated: Callable[..., int] = click.pass_obj(cast("Callable[..., int]", with_manner))
    options = (
        click.option("--no-input", is_flag=True, help="Ask nothing; without --yes, show only."),
        click.option("--yes", is_flag=True, help="Write without asking."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        click.option("--dry-run", is_flag=True, help="Show what would happen, and write nothing."),
    )
    verbose_option = click.option("--verbose", is_flag=True, help=VERBOSE)
    for option in (verbose_option, *options) if plans else options:
        decorated = option(decorated)
    return decorated


def find_here(printer: Printer, folder: Path | None = None, *, writes: bool) -> Path:
    """Return the project's folder.

    What an interrupted run left is finished or undone by a command that writes. A command that
    reads is refused then: what it said would be true of half a change.

    Args:
        printer: Says what became of the interrupted run.
        folder: The folder to look from, upwards; by default the current one.
        writes: Whether the command may write.

    Raises:
        QuickScaleError: There is none, it is another user's, or an interrupted run waits.
    """
    from quickscale_core.record.project_on_disk import find_project
    from quickscale_core.writing.journal import interrupted, recover

    found = find_project(folder or Path.cwd())
    if not writes:
        if waiting := interrupted(found):
            raise QuickScaleError(waiting)
    elif recovered := recover(found):
        printer.note(f"An interrupted run was {recovered}")
    return found


def may_write(printer: Printer, manner: Manner) -> bool:
    """Return whether a command may come to write: it was told so, or can ask."""
    return not manner.dry_run and (manner.yes or _can_ask(printer, manner))


def _can_ask(printer: Printer, manner: Manner) -> bool:
    return not (manner.no_input or printer.json) and sys.stdin.isatty() and sys.stdout.isatty()


def open_here(printer: Printer, folder: Path | None = None, *, writes: bool) -> ExistingProject:
    """Return the project in a folder; see :func:`find_here`.

    Raises:
        QuickScaleError: There is none, or it cannot be read.
    """
    from quickscale_core.record.project_on_disk import open_project

    return open_project(find_here(printer, folder, writes=writes))


def propose(
    printer: Printer,
    existing: ExistingProject,
    ask: Ask | None = None,
    *,
    yml: str | None = None,
    keep_edited: bool = True,
) -> PlannedChange:
    """Plan a change of a project.

    Args:
        printer: Says what takes long.
        existing: The project.
        ask: Returns the edits of ``quickscale.yml`` to make first, from what it asks for and the
            installed plugins; by default there are none.
        yml: The text of ``quickscale.yml`` to follow; by default the project's own.
        keep_edited: Whether files that no plugin has any more stay where the owner edited them.
    """
    from quickscale_core.generate import plan_change
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.project_file.editing import edit_yml
    from quickscale_core.project_file.reading import read_yml

    registry = Registry.installed()
    text = existing.yml if yml is None else yml
    with printer.slow(f"planning {existing.folder.name}"):
        if ask is not None:
            text = edit_yml(text, ask(read_yml(text), registry))
        return plan_change(existing, registry, text, keep_edited=keep_edited)


def carry_out(printer: Printer, change: PlannedChange, title: str, manner: Manner) -> int:
    """Show a change, ask, write it, and say what is left to do.

    Args:
        printer: Says it.
        change: The change.
        title: What ``quickscale undo`` calls it.
        manner: How to go about it.

    Returns:
        The exit code.
    """
    from quickscale_core.cli.after_change import describe, finish
    from quickscale_core.cli.change_report import change_document, say_change

    say_change(printer, change, verbose=manner.verbose)
    if not change.pending and not change.dotenv_lacks:
        printer.data({**change_document(change), "applied": False})
        return conflicts_left(printer, change)
    if manner.dry_run or not agreed(printer, manner):
        printer.data({**change_document(change), "applied": False})
        return EXIT_OK if manner.dry_run else EXIT_REFUSED
    from quickscale_core.generate import write_change

    written = describe(change)
    with printer.slow(f"writing {len(change.plan.writes)} files"):
        write_change(change, title)
    printer.result(f"\n{written}")
    done = finish(printer, change, git=manner.git)
    printer.data({**change_document(change), "applied": True, **done.document})
    return conflicts_left(printer, change) or (EXIT_REFUSED if done.failed else EXIT_OK)


def agreed(printer: Printer, manner: Manner, question: str = "Carry this out?") -> bool:
    """Return whether what was shown may be written; on a terminal its owner is asked."""
    if manner.yes:
        return True
    if not _can_ask(printer, manner):
        printer.note("\nNothing was changed. To carry this out, repeat the command with --yes")
        return False
    if click.confirm(f"\n{question}", default=True):
        return True
    printer.note("Nothing was changed")
    return False


def conflicts_left(printer: Printer, change: PlannedChange) -> int:
    """Tell the conflicts that are left to settle; return the exit code that says so."""
    conflicts = change.plan.conflicts
    if not conflicts:
        return EXIT_OK
    error = QuickScaleError(
        Problem(
            what=f"{len(conflicts)} conflict{'s are' if len(conflicts) > 1 else ' is'} left",
            where=conflicts,
            fix="settle each in its file, then run: quickscale resolve"
            "  (or take one side: quickscale resolve PATH --ours | --theirs)",
        ),
        exit_code=EXIT_CONFLICTS,
    )
    for problem in error.problems:
        printer.warning(problem)
    return EXIT_CONFLICTS
