"""Plan a change of a project, and carry it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.cli.changing.options import agreed
from quickscale_core.errors import EXIT_CONFLICTS, EXIT_OK, EXIT_REFUSED, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quickscale_core.cli.changing.options import ChangeOptions
    from quickscale_core.cli.output import Printer
    from quickscale_core.plugin_api.spec import ProjectSpec
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.project_file.edits import Edit
    from quickscale_core.record.project_on_disk import ExistingProject
    from quickscale_core.updating.planned_change import PlannedChange

    Ask = Callable[[ProjectSpec, Registry], Sequence[Edit]]

__all__ = ["APPLY", "Ask", "carry_out", "conflicts_left", "propose"]


APPLY = "apply quickscale.yml"
"""What a change is called that follows the file as it is."""


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

    text = existing.yml if yml is None else yml
    with printer.slow(f"planning {existing.folder.name}"):
        registry = Registry.installed()
        if ask is not None:
            text = edit_yml(text, ask(read_yml(text), registry))
        return plan_change(existing, registry, text, keep_edited=keep_edited)


def carry_out(printer: Printer, change: PlannedChange, title: str, options: ChangeOptions) -> int:
    """Show a change, ask, write it, and print what is left to do.

    Args:
        printer: Says it.
        change: The change.
        title: What ``quickscale undo`` calls it.
        options: How to go about it.

    Returns:
        The exit code.
    """
    from quickscale_core.cli.changing.follow_up import describe, finish
    from quickscale_core.cli.reports.change import change_document, say_change
    from quickscale_core.cli.reports.left_tables import say_left_tables
    from quickscale_core.cli.reports.taken_back import warn_of_taken_back

    say_change(printer, change, verbose=options.verbose)
    warn_of_taken_back(printer, change.existing.folder)
    say_left_tables(printer, change, asks=options.dry_run or not options.yes)
    if not change.pending and not change.dotenv_lacks:
        printer.data({**change_document(change), "applied": False})
        return conflicts_left(printer, change)
    if options.dry_run or not agreed(printer, options):
        printer.data({**change_document(change), "applied": False})
        return EXIT_OK if options.dry_run else EXIT_REFUSED
    from quickscale_core.generate import write_change

    written = describe(change)
    with printer.slow(f"writing {len(change.plan.writes)} files"):
        write_change(change, title)
    printer.result(f"\n{written}")
    done = finish(printer, change, git=options.git)
    printer.data({**change_document(change), "applied": True, **done.document})
    return conflicts_left(printer, change) or (EXIT_REFUSED if done.failed else EXIT_OK)


def conflicts_left(printer: Printer, change: PlannedChange, *, planned: bool = True) -> int:
    """Print the conflicts that are left, missing files too; return the exit code that says so.

    Args:
        printer: Says it.
        change: The change.
        planned: Whether conflicts count that the change makes, as they do once it is written.
    """
    conflicts, unmerged, missing = (
        change.plan.conflicts,
        change.plan.unmerged,
        change.plan.missing,
    )
    if not planned:
        conflicts = tuple(it for it in conflicts if it in change.unresolved)
    if conflicts:
        printer.warning(
            Problem(
                what=f"{len(conflicts)} conflict{'s are' if len(conflicts) > 1 else ' is'} left",
                where=conflicts,
                fix="resolve each in its file, then run: quickscale resolve"
                "  (or take one side: quickscale resolve PATH --ours | --theirs)",
            )
        )
    if unmerged:
        from quickscale_core.updating.conflicts import unmerged_problem

        printer.warning(unmerged_problem(unmerged))
    if missing:
        from quickscale_core.updating.made_files.missing_files import missing_problem

        printer.warning(missing_problem(missing, alone=not conflicts))
    return EXIT_CONFLICTS if conflicts or unmerged or missing else EXIT_OK
