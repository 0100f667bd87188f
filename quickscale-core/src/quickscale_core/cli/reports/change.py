"""Print a planned change of a project, as text, as a diff and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.cli.reports.new_project import html_pages
from quickscale_core.cli.reports.untested import warn_of_untested
from quickscale_core.cli.reports.whole_folders import whole_folders
from quickscale_core.selection.frontends import shown_as_html
from quickscale_core.updating.comparing.patch import FileEdit, write_patches
from quickscale_core.updating.plan import EDITED, OWNER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quickscale_core.cli.output import Printer
    from quickscale_core.updating.comparing.differences import Difference
    from quickscale_core.updating.plan import Change, ChangeKind
    from quickscale_core.updating.planned_change import PlannedChange

__all__ = ["change_document", "listed", "say_change", "say_diff", "say_dotenv", "summary"]

_NAMED = 4  # variables that are named before the rest is counted

_SIGNS: dict[ChangeKind, str] = {
    "create": "+",
    "update": "~",
    "delete": "-",
    "merge": "merge",
    "conflict": "conflict",
    "rename": "rename",
    "missing": "missing",
    "unchanged": "keep",
}
_COLOURS = {
    "+": "green",
    "-": "red",
    "conflict": "red",
    "missing": "red",
    "~": "yellow",
    "merge": "yellow",
}
_HEADINGS = {
    "setting": "Settings",
    "dependency": "Dependencies",
    "variable": "Environment variables",
    "migration": "Migrations",
}
_WORDS: tuple[tuple[ChangeKind, str], ...] = (
    ("create", "to create"),
    ("update", "to update"),
    ("rename", "to rename"),
    ("merge", "to merge with your edits"),
    ("delete", "to delete"),
    ("conflict", "in conflict with your edits"),
    ("missing", "missing"),
)


def say_change(printer: Printer, change: PlannedChange, *, verbose: bool = False) -> None:
    """Print what happens to each path, and a summary.

    Args:
        printer: Says it.
        change: The change.
        verbose: Whether every file of a folder is named that comes or goes as a whole.
    """
    _say_plugins(printer, change)
    told = list(_told(change))
    drifted = sum(it.note == EDITED for it in told)
    whole = {} if verbose else whole_folders({it.path: _outcome(it) for it in change.plan.changes})
    rows = [
        (_SIGNS[it.kind], whole.get(it.path) or _path(it), _origin(it))
        for it in told
        if it.note != EDITED
    ]
    if told:
        printer.result()
    if rows:
        printer.table(list(dict.fromkeys(rows)), indent="  ", colours=_COLOURS)
    if drifted:
        stays = "1 file stays as you edited it"
        printer.result(f"  {stays if drifted == 1 else f'{drifted} files stay as you edited them'}")
    _say_differences(printer, change.differences)
    printer.result(f"\n{summary(change)}")
    if not change.pending:
        say_dotenv(printer, change.dotenv_lacks)
    else:
        warn_of_untested(printer, change.project.composition)


def summary(change: PlannedChange) -> str:
    """Return how many files are created, updated and so on, as one line."""
    kinds = [it.kind for it in change.plan.changes]
    counts = [f"{kinds.count(kind)} {word}" for kind, word in _WORDS if kind in kinds]
    if counts:
        return f"Files: {', '.join(counts)}"
    if change.pending:
        return "Files: none; only the records of what was made change"
    if change.plan.conflicts or change.plan.unmerged:
        return "Files: none; conflicts are left"
    scope = " for version control" if change.dotenv_lacks else ""
    return f"Nothing to do{scope}: {change.existing.folder.name} is as quickscale.yml asks"


def say_dotenv(printer: Printer, lacks: Sequence[str]) -> None:
    """Say which variables this machine's ``.env`` lacks, where that is all there is to do."""
    if lacks:
        printer.result(f".env of this machine lacks {listed(lacks)}")
        printer.result("  add them: quickscale apply")


def listed(names: Sequence[str]) -> str:
    """Return names as part of a sentence; of many the first ones and how many more."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[: _NAMED - 1])} and {len(names) - _NAMED + 1} more variables"


def say_diff(printer: Printer, change: PlannedChange) -> None:
    """Print every change as a patch; binary files are only named in it."""
    changed = [it for it in change.plan.changes if it.before != it.after]
    for patch in _patches(changed):
        printer.patch(patch)


def change_document(change: PlannedChange, *, diff: bool = False) -> dict[str, object]:
    """Return the plan as JSON.

    Args:
        change: The plan.
        diff: Whether each change carries its diff.
    """
    told = list(_told(change))
    patches = _patches(told) if diff else [b""] * len(told)
    return {
        "name": change.project.selection.spec.name,
        "path": str(change.existing.folder),
        "pending": change.pending,
        "plugins": [
            {"name": name, "before": before, "after": after}
            for name, before, after in plugin_versions(change)
        ],
        "changes": [
            {
                "kind": it.kind,
                "path": it.path,
                "origin": it.origin,
                **({"source": it.source} if it.source else {}),
                **({"note": it.note} if it.note else {}),
                **({"diff": patch.decode(errors="replace")} if diff else {}),
            }
            for it, patch in zip(told, patches, strict=True)
        ],
        "differences": [
            {
                "area": it.area,
                "name": it.name,
                "before": it.before,
                "after": it.after,
                "where": it.where,
            }
            for it in change.differences
        ],
        "conflicts": list(change.plan.conflicts),
        "unmerged": list(change.plan.unmerged),
        "missing": list(change.plan.missing),
        "dotenv": list(change.dotenv_lacks),
    }


def plugin_versions(change: PlannedChange) -> list[tuple[str, str, str]]:
    """Return name, present version and next version of each plugin; empty where there is none."""
    before = {name: it.version for name, it in change.existing.plugins.items()}
    after = {it.name: it.version for it in change.project.selection.plugins}
    return [(it, before.get(it, ""), after.get(it, "")) for it in sorted({*before, *after})]


def _say_plugins(printer: Printer, change: PlannedChange) -> None:
    moves = [
        f"+ {name} {after}"
        if not before
        else f"~ {name} {before} -> {after}"
        if after
        else f"- {name} {before}"
        for name, before, after in plugin_versions(change)
        if before != after
    ]
    printer.result(change.project.selection.spec.name)
    for line in moves if change.existing.lock else ():
        printer.result(f"  {line}")
    _say_html_pages(printer, change)


def _say_html_pages(printer: Printer, change: PlannedChange) -> None:
    """Say which modules have no pages of the theme's kind, of those that this is new of."""
    selection = change.project.selection
    before = change.existing.plugins
    new_theme = selection.spec.theme not in before
    for name in shown_as_html(selection.spec, selection.plugins):
        if new_theme or name not in before:
            printer.result(f"  {html_pages(name, selection.spec.frontend)}")


def _say_differences(printer: Printer, differences: Iterable[Difference]) -> None:
    last = ""
    for it in differences:
        if it.area != last:
            last = it.area
            printer.result(f"\n{_HEADINGS[it.area]}")
        where = f"  ({it.where})" if it.where not in {"", "main", "base"} else ""
        printer.result(f"  {it.sign} {_shown(it)}{where}")


def _shown(it: Difference) -> str:
    if it.area == "setting":
        if it.name.endswith(f" {it.before or it.after}"):  # an element of a list
            return it.name
        value = f"{it.before} -> {it.after}" if it.before and it.after else it.after or it.before
        return f"{it.name} = {value}"
    if it.area == "dependency":
        return f"{it.before} -> {it.after}" if it.before and it.after else it.after or it.before
    return it.name


def _told(change: PlannedChange) -> Iterator[Change]:
    """Yield the changes worth a line: those that do something, and those with a reason not to."""
    for it in change.plan.changes:
        if it.kind != "unchanged" or it.note:
            yield it


def _outcome(it: Change) -> tuple[str, str] | None:
    """Return what the files of a folder must share to be named together; ``None``: never."""
    return (it.kind, it.origin) if it.kind in {"create", "delete"} and not it.note else None


def _path(it: Change) -> str:
    return f"{it.source} -> {it.path}" if it.source else it.path


def _origin(it: Change) -> str:
    origin = "yours" if it.origin == OWNER else it.origin
    return f"{origin}  {it.note}" if it.note else origin


def _patches(changes: Sequence[Change]) -> list[bytes]:
    """Return a patch for each change; binary files are only named in it."""
    edits = [
        FileEdit(path=it.path, before=it.before, after=it.after, made_at=it.source)
        for it in changes
    ]
    return [it.data for it in write_patches(edits, with_binary=False)]
