"""``quickscale resolve``: resolves the conflicts an update left, one by one or all at once."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.changing.options import agreed, change_options
from quickscale_core.cli.project_here import last_title, open_here
from quickscale_core.errors import EXIT_CONFLICTS, EXIT_OK, EXIT_REFUSED, Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quickscale_core.cli.changing.options import ChangeOptions
    from quickscale_core.cli.output import Printer
    from quickscale_core.record.project_on_disk import ExistingProject
    from quickscale_core.updating.conflicts import Conflict, Resolution, Side
    from quickscale_core.updating.made_files.missing_files import MissingFile

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
    """Resolve the conflicts that an update left, and say what becomes of missing files.

    PATH is a file or a folder; none means all. Only the lines between the conflict markers change;
    what was merged around them stays. A file that was made here and is gone comes back with
    --theirs, and counts as deleted by you with --ours; named with --theirs, it comes back later,
    too. On a terminal you are asked about each conflict. Files without markers, such as those you
    resolved by hand, are recorded as resolved. Ends with 4 while conflicts are left.

    \b
    Examples:
      quickscale resolve
      quickscale resolve apps/accounts --theirs
    """  # noqa: D301 - click reads the escape
    from quickscale_core.updating.conflicts import write_resolutions

    project = open_here(printer, writes=not options.dry_run)
    if how == "theirs":
        project = _without_answers(printer, project, paths)
    unmerged, missing = _unmerged(project), _missing(printer, project)
    conflicts = _conflicts(project, paths, missing)
    if how == "edit" and not options.dry_run:
        _edit([it for it in conflicts if not it.resolved], project.folder)
        conflicts = _conflicts(project, paths, missing)
        unmerged = _unmerged(project)
    from quickscale_core.cli.output import can_ask

    asks = how is None and not (options.yes or options.no_input or options.dry_run)
    asks = asks and not printer.json and can_ask()
    chosen = _choose(printer, conflicts, how, asks=asks)
    written = [
        it for it, _ in chosen if it.after is not None or it.conflict.beside or it.conflict.missing
    ]
    for it, word in chosen:
        printer.result(f"  {word:<9}{it.conflict.path}")
    if options.dry_run or (written and not asks and not agreed(printer, options)):
        done = {it.conflict.path for it, word in chosen if word == "resolved"}
        _say(printer, (), *_left(project, missing, done), unmerged)
        return EXIT_OK if options.dry_run else EXIT_REFUSED
    write_resolutions(project, [it for it, _ in chosen], _title(project, paths))
    left = _left(project, missing, {it.conflict.path for it, _ in chosen})
    _say(printer, chosen, *left, unmerged)
    return EXIT_CONFLICTS if any(left) or unmerged else EXIT_OK


def _without_answers(
    printer: Printer, project: ExistingProject, paths: Sequence[str]
) -> ExistingProject:
    """Return a project whose lock does not say of some files that their owner deleted them.

    Only a file that is named is asked about again: in a folder the answers stand.
    """
    if not (paths and project.lock and project.lock.deleted):
        return project
    wanted = {_in_project(path, project) for path in paths}
    unsaid = replace(project, lock=replace(project.lock, deleted=()))
    again = {it.made for it in _missing(printer, unsaid) if wanted & it.names}
    deleted = tuple(it for it in project.lock.deleted if it not in again)
    return replace(project, lock=replace(project.lock, deleted=deleted))


def _missing(printer: Printer, project: ExistingProject) -> tuple[MissingFile, ...]:
    """Return the files of ours that are gone; the plugins are asked only where some are."""
    from quickscale_core.generate import missing_files

    with printer.slow(f"looking for the files of {project.folder.name}"):
        return missing_files(project)


def _unmerged(project: ExistingProject) -> tuple[str, ...]:
    """Return the files that are in conflict by a merge of git's, whose sides git names."""
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.updating.conflicts import find_unmerged

    if project.lock is None:
        return ()
    return find_unmerged(project.folder, project.lock, Disk(project.folder))


def _conflicts(
    project: ExistingProject, paths: Sequence[str], missing: Sequence[MissingFile]
) -> tuple[Conflict, ...]:
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.updating.conflicts import find_conflicts

    if project.lock is None:
        return ()
    places = {name: it.place for it in missing for name in it.names}
    wanted = [_in_project(path, project) for path in paths]
    wanted = [places.get(it, it) for it in wanted]
    if wanted and last_title(project.folder) == _title(project, paths):  # a repeated command
        left = {*project.lock.conflicts, *(it.place for it in missing)}
        wanted = [it for it in wanted if any(f"{path}/".startswith(f"{it}/") for path in left)]
        if not wanted:
            return ()
    disk = Disk(project.folder)
    return find_conflicts(project.folder, project.lock, disk, wanted, missing)


def _title(project: ExistingProject, paths: Sequence[str]) -> str:
    """Return what is asked for, as ``quickscale undo`` calls it."""
    return " ".join(["resolve", *(_in_project(path, project) for path in paths)])


def _in_project(path: str, project: ExistingProject) -> str:
    """Return a path as the lock has it, given as one types it here or as our messages name it."""
    here = Path(os.path.relpath(Path.cwd() / path, project.folder)).as_posix()
    lock = project.lock
    known = (*lock.made(), *lock.conflicts, *(it for _, it in lock.moves)) if lock else ()
    for name in (here, Path(path).as_posix()):
        if any(f"{it}/".startswith(f"{name}/") for it in known):
            return name
    return here


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
        if conflict.missing:
            printer.result("  is missing, and you did not say that it is deleted")
            words = "[o]urs: it stays away, [t]heirs: it comes back, [l]ater"
        elif conflict.clashes:
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


def _left(
    project: ExistingProject, missing: Iterable[MissingFile], done: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return the conflicts that are left, and the missing files of which nothing was said."""
    listed = project.lock.conflicts if project.lock else ()
    absent = {it.place for it in missing}
    return sorted({*listed} - absent - {*done}), sorted(absent - {*done})


def _say(
    printer: Printer,
    chosen: Sequence[tuple[Resolution, str]],
    left: Sequence[str],
    missing: Sequence[str],
    unmerged: Sequence[str],
) -> None:
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
    if missing:
        from quickscale_core.updating.made_files.missing_files import missing_problem

        printer.warning(missing_problem(missing, alone=not left))
    if unmerged:
        from quickscale_core.updating.conflicts import unmerged_problem

        printer.warning(unmerged_problem(unmerged))
    if not (left or missing or unmerged):
        printer.result("No conflicts are left" if chosen else "Nothing is in conflict")
    printer.data(
        {
            "resolved": [{"path": it.conflict.path, "by": word} for it, word in chosen],
            "left": [*left, *missing, *unmerged],
        }
    )
