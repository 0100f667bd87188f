"""``quickscale diff``: what the owner changed since the files were made, as a patch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.errors import EXIT_OK, EXIT_REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quickscale_core.cli.output import Printer
    from quickscale_core.updating.owner_edits import OwnerEdit

__all__ = ["diff", "edit_document", "stat_lines"]

_WIDTH = 30  # signs that the longest bar of --stat has


@click.command()
@click.argument("what", required=False, default="", metavar="[PATH|MODULE]")
@click.option("--stat", is_flag=True, help="Count the lines, and show none.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def diff(printer: Printer, *, what: str, stat: bool, as_json: bool) -> int:
    """Show what you changed in the files that were made, as a patch.

    PATH is a file or a folder; MODULE a plugin, of which every file is shown. Files of your own
    are not compared with anything. "git apply --reverse" undoes what is shown.

    \b
    Examples:
      quickscale diff auth
      quickscale diff apps/accounts/views.py > views.patch
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import locked_project
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.updating.owner_edits import find_edits, paths_under
    from quickscale_core.updating.patch import format_edit
    from quickscale_core.writing.pristine_objects import read_object

    printer.json = as_json
    folder, lock = locked_project(printer)
    paths = paths_under(lock, what, Path.cwd().relative_to(folder).as_posix())
    found = find_edits(lock, Disk(folder), lambda it: read_object(folder, it), paths)
    edits = found.edits
    if stat:
        for line in stat_lines(edits):
            printer.result(line)
    else:
        for it in edits:
            # a patch is for programs, which want the bytes; a person is told that there are some
            printer.patch(format_edit(it.edit, with_binary=not printer.on_terminal))
    printer.data({"edits": [edit_document(it) for it in edits]})
    for problem in found.problems:
        printer.warning(problem)
    return EXIT_REFUSED if found.problems else EXIT_OK


def stat_lines(edits: Sequence[OwnerEdit]) -> Iterator[str]:
    """Yield a line for each file, with as many signs as it has changed lines, and their sum."""
    from quickscale_core.cli.output import aligned
    from quickscale_core.updating.patch import count_lines

    counts = [count_lines(it.edit) for it in edits]
    most = max((sum(count) for count in counts), default=0)
    rows = []
    for it, (added, removed) in zip(edits, counts, strict=True):
        scale = min(1.0, _WIDTH / most) if most else 1.0
        bar = "+" * -int(-added * scale // 1) + "-" * -int(-removed * scale // 1)
        shown = "binary" if it.edit.binary else f"{added + removed} {bar}".rstrip()
        rows.append((_place(it), it.made.owner, it.word, shown))
    yield from aligned(rows) if rows else []
    added, removed = (sum(count[side] for count in counts) for side in (0, 1))
    files = "1 file" if len(edits) == 1 else f"{len(edits)} files"
    yield f"{files} changed, {added} lines added, {removed} removed"


def edit_document(it: OwnerEdit) -> dict[str, object]:
    """Return an edit as JSON."""
    from quickscale_core.updating.patch import count_lines, format_edit

    added, removed = count_lines(it.edit)
    return {
        "path": it.edit.path,
        "made_at": it.made.path,
        "owner": it.made.owner,
        "change": it.word,
        "binary": it.edit.binary,
        "added": added,
        "removed": removed,
        "patch": format_edit(it.edit).decode("utf-8", "backslashreplace"),
    }


def _place(it: OwnerEdit) -> str:
    if it.edit.source == it.edit.path:
        return it.edit.path
    return f"{it.edit.source} -> {it.edit.path}"
