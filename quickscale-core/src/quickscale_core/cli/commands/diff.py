"""``quickscale diff``: what the owner changed since the files were made, as a patch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.errors import EXIT_OK, EXIT_REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quickscale_core.cli.output import Printer
    from quickscale_core.updating.comparing.owner_edits import OwnerEdit
    from quickscale_core.updating.comparing.patch import Patch

__all__ = ["diff", "edit_document", "stat_lines"]

_WIDTH = 30  # signs that the longest bar of --stat has


@click.command()
@click.argument("what", required=False, default="", metavar="[PATH|MODULE]")
@click.option("--stat", is_flag=True, help="Count the lines, and show none.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def diff(printer: Printer, *, what: str, stat: bool, as_json: bool) -> int:
    """Show what you changed in the files that were made, as a patch.

    PATH is a file or a folder; MODULE is a plugin, all of whose files are shown. Files of your own
    are not compared. "git apply --reverse" undoes what is shown.

    \b
    Examples:
      quickscale diff auth
      quickscale diff apps/accounts/views.py > views.patch
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import locked_project
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.updating.comparing.owner_edits import find_edits, paths_under
    from quickscale_core.updating.comparing.patch import write_patches
    from quickscale_core.writing.pristine_objects import read_object

    printer.json = as_json
    folder, lock = locked_project(printer)
    paths = paths_under(lock, what, Path.cwd().relative_to(folder).as_posix())
    found = find_edits(lock, Disk(folder), lambda it: read_object(folder, it), paths)
    edits = found.edits
    # programs want the bytes of binary files; on a terminal these are only named
    with_binary = printer.json or not printer.on_terminal
    patches = write_patches([it.edit for it in edits], with_binary=with_binary)
    if stat:
        for line in stat_lines(edits, patches):
            printer.result(line)
    else:
        for patch in patches:
            printer.patch(patch.data)
    told = zip(edits, patches, strict=True)
    printer.data({"edits": [edit_document(edit, patch) for edit, patch in told]})
    for problem in found.problems:
        printer.warning(problem)
    return EXIT_REFUSED if found.problems else EXIT_OK


def stat_lines(edits: Sequence[OwnerEdit], patches: Sequence[Patch]) -> Iterator[str]:
    """Yield a line for each file, with as many signs as it has changed lines, and their sum."""
    from quickscale_core.cli.output import aligned

    counts = [(it.added, it.removed) for it in patches]
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


def edit_document(it: OwnerEdit, patch: Patch) -> dict[str, object]:
    """Return an edit as JSON."""
    return {
        "path": it.edit.path,
        "made_at": it.made.path,
        "owner": it.made.owner,
        "change": it.word,
        "binary": it.edit.binary,
        "added": patch.added,
        "removed": patch.removed,
        "patch": patch.data.decode("utf-8", "backslashreplace"),
    }


def _place(it: OwnerEdit) -> str:
    if it.edit.source == it.edit.path:
        return it.edit.path
    return f"{it.edit.source} -> {it.edit.path}"
