"""The workspace's commands. ``./qs NAME`` and ``nox -s NAME`` are the same thing.

Every session runs in the two environments that ``tools/environments.py`` keeps: ``.venv`` with the
tools and the workspace's distributions, ``.tools/project`` with what generated projects need.
What takes more than a command is a module in ``tools/``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from tools import checkout, environments  # noqa: E402 - nox does not put this folder on the path

# Workers often wait for browsers, servers and disks: there is one more than cores.
# What takes minutes comes first; see conftest.py.
WORKERS = str((os.cpu_count() or 1) + 1)
PARALLEL = ("-n", WORKERS, "--dist", "loadgroup", "--no-loadscope-reorder")

nox.options.sessions = ["lint", "types", "docs", "build", "test"]
nox.options.default_venv_backend = "none"
nox.needs_version = ">=2025.2"


def _run(session: nox.Session, *command: str, **environ: str) -> None:
    """Run a Python module of the workspace's environment, as ``python -m COMMAND``."""
    tools = environments.workspace()
    clean = {name: None for name in os.environ if name not in checkout.clean_environ()}
    path = os.pathsep.join([str(tools.scripts), os.environ.get("PATH", "")])
    session.run(
        str(tools.python),
        *("-m", *command),
        env={**clean, "PATH": path, **environ},
        external=True,
    )


@nox.session
def test(session: nox.Session) -> None:
    """Run every test, then hold each distribution to its coverage. ARGS go to pytest."""
    project = environments.project_env()
    environ = {"QUICKSCALE_PROJECT_PYTHON": str(project.python)}
    _run(session, "tools.assets")
    _run(session, "tools.optional_parts", *(["--some"] if session.posargs else []))
    if session.posargs:
        _run(session, "pytest", *session.posargs, **environ)
        return
    _run(session, "pytest", *PARALLEL, "--cov", "--cov-report=", **environ)
    _run(session, "tools.coverage_floors")


@nox.session
def sweep(session: nox.Session) -> None:
    """Run the slow tests as well: every combination of plugins and themes in full."""
    project = environments.project_env()
    _run(session, "tools.assets")
    _run(session, "tools.optional_parts")
    arguments = (*PARALLEL, "-m", "sweep or not sweep", *session.posargs)
    _run(session, "pytest", *arguments, QUICKSCALE_PROJECT_PYTHON=str(project.python))


@nox.session
def newest(session: nox.Session) -> None:
    """Try generated projects with the newest versions of everything; tell what broke."""
    _run(session, "tools.assets")
    _run(session, "tools.newest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, formatting and the repository's own rules."""
    _run(session, "ruff", "check", *session.posargs)
    _run(session, "ruff", "format", "--check", *session.posargs)
    _run(session, "tools.guards")
    _run(session, "tools.lint_workflows")


@nox.session
def types(session: nox.Session) -> None:
    """Check types strictly: each distribution, the tools, and the apps in a composed project."""
    _run(session, "tools.assets")
    _run(session, "tools.check_types")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into ``site/``; a broken link fails."""
    _run(session, "tools.docs_pages")
    _run(session, "zensical", "build", "--strict", "--clean", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure generation and start-up against other generators; print the ratios."""
    _run(session, "tools.assets")
    _run(session, "benchmarks", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build wheels and sdists into ``dist/``, check them, install them in all combinations.

    With ``--from-index URL`` it builds nothing and installs what that index has.
    """
    if not session.posargs:
        _run(session, "tools.build_dists")
        _run(session, "tools.check_dists")
    _run(session, "tools.install_dists", *session.posargs)


@nox.session
def apps(session: nox.Session) -> None:
    """Check a plugin's app in the smallest project that holds it: types, tests, coverage."""
    _run(session, "tools.assets")
    _run(session, "tools.apps", *session.posargs)


@nox.session
def demo(session: nox.Session) -> None:
    """Make a demo project, serve it, print its address and login."""
    _run(session, "tools.demo", *session.posargs)


@nox.session
def pictures(session: nox.Session) -> None:
    """Take the documentation's pictures anew; with --sheets, pictures of every page."""
    _run(session, "tools.pictures", *session.posargs)


@nox.session(name="schema-types")
def schema_types(session: nox.Session) -> None:
    """Write the React app's types of the API. ARGS name apps that have none yet."""
    _run(session, "tools.schema_types", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Refresh the locked requirements. ARGS go to ``uv pip compile``."""
    _run(session, "tools.lock", *session.posargs)


@nox.session(name="lock-frontend")
def lock_frontend(session: nox.Session) -> None:
    """Refresh the React theme's lock of npm packages. ARGS are packages: zod@4.6.7."""
    _run(session, "tools.frontend_lock", *session.posargs)


@nox.session
def golden(session: nox.Session) -> None:
    """Keep generated projects of this version in ``tests/golden``, for later ones to update."""
    _run(session, "tools.golden", *session.posargs)
