"""Checks that generate projects and run them, by the public test kit."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.conformance.composing import describe, requests_with
from quickscale_core.errors import Problem
from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import ProjectSpec
from quickscale_core.plugins.user_cache import cache_root
from quickscale_core.testing.projects.environment import PROJECT_PYTHON, ProjectPython
from quickscale_core.testing.projects.processes import CommandFailed, Finished, run
from quickscale_core.testing.projects.project import Project, write_composed
from quickscale_core.testing.theme_suite import THEME_SUITE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.conformance.subject import Subject

__all__ = [
    "check_neighbours",
    "check_own_tests",
    "check_projects",
    "check_themes",
    "generate",
    "run_theme_suite",
]

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
            project = generate(subject, request, Path(folder))
            for command in _COMMANDS:
                if problem := _ran(project, command, describe(request)):
                    problems.append(problem)
                    break
    return "; ".join(tried), problems


def check_neighbours(subject: Subject) -> tuple[str, list[Problem]]:
    """Run the tests of a whole project in the largest one with each module.

    These are the project's own, the plugin's, and those by which a neighbour such as teams looks
    for leaks everywhere: every ``test_leaks.py``.
    """
    problems = []
    tried = []
    for plugin in subject.plugins:
        if plugin.card.kind != "module":
            continue
        *_, request = requests_with(plugin, subject.registry)
        tried.append(describe(request))
        with tempfile.TemporaryDirectory(prefix="quickscale-check-") as folder:
            project = generate(subject, request, Path(folder))
            wide = project.with_environ(COLUMNS=_WIDE)
            done = wide.test(*_QUIET, *_tests_of_the_whole(project, plugin.name))
        if done.code:
            found = failed_tests(done.output) or [done.output.strip()[-800:]]
            problems += [
                Problem(
                    what=f"{one} fails in a project with {describe(request)}",
                    where=tuple(why),
                    fix=f"make that project and see: quickscale init example {describe(request)}",
                )
                for one, *why in map(_parts, found)
            ]
    return "; ".join(tried) or "no module", problems


def _parts(found: str) -> tuple[str, ...]:
    """Return a test that failed and why, apart."""
    return tuple(it for it in found.partition(" - ")[::2] if it)


def _tests_of_the_whole(project: Project, plugin: str) -> list[str]:
    """Return the tests that look at more than one app, and those of a plugin's own apps."""
    files = project.composed.tree
    own = {
        path.split("/")[1] for path, it in files.items() if it.owner == plugin and _in_apps(path)
    }
    leaks = [path for path in files if path.endswith("/tests/test_leaks.py")]
    return ["tests", *(f"apps/{app}" for app in sorted(own)), *leaks]


def _in_apps(path: str) -> bool:
    return path.startswith("apps/") and path.count("/") > 1


def check_themes(subject: Subject) -> tuple[str, list[Problem]]:
    """Run the theme suite with each theme: every one has pages that Django renders."""
    problems = []
    said = []
    for plugin in subject.plugins:
        if plugin.card.kind != "theme":
            continue
        with tempfile.TemporaryDirectory(prefix="quickscale-check-") as folder:
            request = ProjectSpec(name="example", theme=plugin.name)
            project = generate(subject, request, Path(folder))
            done = run_theme_suite(plugin.name, project.python, Path(folder) / "suite")
        lines = done.output.strip().splitlines()
        said.append(f"{plugin.name}: {lines[-1].strip('= ')}" if lines else plugin.name)
        if done.code:
            problems += [
                Problem(
                    what=f"the theme {plugin.name} fails {one}",
                    where=tuple(why),
                    fix="see what is asked of a theme: docs/themes.md, and what it does:"
                    f" quickscale init example --theme {plugin.name}",
                )
                for one, *why in map(_parts, failed_tests(done.output) or lines[-8:])
            ]
    return "; ".join(said) or "no theme", problems


def run_theme_suite(theme: str, python: ProjectPython, folder: Path, *only: str) -> Finished:
    """Run the theme suite with one theme and return what pytest said.

    Args:
        theme: The theme's name.
        python: The interpreter that runs its project.
        folder: A folder that does not exist yet.
        only: More of pytest's arguments, to run a part of the suite.
    """
    folder.mkdir(parents=True)
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (folder / "test_theme.py").write_text(_SUITE.format(theme=theme), encoding="utf-8")
    words = [sys.executable, "-m", "pytest", *_QUIET, "-p", "quickscale_core.testing", *only]
    return run(
        words,
        cwd=folder,
        env={**os.environ, PROJECT_PYTHON: str(python.executable), "COLUMNS": _WIDE},
    )


_QUIET = ("-q", "-p", "no:cacheprovider", "--show-capture=no", "--no-header")

_WIDE = "200"
"""Columns of a terminal, so that pytest's summary has room for why a test failed."""

_SUITE = """\
from quickscale_core.testing import ThemeSuite


class TestTheme(ThemeSuite):
    theme = "{theme}"
"""


def failed_tests(output: str) -> list[str]:
    """Return the tests that failed with the first line of why, from pytest's summary."""
    lines = [it for it in output.splitlines() if it.startswith(("FAILED ", "ERROR "))]
    return [it.partition(" ")[2].partition("::")[2].replace("TestTheme::", "") for it in lines]


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
        # What the theme suite says is told by a check of its own.
        [sys.executable, "-m", "pytest", "-q", "-k", f"not {THEME_SUITE}"],
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
            fix=f"see all they say: cd {shlex.quote(str(subject.folder))} && pytest",
        )
    ]


def _ends(subject: Subject) -> Iterator[ProjectSpec]:
    """Yield the smallest and the largest request with each plugin, once where they are one."""
    for plugin in subject.plugins:
        requests = list(requests_with(plugin, subject.registry))
        yield requests[0]
        if len(requests) > 1:
            yield requests[-1]


def generate(subject: Subject, request: ProjectSpec, parent: Path) -> Project:
    """Write a project that a request asks for."""
    composed = compose_project(request, subject.registry)
    return write_composed(composed, parent, Path(cache_root() or parent) / "environments")


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
