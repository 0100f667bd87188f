"""Somebody's machine: QuickScale in one version today and another one tomorrow, and a project."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quickscale_core.testing.projects.processes import run

from tests.database_rows import lost_rows, read_rows
from tools.environments import project_env

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing.projects.processes import Finished

    from tools.checkout import Environment

__all__ = ["Machine"]


@dataclass(frozen=True)
class Machine:
    """A machine with QuickScale installed.

    Attributes:
        installed: The environment QuickScale is installed in.
        folder: Where its user works.
        home: Their home.
        plugins: A folder with further plugins and their metadata, or nothing.
    """

    installed: Environment
    folder: Path
    home: Path
    plugins: Path | None = None

    def upgraded(self, installed: Environment) -> Machine:
        """Return the same machine once another environment takes the first one's place."""
        return replace(self, installed=installed)

    def quickscale(self, *words: str, cwd: Path | None = None) -> Finished:
        """Type a ``quickscale`` command."""
        path = os.pathsep.join([str(self.installed.scripts), os.environ["PATH"]])
        env = {"HOME": str(self.home), "XDG_CACHE_HOME": str(self.home), "PATH": path}
        if self.plugins:
            env["PYTHONPATH"] = str(self.plugins)
        words = (str(self.installed.scripts / "quickscale"), *words)
        return run(words, cwd=cwd or self.folder, env=env)

    def python(self, project: Path, *words: str | Path, stdin: str = "") -> Finished:
        """Run the project's own Python, which knows nothing of QuickScale."""
        made = project_env()
        path = os.pathsep.join([str(made.scripts), os.environ["PATH"]])
        # Bytecode would be the only thing a test run leaves among the owner's files.
        env = {"PATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        return run([made.python, *words], cwd=project, env=env, stdin=stdin)

    def manage(self, project: Path, *words: str) -> Finished:
        """Run ``manage.py``."""
        return self.python(project, "manage.py", *words)

    def migrate(self, project: Path) -> None:
        """Migrate a database that is in use.

        Raises:
            AssertionError: A value that was in it is not there afterwards.
        """
        before = read_rows(project / "db.sqlite3")
        self.manage(project, "migrate", "--verbosity", "0").check()
        assert list(lost_rows(before, read_rows(project / "db.sqlite3"))) == []
