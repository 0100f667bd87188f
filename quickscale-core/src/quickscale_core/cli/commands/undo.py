"""``quickscale undo``: undo the last change of a project."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.changing.options import agreed, change_options, may_write
from quickscale_core.cli.project_here import find_here
from quickscale_core.errors import EXIT_OK, EXIT_REFUSED

if TYPE_CHECKING:
    from quickscale_core.cli.changing.options import ChangeOptions
    from quickscale_core.cli.output import Printer
    from quickscale_core.writing.undo import ChangeRecord

__all__ = ["undo"]


@click.command()
@partial(change_options, plans=False)
def undo(printer: Printer, *, options: ChangeOptions) -> int:
    """Bring the project in this folder back to before its last change.

    All files of the change go back together, or none: if one was edited since, undo refuses and
    lists it. .env stays as it is. Only the last change can be undone, not the one before it.

    \b
    Examples:
      quickscale undo --dry-run
      quickscale undo
    """  # noqa: D301 - click reads the escape
    from quickscale_core.writing.undo import last_change
    from quickscale_core.writing.undo import undo as undo_change

    folder = find_here(printer, writes=may_write(printer, options))
    if last_change(folder) is None:
        printer.result(f"Nothing to undo: {_ONE_STEP}")
        printer.data({"undone": False, "title": None, "removed": [], "restored": [], "left": []})
        return EXIT_OK
    record = undo_change(folder, dry_run=True)
    _say(printer, record)
    if options.dry_run or not agreed(printer, options):
        printer.data(_document(record, undone=False))
        return EXIT_OK if options.dry_run else EXIT_REFUSED
    record = undo_change(folder)
    printer.result(f'Undone "{record.title}" in {folder.name}')
    if last_change(folder) is None:
        printer.note(f"That was all: {_ONE_STEP}")
    printer.data(_document(record, undone=True))
    return EXIT_OK


_ONE_STEP = "only the last change can be undone; what is older is in version control"


def _say(printer: Printer, record: ChangeRecord) -> None:
    printer.result(f'Undoing "{record.title}"')
    rows = [
        *(("remove", it) for it in record.made),
        *(("restore", it) for it in sorted(record.replaced + record.removed)),
        *(("keep", it) for it in record.left),
    ]
    printer.table(rows, indent="  ")
    if any("/migrations/0" in it for it in record.made):
        printer.note("Tables that these migrations made stay in the database")


def _document(record: ChangeRecord, *, undone: bool) -> dict[str, object]:
    return {
        "undone": undone,
        "title": record.title,
        "removed": list(record.made),
        "restored": sorted(record.replaced + record.removed),
        "left": list(record.left),
    }
