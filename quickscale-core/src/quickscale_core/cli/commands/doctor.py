"""``quickscale doctor``: what is wrong with a project, and the repair of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.errors import EXIT_CONFLICTS, EXIT_OK, EXIT_REFUSED, Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quickscale_core.cli.changing.options import ChangeOptions
    from quickscale_core.cli.output import Printer
    from quickscale_core.doctor import Case, Finding

__all__ = ["doctor"]


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be repaired, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--yes", is_flag=True, help="Repair without asking.")
@click.pass_obj
def doctor(printer: Printer, *, dry_run: bool, as_json: bool, yes: bool) -> int:
    """Find out what is wrong with the project in this folder, and repair it.

    It looks at quickscale.yml, the installed plugins, quickscale.lock, the pristine bytes in
    .quickscale and the conflicts that updates left. Your own files are never changed, and what it
    does can be undone: quickscale undo.

    \b
    Examples:
      quickscale doctor
      quickscale doctor --dry-run
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.changing.options import ChangeOptions, agreed
    from quickscale_core.doctor import examine, repair_project
    from quickscale_core.plugins.discovery import Registry

    printer.json = as_json
    folder = _project(Path.cwd())
    ended = _end_interrupted(printer, folder, ChangeOptions(dry_run=dry_run, yes=yes))
    with printer.slow(f"examining {folder.name}"):
        case, findings = examine(folder, Registry.installed())
    _say(printer, case, findings)
    repairs = bool(case.repairs or case.removes)
    writes = not dry_run and ended != "left"
    mended = repairs and writes and agreed(printer, ChangeOptions(yes=yes), "Repair this?")
    if mended:
        repair_project(case)
        printer.result("\nRepaired; to undo it: quickscale undo")
    conflicts = case.lock.conflicts if case.lock else ()
    printer.data(
        {
            "interrupted": ended,
            "findings": [
                {"what": it.what, "where": list(it.where), "repair": it.repair, "fix": it.fix}
                for it in findings
            ],
            "conflicts": list(conflicts),
            "repaired": mended,
        }
    )
    if (
        ended == "left"
        or any(it.fix for it in findings)
        or (repairs and not mended and not dry_run)
    ):
        return EXIT_REFUSED
    return EXIT_CONFLICTS if conflicts else EXIT_OK


def _project(start: Path) -> Path:
    """Return the project the current folder is in, be it a damaged one.

    Raises:
        QuickScaleError: There is none, or it is another user's.
    """
    from quickscale_core.paths.trust import check_owner
    from quickscale_core.record.lock import LOCK_NAME

    for folder in (start, *start.parents):
        if (folder / LOCK_NAME).is_file() or (folder / ".quickscale").is_dir():
            check_owner(folder)
            return folder
    raise QuickScaleError(
        Problem(
            what=f"{start.name or start} is not a QuickScale project:"
            f" it has neither {LOCK_NAME} nor .quickscale",
            fix="change to a project's folder, or make a project: quickscale init NAME",
        )
    )


def _end_interrupted(printer: Printer, folder: Path, options: ChangeOptions) -> str | None:
    """Finish or undo an interrupted run, once that is agreed to.

    Returns:
        What was done, ``"left"`` if it is still there, or ``None`` if there was no such run.
    """
    from quickscale_core.cli.changing.options import agreed
    from quickscale_core.writing.journal.interrupted_runs import interrupted
    from quickscale_core.writing.journal.recovery import recover

    waiting = interrupted(folder)
    if waiting is None:
        return None
    printer.result(waiting.what)
    for line in waiting.where:
        printer.result(f"  {line}")
    printer.result("  repair: finish it where every file is as it was left, or else undo it")
    if options.dry_run or not agreed(printer, options, "Finish or undo it?"):
        printer.result("Until then the rest is told as it is now")
        return "left"
    ended = recover(folder)
    printer.result(f"The interrupted run was {ended}")
    return ended


def _say(printer: Printer, case: Case, findings: Sequence[Finding]) -> None:
    """Print what was found, and what is to be done about each."""
    for it in findings:
        printer.result(it.what)
        for line in it.where:
            printer.result(f"  {line}")
        if it.repair:
            printer.result(f"  repair: {it.repair}")
        if it.fix:
            printer.result(f"  fix: {it.fix}")
    if case.lock and (conflicts := case.lock.conflicts):
        printer.result(f"{len(conflicts)} conflict{'s' * (len(conflicts) != 1)} to resolve")
        for path in conflicts:
            printer.result(f"  {path}")
        printer.result("  fix: quickscale resolve")
    if not findings:
        printer.result(f"{case.folder.name} is in order")
