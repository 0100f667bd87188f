"""A generated project on the disk, and what a test does with it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.testing.projects.mailbox import Mailbox
from quickscale_core.testing.projects.processes import Finished, run
from quickscale_core.testing.projects.serving import LOOPBACK, SLOWEST_START, Server, serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quickscale_core.rendering.composed_project import ComposedProject
    from quickscale_core.testing.projects.environment import ProjectPython

__all__ = ["Project", "Site", "write_composed"]

SLOWEST_COMMAND = 3600.0
"""Seconds a command may take: far more than any needs, so that only one that hangs is ended."""

INSIDE = Path(__file__).parents[1] / "files"
"""Scripts that run in a project's own Python, which does not have QuickScale."""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A generated project.

    Attributes:
        path: Its folder, absolute.
        composed: What it was generated from.
        python: The interpreter it runs with.
        environ: Variables it runs with, on top of a clean environment and its own ``.env``.
    """

    path: Path
    composed: ComposedProject = field(repr=False)
    python: ProjectPython
    environ: Mapping[str, str] = field(default_factory=dict)

    @property
    def package(self) -> str:
        """Its import name: ``"my_saas_app"``."""
        return self.composed.selection.spec.package

    def with_environ(self, **variables: str) -> Project:
        """Return the same project, run with these variables as well."""
        return replace(self, environ={**self.environ, **variables})

    def copy(self, folder: Path) -> Project:
        """Return a copy of it in a folder that does not exist yet, free to be changed."""
        shutil.copytree(self.path, folder, symlinks=True)
        return replace(self, path=folder)

    def run(self, *argv: str | Path, stdin: str = "", timeout: float = SLOWEST_COMMAND) -> Finished:
        """Run a program in its folder; one of its environment's executables needs no path.

        Args:
            argv: The program and its arguments.
            stdin: What it reads.
            timeout: Seconds it may take.
        """
        name = str(argv[0])
        found = shutil.which(name, path=str(self.python.scripts)) or name
        words = [found, *argv[1:]]
        return run(words, cwd=self.path, env=self._variables(), stdin=stdin, timeout=timeout)

    def run_python(
        self, *argv: str | Path, stdin: str = "", timeout: float = SLOWEST_COMMAND
    ) -> Finished:
        """Run its interpreter: ``run_python("-c", "import myapp")``."""
        return self.run(self.python.executable, *argv, stdin=stdin, timeout=timeout)

    def manage(self, *argv: str, stdin: str = "", timeout: float = SLOWEST_COMMAND) -> Finished:
        """Run ``manage.py``: ``manage("migrate")``."""
        return self.run_python("manage.py", *argv, stdin=stdin, timeout=timeout)

    def test(self, *argv: str, timeout: float = SLOWEST_COMMAND) -> Finished:
        """Run its own test suite, without what is exhaustive; ``argv`` go to pytest."""
        return self.run_python("-m", "pytest", *argv, timeout=timeout)

    def inside(self, script: str, payload: object = None) -> object:
        """Run one of the kit's scripts inside the project and return what it answers.

        Args:
            script: Name of a file in this package's ``files`` folder, or a path.
            payload: What it is given, as JSON.
        """
        with tempfile.TemporaryDirectory(prefix="quickscale-inside-") as folder:
            asked, told = Path(folder, "asked.json"), Path(folder, "told.json")
            asked.write_text(json.dumps(payload), encoding="utf-8")
            settings = f"{self.package}.settings.local"
            project = replace(self, environ={"DJANGO_SETTINGS_MODULE": settings, **self.environ})
            project.run_python(INSIDE / script, asked, told).check()
            answer: object = json.loads(told.read_text(encoding="utf-8"))
            return answer

    def in_production(self, **variables: str) -> Project:
        """Return the same project with production's settings and every variable they require.

        Its ``.env`` is not read. SQLite stands in for the database unless ``DATABASE_URL`` is
        given, and plain HTTP is answered, because no proxy terminates TLS in front of it.

        Args:
            variables: Further variables.
        """
        required = {
            variable.name: variable.example or secrets.token_urlsafe(50)
            for variable in self.composed.composition.env_vars
            if variable.required
        }
        known = {
            "DJANGO_SETTINGS_MODULE": f"{self.package}.settings.production",
            "READ_DOT_ENV": "false",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "localhost",
            "DATABASE_URL": f"sqlite:///{self.path / 'production.sqlite3'}",
            "USE_HTTPS": "false",
        }
        return self.with_environ(**{**required, **known, **variables})

    @contextlib.contextmanager
    def serve(self, mailbox: Path, *, timeout: float = SLOWEST_START) -> Iterator[Site]:
        """Serve it on a free port until the block ends; migrate its database first.

        Django's development server serves it, in a process of its own, and no limit of time ends
        what a slow test does: codes and confirmations hold for a day. In production's settings
        Gunicorn does, as the project's own ``gunicorn.conf.py`` says; collect static files first.

        Args:
            mailbox: The folder its e-mails are written to.
            timeout: Seconds until it must answer.
        """
        settings = self.environ.get("DJANGO_SETTINGS_MODULE", f"{self.package}.settings.local")
        production = settings.endswith(".production")

        def command(port: int) -> list[str | Path]:
            address = f"{LOOPBACK}:{port}"
            if production:
                app = f"{self.package}.wsgi"
                return [self.python.executable, "-m", "gunicorn", "--bind", address, app]
            return [self.python.executable, "manage.py", "runserver", "--noreload", address]

        box = Mailbox(mailbox)
        env = {"EMAIL_URL": box.url, **self._variables()}
        if not production:
            path = os.pathsep.join([str(INSIDE), env.get("PYTHONPATH", "")]).rstrip(os.pathsep)
            unhurried = {"DJANGO_SETTINGS_MODULE": "unhurried_settings", "PYTHONPATH": path}
            env |= {**unhurried, "QUICKSCALE_SETTINGS": settings}
        with serve(command, cwd=self.path, env=env, timeout=timeout) as server:
            yield Site(project=self, mailbox=box, url=server.url, output=server.output)

    def _variables(self) -> dict[str, str]:
        """Return its variables, with its environment's executables first on PATH."""
        path = os.pathsep.join([str(self.python.scripts), os.environ.get("PATH", "")])
        return {"PATH": path, **self.environ}


@dataclass(frozen=True, kw_only=True)
class Site(Server):
    """A project that answers requests.

    Attributes:
        url: Its address without a trailing slash: ``"http://localhost:40123"``.
        output: What its server has written.
        project: The project, with the environment it is served in: its commands work on the very
            database that is served.
        mailbox: The e-mails it has sent.
    """

    project: Project
    mailbox: Mailbox


def write_composed(composed: ComposedProject, parent: Path, environments: Path) -> Project:
    """Write a composed project and return it with an interpreter that has what it requires.

    Args:
        composed: The project, in memory.
        parent: The folder it is written into, in a folder of its name.
        environments: A folder in which environments are made and kept.
    """
    from quickscale_core.generate import plan_at, write_project
    from quickscale_core.testing.projects.environment import project_python
    from quickscale_core.writing.destination import new_folder

    tested = composed.composition.tested
    needed = [*(pin.requirement for pin in tested.pins), *tested.untested]
    python = project_python(needed, environments)
    place = new_folder(parent, composed.selection.spec.name)
    write_project(composed, plan_at(composed, place), place)
    return Project(path=place.folder, composed=composed, python=python)
