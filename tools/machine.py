"""A machine on which somebody has installed every distribution from its wheel."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.assets import build_assets
from tools.build_dists import build
from tools.checkout import Environment, clean_environ
from tools.distributions import distributions
from tools.install_dists import install

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Machine", "set_up"]


@dataclass(frozen=True)
class Machine:
    """Such a machine, as far as its user can tell.

    Attributes:
        installed: Where the distributions are installed.
        folder: Where the user works.
        home: The user's home, empty at first.
        wheels: Where the wheels are.
    """

    installed: Environment
    folder: Path
    home: Path
    wheels: Path

    def types(self, *command: str, cwd: Path | None = None) -> str:
        """Run a command as the user would; return what it prints.

        Raises:
            AssertionError: It failed.
        """
        done = self._run(command, cwd)
        if done.returncode != 0:
            raise AssertionError(f"{command}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def is_refused(self, *command: str, cwd: Path | None = None) -> str:
        """Run a command that must fail; return what it says to that.

        Raises:
            AssertionError: It succeeded.
        """
        done = self._run(command, cwd)
        if done.returncode == 0:
            raise AssertionError(f"{command} was not refused\n{done.stdout}")
        return done.stderr

    def _run(self, command: tuple[str, ...], cwd: Path | None) -> subprocess.CompletedProcess[str]:
        environ = clean_environ() | {
            "HOME": str(self.home),
            "PATH": os.pathsep.join([str(self.installed.scripts), os.environ["PATH"]]),
        }
        return subprocess.run(
            command,
            cwd=cwd or self.folder,
            env=environ,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )


def set_up(folder: Path) -> Machine:
    """Build every wheel and install them all in an environment of their own.

    Args:
        folder: An empty folder for all of it.

    Raises:
        AssertionError: Something could not be built.
    """
    wheels = folder / "wheels"
    found = tuple(distributions())
    for problem in (build_assets(), *(build(dist, wheels) for dist in found)):
        if problem:
            raise AssertionError(problem)
    installed = install(folder, found, wheels)
    work, home = folder / "work", folder / "home"
    work.mkdir()
    home.mkdir()
    return Machine(installed, work, home, wheels)
