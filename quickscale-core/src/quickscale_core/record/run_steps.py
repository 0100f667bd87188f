"""Run the steps that ``post_generate`` returned, and record how each ended.

A step that fails never undoes the project. The record stands in ``.quickscale/local``, which
version control ignores: it is about this machine's copy.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from quickscale_core.errors import Problem
from quickscale_core.paths.node_programs import NO_NODE, path_with_node
from quickscale_core.paths.reading import read_inside
from quickscale_core.plugin_api.steps import GeneratedProject, Note, NoteStage, Run
from quickscale_core.plugins.hooks import ask
from quickscale_core.selection.frontends import spec_for
from quickscale_core.writing.disk_calls import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = [
    "RECORD",
    "Declared",
    "RecordedStep",
    "Status",
    "StepResult",
    "declare_steps",
    "read_record",
    "record",
    "run_steps",
]

Status = Literal["done", "skipped", "failed", "waiting"]
"""How a step ended."""

RECORD: Final = ".quickscale/local/steps.json"
"""Where the record stands in a project."""

_STAGES: Final = get_args(NoteStage)
_TAIL: Final = 12  # lines of a failed step's output that are shown
# A step acts on the project, whatever repository or environment the caller has active.
_FOREIGN: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True)
class StepResult:
    """How a step ended.

    Attributes:
        name: The step's name.
        plugin: Who declared it.
        status: ``done``; ``skipped``, where its own condition does not hold; ``failed``, also where
            a program it needs is not installed; or ``waiting``, where it was not started because of
            another step's end.
        says: What is printed of it: its success, or why it did not run.
        command: The command that repeats it, as a shell line.
        output: The last lines of what a failed step printed.
    """

    name: str
    plugin: str
    status: Status
    says: str
    command: str
    output: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """What the record says of a step: which one it is and how it ended, not what it runs.

    Attributes:
        name: The step's name.
        plugin: Who declared it.
        status: As of a :class:`StepResult`.
    """

    name: str
    plugin: str
    status: Status


@dataclass(frozen=True, slots=True)
class Declared:
    """What the plugins declared.

    Attributes:
        steps: Steps with the plugin that declared each, in the order they run.
        notes: What stands under "Next:".
        problems: Problems of plugins whose hook failed, and whose steps are skipped.
    """

    steps: tuple[tuple[str, Run], ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]


def declare_steps(plugins: Iterable[InstalledPlugin], project: GeneratedProject) -> Declared:
    """Ask plugins, in this order, for the steps to run in a project."""
    steps: list[tuple[str, Run]] = []
    notes: list[Note] = []
    problems: list[Problem] = []
    for plugin in plugins:
        seen = replace(project, spec=spec_for(project.spec, plugin.card))
        declared, wrong = ask(plugin, "post_generate", (Run, Note), project=seen)
        problems += wrong
        faults = [
            problem
            for it in declared
            if isinstance(it, Run | Note)
            for problem in _faults(plugin, it)
        ]
        if faults:
            problems += faults
            continue
        steps += [(plugin.name, it) for it in declared if isinstance(it, Run)]
        notes += [it for it in declared if isinstance(it, Note)]
    notes.sort(key=lambda it: _STAGES.index(it.stage))
    return Declared(tuple(steps), tuple(notes), tuple(problems))


def _faults(plugin: InstalledPlugin, step: Run | Note) -> Iterator[Problem]:
    """Yield a problem for each field of a step or note that holds what it may not."""
    key = step.name if isinstance(step, Run) else step.text
    shown = f"{type(step).__name__} {key!r}"
    for field in fields(step):
        value = getattr(step, field.name)
        if field.type == "str":
            right, expected = isinstance(value, str), "a text"
        elif field.type == "NoteStage":
            right, expected = value in _STAGES, f"one of {', '.join(_STAGES)}"
        elif field.type == "int":
            right, expected = type(value) is int and value > 0, "a number of seconds"
        else:
            right = isinstance(value, tuple) and all(isinstance(it, str) for it in value)
            right, expected = right and bool(value or field.name != "argv"), "a tuple of texts"
        if not right:
            yield Problem(
                what=f"{shown} of {plugin.label} has {field.name} {value!r}",
                where=("in post_generate",),
                fix=f"give {expected}",
            )


def run_steps(
    declared: Declared,
    folder: Path,
    report: Callable[[StepResult], None],
    watch: Callable[[str], AbstractContextManager[None]],
) -> tuple[StepResult, ...]:
    """Run the steps in a project, one after the other, and record how each ended.

    Args:
        declared: What the plugins declared.
        folder: The project's folder.
        report: Told of each step as it ends.
        watch: Entered with a step's command, as a shell line, while it runs.

    Returns:
        A result per step. The record is up to date before each of them starts, so whatever ends
        this process, what is left is known. It keeps what earlier runs left undone.
    """
    names = {step.name for _, step in declared.steps}
    earlier = [it for it in read_record(folder) or () if it.name not in names]
    results = [
        StepResult(step.name, plugin, "waiting", "not started", shlex.join(step.argv))
        for plugin, step in declared.steps
    ]
    for number, (plugin, step) in enumerate(declared.steps):
        _remember(folder, [*earlier, *results])
        with watch(results[number].command):
            results[number] = _run(plugin, step, folder, results)
        report(results[number])
    _remember(folder, [*earlier, *results])
    return tuple(results)


def record(results: Iterable[StepResult | RecordedStep] | None) -> bytes:
    """Return the record's text.

    Args:
        results: How each step ended, or ``None`` while they are not known yet.
    """
    document = {
        "schema": 1,
        "known": results is not None,
        "steps": [
            {"name": it.name, "plugin": it.plugin, "status": it.status} for it in results or ()
        ],
    }
    return (json.dumps(document, indent=2) + "\n").encode()


def _remember(folder: Path, results: Iterable[StepResult | RecordedStep]) -> None:
    with suppress(OSError):  # the record is optional, and a full disk was reported before
        replace_file(folder, RECORD, record(results))


def read_record(folder: Path) -> tuple[RecordedStep, ...] | None:
    """Return how a project's steps ended on this machine.

    Returns:
        An entry per step; empty where this copy was never generated here; or ``None`` where the
        run that made the project ended before its steps.
    """
    try:
        document = json.loads(read_inside(str(folder), RECORD))
        if not document["known"]:
            return None
        found = [(it["name"], it["plugin"], it["status"]) for it in document["steps"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()
    words = get_args(Status)
    return tuple(
        RecordedStep(name, plugin, status)
        for name, plugin, status in found
        if isinstance(name, str) and isinstance(plugin, str) and status in words
    )


def _run(plugin: str, step: Run, folder: Path, results: Iterable[StepResult]) -> StepResult:
    """Run one step, or say why it is not run."""
    done = {it.name for it in results if it.status == "done"}
    command = shlex.join(step.argv)
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    if missing := [name for name in step.after if name not in done]:
        says = f"{' and '.join(missing)} did not succeed"
        return StepResult(step.name, plugin, "waiting", says, command)
    absent = [program for program in step.needs if shutil.which(program) is None]
    if absent:
        says = f"was not run: {' and '.join(absent)} is not installed"
        return StepResult(step.name, plugin, "failed", says, command)
    if step.node:
        path = path_with_node(step.node)
        if path is None:
            says = f"was not run: {NO_NODE.format(step.node)}"
            return StepResult(step.name, plugin, "failed", says, command)
        environment["PATH"] = path
    if step.only_if and _call(step.only_if, folder, step.timeout, environment)[0] != 0:
        return StepResult(step.name, plugin, "skipped", step.otherwise, command)
    code, output = _call(step.argv, folder, step.timeout, environment)
    if code == 0:
        return StepResult(step.name, plugin, "done", step.done, command)
    says = f"ended with exit code {code}" if code is not None else f"took over {step.timeout} s"
    return StepResult(step.name, plugin, "failed", says, command, tuple(output[-_TAIL:]))


def _call(
    argv: tuple[str, ...], folder: Path, timeout: int, environment: Mapping[str, str]
) -> tuple[int | None, list[str]]:
    """Run a command to its end.

    Returns:
        Its exit code, or ``None`` if it had to be stopped; and the lines it printed.
    """
    try:
        process = subprocess.Popen(
            argv,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # so that whatever it starts can be stopped with it
        )
    except (OSError, ValueError) as error:  # the latter of a NUL character
        return 127, [f"{argv[0]}: {getattr(error, 'strerror', error)}"]
    with process:
        try:
            output, _ = process.communicate(timeout=timeout)
        except BaseException as stopped:
            _stop(process)
            if isinstance(stopped, subprocess.TimeoutExpired):
                return None, []
            raise
    return process.returncode, output.splitlines()


def _stop(process: subprocess.Popen[str]) -> None:
    """End a process and all it started."""
    if os.name == "nt":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
