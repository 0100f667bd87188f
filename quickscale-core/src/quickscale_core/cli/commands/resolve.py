"""``quickscale resolve``: resolves the conflicts an update left, one by one or all at once."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.changing.options import agreed, change_options
from quickscale_core.cli.project_here import open_here
from quickscale_core.errors import EXIT_CONFLICTS, EXIT_OK, EXIT_REFUSED, Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quickscale_core.cli.changing.options import ChangeOptions
    from quickscale_core.cli.output import Printer
    from quickscale_core.record.project_on_disk import ExistingProject
    from quickscale_core.updating.conflicts import Conflict, Resolution, Side

__all__ = ["resolve"]


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH ...]")
@click.option("--ours", "how", flag_value="ours", help="Keep your lines, or your file.")
@click.option("--theirs", "how", flag_value="theirs", help="Take upstream's lines, or its file.")
@click.option("--edit", "how", flag_value="edit", help="Open each in $VISUAL or $EDITOR.")
@partial(change_options, plans=False)
def resolve(
    printer: Printer, *, paths: tuple[str, ...], how: str | None, options: ChangeOptions
) -> int:
    """Resolve the conflicts that an update left.

    PATH is a file or a folder; none means all. Only the lines between the conflict markers change;
    what was merged around them stays. On a terminal you are asked about each conflict. Files
    without markers, such as those you resolved by hand, are recorded as resolved. Ends with 4
    while conflicts are left.

    \b
    Examples:
      quickscale resolve
      quickscale resolve apps/accounts --theirs
    """  # noqa: D301 - click reads the escape
    from quickscale_core.updating.conflicts import write_resolutions

    project = open_here(printer, writes=not options.dry_run)
    conflicts = _conflicts(project, paths)
    if how == "edit" and not options.dry_run:
        _edit([it for it in conflicts if not it.resolved], project.folder)
        conflicts = _conflicts(project, paths)
    from quickscale_core.cli.output import can_ask

    asks = how is None and not (options.yes or options.no_input or options.dry_run)
    asks = asks and not printer.json and can_ask()
    chosen = _choose(printer, conflicts, how, asks=asks)
    written = [it for it, _ in chosen if it.after is not None or it.conflict.beside]
    for it, word in chosen:
        printer.result(f"  {word:<9}{it.conflict.path}")
    if options.dry_run or (written and not asks and not agreed(printer, options)):
        _say(printer, (), _left(project, chosen))
        return EXIT_OK if options.dry_run else EXIT_REFUSED
    left = write_resolutions(project, [it for it, _ in chosen])
    _say(printer, chosen, left)
    return EXIT_CONFLICTS if left else EXIT_OK


def _conflicts(project: ExistingProject, paths: Sequence[str]) -> tuple[Conflict, ...]:
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.updating.conflicts import find_conflicts

    if project.lock is None:
        return ()
    wanted = [_in_project(path, project.folder) for path in paths]
    return find_conflicts(project.folder, project.lock, Disk(project.folder), wanted)


def _in_project(path: str, folder: Path) -> str:
    """Return a path, given as one types it here, as the lock has it."""
    return Path(os.path.relpath(Path.cwd() / path, folder)).as_posix()


def _choose(
    printer: Printer, conflicts: Sequence[Conflict], how: str | None, *, asks: bool
) -> list[tuple[Resolution, str]]:
    """Return what resolves the conflicts, as far as somebody says, and a word for each.

    Raises:
        QuickScaleError: Some cannot be resolved that way, all of them.
    """
    from quickscale_core.updating.conflicts import Resolution, take_sides

    chosen: list[tuple[Resolution, str]] = []
    problems: list[Problem] = []
    for it in conflicts:
        if it.resolved:
            chosen.append((Resolution(conflict=it), "resolved"))
            continue
        sides: list[Side] = []
        if how == "ours":
            sides = ["ours"] * it.choices
        elif how == "theirs":
            sides = ["theirs"] * it.choices
        elif asks:
            sides = _ask(printer, it)
        if not sides:
            continue
        try:
            word = sides[0] if len(set(sides)) == 1 else "mixed"
            chosen.append((take_sides(it, sides), word))
        except QuickScaleError as error:
            problems += error.problems
    if problems:
        raise QuickScaleError(*problems)
    return chosen


def _ask(printer: Printer, conflict: Conflict) -> list[Side]:
    """Show each part of a conflict and ask for a side; nothing means later."""
    answers: dict[str, Side] = {"o": "ours", "t": "theirs", "b": "both"}
    sides: list[Side] = []
    count = conflict.choices
    for number in range(count):
        printer.result(f"\n{conflict.path}, {number + 1} of {count}")
        words = "[o]urs, [t]heirs, [l]ater"
        if conflict.clashes:
            words = "[o]urs, [t]heirs, [b]oth, [l]ater"
            clash = conflict.clashes[number]
            for name, text in (("yours", clash.ours), ("upstream's", clash.theirs)):
                printer.result(f"  {name}:")
                for line in text.decode("utf-8", "backslashreplace").splitlines():
                    printer.result(f"    {line}")
        else:
            printer.result(f"  upstream's file is {conflict.path}.theirs")
        letters = [*answers, "l"] if conflict.clashes else ["o", "t", "l"]
        answer = click.prompt(words, type=click.Choice(letters), show_choices=False, default="l")
        if answer == "l":
            return []
        sides.append(answers[answer])
    return sides


def _edit(conflicts: Sequence[Conflict], folder: Path) -> None:
    """Open each file that has marks in the owner's editor, one after the other."""
    for it in conflicts:
        if it.pieces:
            click.edit(filename=str(folder / it.path))


def _left(project: ExistingProject, chosen: Sequence[tuple[Resolution, str]]) -> tuple[str, ...]:
    done = {it.conflict.path for it, word in chosen if word == "resolved"}
    return tuple(it for it in (project.lock.conflicts if project.lock else ()) if it not in done)


def _say(printer: Printer, chosen: Sequence[tuple[Resolution, str]], left: Sequence[str]) -> None:
    if left:
        many = "s are" if len(left) > 1 else " is"
        printer.warning(
            Problem(
                what=f"{len(left)} conflict{many} left",
                where=tuple(left),
                fix="resolve each in its file, then run: quickscale resolve"
                "  (or take one side: quickscale resolve PATH --ours | --theirs)",
            )
        )
    else:
        printer.result("No conflicts are left" if chosen else "Nothing is in conflict")
    printer.data(
        {
            "resolved": [{"path": it.conflict.path, "by": word} for it, word in chosen],
            "left": list(left),
        }
    )
