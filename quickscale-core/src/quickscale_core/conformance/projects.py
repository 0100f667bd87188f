"""Checks that generate projects and run them, by the public test kit."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.conformance.composing import describe, requests_with
from quickscale_core.errors import Problem
from quickscale_core.generate import compose_project, plan_at, write_project
from quickscale_core.plugins.user_cache import cache_root
from quickscale_core.testing.projects.environment import project_python
from quickscale_core.testing.projects.processes import CommandFailed
from quickscale_core.testing.projects.project import Project
from quickscale_core.testing.theme_contract.components import component_problems
from quickscale_core.writing.destination import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.conformance.subject import Subject
    from quickscale_core.plugin_api.spec import ProjectSpec

__all__ = ["check_components", "check_own_tests", "check_projects"]

_COMMANDS = (
    ("check",),
    ("makemigrations", "--check", "--dry-run"),
    ("migrate", "--verbosity", "0"),
)


def check_projects(subject: Subject) -> tuple[str, list[Problem]]:
    """Generate the smallest and the largest project with each plugin; check and migrate both."""
    problems = []
    tried = []
    for request in _ends(subject):
        tried.append(describe(request))
        with tempfile.TemporaryDirectory(prefix="quickscale-check-") as folder:
            project = _generate(subject, request, Path(folder))
            for command in _COMMANDS:
                if problem := _ran(project, command, describe(request)):
                    problems.append(problem)
                    break
    return "; ".join(tried), problems


def check_components(subject: Subject) -> tuple[str, list[Problem]]:
    """Render every component of the contract in a project with each theme."""
    problems = []
    themes = [it.name for it in subject.plugins if it.card.frontend == "html"]
    for request in _ends(subject):
        if request.theme not in themes:
            continue
        with tempfile.TemporaryDirectory(prefix="quickscale-check-") as folder:
            project = _generate(subject, request, Path(folder))
            problems += [
                Problem(
                    what=found,
                    where=(f"in {describe(request)}",),
                    fix="see the contract: docs/reference/components.md",
                )
                for found in component_problems(project)
            ]
    return ", ".join(themes) or "no theme of html pages", problems


def check_own_tests(subject: Subject) -> tuple[str, list[Problem]]:
    """Run the plugin's own tests in its folder."""
    if not (subject.folder / "tests").is_dir():
        return "", [
            Problem(
                what=f"{subject.distribution} has no tests",
                fix="add a tests folder; quickscale plugins new shows how to begin",
            )
        ]
    # The plugin's tests may be running this check; what they were told is not for these.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q"],
        cwd=subject.folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode == 0:
        return lines[-1] if lines else "", []
    return "", [
        Problem(
            what=f"the tests of {subject.distribution} do not pass",
            where=tuple((lines or done.stderr.strip().splitlines())[-12:]),
            fix=f'see all they say: cd "{subject.folder}" && pytest',
        )
    ]


def _ends(subject: Subject) -> Iterator[ProjectSpec]:
    """Yield the smallest and the largest request with each plugin, once where they are one."""
    for plugin in subject.plugins:
        requests = list(requests_with(plugin, subject.registry))
        yield requests[0]
        if len(requests) > 1:
            yield requests[-1]


def _generate(subject: Subject, request: ProjectSpec, parent: Path) -> Project:
    composed = compose_project(request, subject.registry)
    place = new_folder(parent, request.name)
    write_project(composed, plan_at(composed, place), place)
    composition = composed.composition
    needed = [*composition.dependencies, *composition.dev_dependencies]
    python = project_python(needed, Path(cache_root() or parent) / "environments")
    return Project(path=place.folder, composed=composed, python=python)


def _ran(project: Project, command: tuple[str, ...], shown: str) -> Problem | None:
    try:
        project.manage(*command).check()
    except CommandFailed as failure:
        lines = str(failure).strip().splitlines()
        return Problem(
            what=f"manage.py {' '.join(command)} fails in a project with {shown}",
            where=tuple(lines[-8:]),
            fix=f"make that project and see: quickscale init example {shown}",
        )
    return None
