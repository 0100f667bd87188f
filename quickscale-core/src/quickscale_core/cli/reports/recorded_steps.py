"""The recorded steps of a project, as the installed plugins declare them.

The record is in the project's folder, which may be somebody else's. It says how each step ended,
and never what a step runs: commands come from the installed plugins alone, and a step that none of
them declares is not shown.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from quickscale_core.cli.changing.follow_up import check_step
from quickscale_core.cli.plugin import git_steps
from quickscale_core.generate import steps_of
from quickscale_core.plugin_api.steps import Run
from quickscale_core.writing.destination import Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from quickscale_core.record.run_steps import RecordedStep
    from quickscale_core.rendering.composed_project import ComposedProject

__all__ = ["StepLeft", "known_steps"]

StepLeft = tuple[str, str, str]
"""A step's name, how it ended, and the command that repeats it."""


def known_steps(
    recorded: Iterable[RecordedStep], project: ComposedProject, folder: Path
) -> tuple[StepLeft, ...]:
    """Return the recorded steps that the installed plugins know, in the record's order.

    Args:
        recorded: What the record says.
        project: The project as the installed plugins make it.
        folder: Its folder.
    """
    place = Place(folder=folder, exists=True)
    declared = [
        *steps_of(project, place, git=True, lock=True, install=True).steps,
        *(("commands", it) for it in git_steps(project.selection.spec.name)),
        ("commands", check_step(".venv/bin/python")),
    ]
    commands = {(plugin, it.name): _command(it) for plugin, it in declared}
    done = {("commands", it) for it in _done_by_hand(folder)}
    return tuple(
        (
            it.name,
            "done" if (it.plugin, it.name) in done else it.status,
            commands[it.plugin, it.name],
        )
        for it in recorded
        if (it.plugin, it.name) in commands
    )


def _done_by_hand(folder: Path) -> tuple[str, ...]:
    """Return the names of git's steps that are done, whoever did them."""
    repository = folder / ".git"
    if not repository.exists():
        return ()
    heads = repository / "refs" / "heads"
    committed = (
        repository.is_file()  # a worktree, which only a repository with a commit has
        or (repository / "packed-refs").exists()
        or any(it.is_file() for it in heads.rglob("*"))
    )
    return ("git-init", "git-add", "git-commit") if committed else ("git-init",)


def _command(step: Run) -> str:
    return shlex.join(step.argv)
