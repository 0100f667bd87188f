"""What follows once a change is written: steps of new plugins, a check, and what to do next."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.builtin.base_project.first_commands import install_commands, python
from quickscale_core.cli.reports.change import listed
from quickscale_core.cli.reports.new_project import say_next, say_step
from quickscale_core.errors import QuickScaleError
from quickscale_core.generate import npm_packages_lacking, steps_of
from quickscale_core.paths.trust import is_tracked
from quickscale_core.plugin_api.steps import GeneratedProject, Note, Run
from quickscale_core.record.run_steps import Declared, declare_steps, run_steps
from quickscale_core.rendering.npm_packages import npm_commands
from quickscale_core.updating.shipped_migrations import doubled_numbers
from quickscale_core.writing.destination import Place
from quickscale_core.writing.dotenv import DOTENV

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer
    from quickscale_core.updating.planned_change import PlannedChange

__all__ = ["Finished", "check_step", "describe", "finish"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished:
    """The result of what follows a change.

    Attributes:
        failed: Whether a step failed.
        document: What JSON says of it.
    """

    failed: bool
    document: dict[str, object]


def describe(change: PlannedChange) -> str:
    """Return in a line what a change writes; to be asked before it is written."""
    writes, deletes = change.plan.writes, change.plan.deletes
    if change.existing.lock is None:
        return f"Created {change.project.selection.spec.name}: {_count(len(writes), 'file')}"
    if not change.pending:
        lacks = change.dotenv_lacks
        if os.path.lexists(change.existing.folder / DOTENV):
            return f"Added {_count(len(lacks), 'variable')} to .env: {listed(lacks)}"
        return f"Wrote .env: {_count(len(lacks), 'variable')}, with secrets of this machine's own"
    files = _count(len(writes) + len(deletes), "file")
    if not writes and not deletes:
        files = "the records of what was made"
    return f"Applied to {change.existing.folder.name}: {files}; to undo it: quickscale undo"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def finish(printer: Printer, change: PlannedChange, *, git: bool) -> Finished:
    """Run the steps that follow a change, and print what is to be done by hand.

    Args:
        printer: Says it.
        change: The change.
        git: Of a project that was only now created, whether it gets a git repository.
    """
    folder = change.existing.folder
    place = Place(folder=folder, exists=folder == Path.cwd())
    if change.existing.lock is None:
        declared = steps_of(change.project, place, git=git, lock=False)
    else:
        declared = _steps(change)
    for problem in declared.problems:
        printer.warning(problem)
    results = run_steps(declared, folder, lambda it: say_step(printer, it, place), printer.slow)
    say_next(printer, declared, place)
    return Finished(
        failed=bool(declared.problems) or any(it.status == "failed" for it in results),
        document={
            "steps": [
                {"name": it.name, "plugin": it.plugin, "status": it.status, "says": it.says}
                for it in results
            ],
            "next": [{"text": it.text, "command": it.command} for it in declared.notes],
        },
    )


def _steps(change: PlannedChange) -> Declared:
    """Return the steps of plugins that are new in a project, core's check, and core's notes."""
    selection = change.project.selection
    new = [it for it in selection.plugins if it.name not in change.existing.plugins]
    written = GeneratedProject(
        name=selection.spec.name,
        package=selection.spec.package,
        path=change.existing.folder,
        spec=selection.spec,
        git=False,
        lock=False,
        npm_commands=npm_commands(npm_packages_lacking(change.project, change.existing.folder)),
    )
    declared = declare_steps(new, written)
    return Declared(
        (*declared.steps, *_check(change)),
        (*_notes(change), *declared.notes),
        declared.problems,
    )


def _check(change: PlannedChange) -> tuple[tuple[str, Run], ...]:
    """Return Django's check as a step, where merged code can be run as it is."""
    python = next(
        (it for it in (".venv/bin/python", ".venv/Scripts/python.exe") if _is_here(change, it)),
        None,
    )
    merged = any(it.kind in {"merge", "rename"} for it in change.plan.changes)
    needs_install = any(it.area == "dependency" for it in change.differences)
    if python is None or not merged or needs_install or change.plan.conflicts:
        return ()
    if _came_with_the_project(change.existing.folder, ".venv"):
        return ()
    return (("commands", check_step(python)),)


def check_step(python: str) -> Run:
    """Return Django's check as a step.

    Args:
        python: The program that runs Python in the project.
    """
    return Run(
        name="check",
        argv=(python, "manage.py", "check"),
        done="manage.py check found no problems",
        timeout=120,
    )


def _came_with_the_project(folder: Path, path: str) -> bool:
    """Return whether a program there may be somebody else's: version control brought it."""
    try:
        return is_tracked(folder, path)
    except QuickScaleError:  # git cannot tell
        return True


def _is_here(change: PlannedChange, path: str) -> bool:
    return (change.existing.folder / path).exists()


def _notes(change: PlannedChange) -> list[Note]:
    """Return what the owner has to do by hand, as far as files can tell."""
    selection = change.project.selection
    areas = {(it.area, it.sign) for it in change.differences}
    notes = []
    if any(area == "dependency" for area, _ in areas):
        notes += [Note(text="", command=it) for it in install_commands(change.existing.folder)]
    for app, number in doubled_numbers(change.existing.folder, change.plan).items():
        notes.append(
            Note(
                text=f"yours and the new one are both numbered {number}",
                command=f"{python()} manage.py makemigrations --merge {app}",
            )
        )
    if selection.spec.theme in change.existing.plugins:  # a new theme tells of all npm has to do
        lacking = npm_packages_lacking(change.project, change.existing.folder)
        for command in npm_commands(lacking):
            notes.append(Note(text="", command=shlex.join(command)))
    if stays := _edits_without_a_plugin(change):
        notes.append(
            Note(
                text="No plugin has these any more, while linters, mypy and the tests still read"
                f" your edits of them; move what you need, and delete the rest: {', '.join(stays)}"
            )
        )
    if ("migration", "+") in areas:
        notes.append(Note(text="", command=f"{python()} manage.py migrate"))
    if ("variable", "+") in areas:
        names = ", ".join(
            it.name for it in change.differences if (it.area, it.sign) == ("variable", "+")
        )
        if change.dotenv_is_ours:
            notes.append(Note(text=f"Look at the new variables in .env: {names}"))
        else:
            text = "Add the new variables by hand: .env is not a file here, and was left alone"
            notes.append(Note(text=f"{text}: {names}"))
    return notes


def _edits_without_a_plugin(change: PlannedChange) -> list[str]:
    """Return where files stand that a change leaves without a plugin."""
    before = {it.path for it in change.existing.lock.dropped} if change.existing.lock else set()
    places = dict(change.plan.moves)
    return sorted({places.get(it.path, it.path) for it in change.plan.dropped} - before)
