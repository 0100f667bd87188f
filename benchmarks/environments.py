"""The environments the contenders run in; ours stand under the git-ignored ``.tools/bench/``.

QuickScale is installed from wheels of the workspace, as a user installs it; an editable
installation starts slower. Bytecode is compiled at installation, as pip does it.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.measuring import MeasuringError
from benchmarks.synthetic import command_plugin, template_plugin
from benchmarks.wheels import write_wheel
from tools.build_dists import build
from tools.checkout import ROOT, Environment, clean_environ
from tools.distributions import distributions
from tools.environments import peers_env
from tools.uv import find_uv

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CHANGED", "COUNTS", "UPDATED", "Workshop", "build_workshop"]

COUNTS = (1000, 5000)
"""How many templates the synthetic template plugins contribute."""

UPDATED = f"many{COUNTS[0]}"
"""The template plugin there is a next version of."""

CHANGED = range(0, COUNTS[0], 100)
"""Numbers of the templates that version changes."""

_CROWDS = (10, 100)  # plugins installed beside core


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """Everything that is measured, installed.

    Attributes:
        folder: Where all of it is.
        scratch: Where the measured processes work, in memory where the system has such a folder.
            On a disk, what a file costs depends on what was deleted seconds before: ext4 searches
            past every inode freed lately, and a thousand new files cost up to a second.
        peers: The environment of the other generators.
        plain: QuickScale with the workspace's plugins and the template plugins.
        crowds: QuickScale by the number of plugins installed beside it.
        later: QuickScale with the next version of the template plugin.
    """

    folder: Path
    scratch: Path
    peers: Environment
    plain: Environment
    crowds: dict[int, Environment]
    later: Environment

    @property
    def made(self) -> Path:
        """Where the peers' templates are put."""
        return self.folder / "made"

    def environ(self, *, cold: bool = False) -> dict[str, str]:
        """Return all that measured processes get to see of the environment.

        Args:
            cold: Whether they get the cache folder that :meth:`forget` empties.
        """
        return {
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "PATH": os.environ.get("PATH", os.defpath),
            "TMPDIR": str(self.scratch),
            "XDG_CACHE_HOME": str(self.folder / ("cold" if cold else "cache")),
        }

    def forget(self) -> None:
        """Empty the cold cache folder, so that the next run finds nothing from earlier ones."""
        shutil.rmtree(self.folder / "cold", ignore_errors=True)

    def versions(self) -> dict[str, str]:
        """Return the versions of what is compared."""
        listed = _uv_output("pip", "freeze", "--python", str(self.peers.python))
        pins = dict(line.split("==", 1) for line in listed.splitlines() if "==" in line)
        return {
            "Python": platform.python_version(),
            "cookiecutter": pins["cookiecutter"],
            "copier": pins["copier"],
        }


@contextmanager
def build_workshop() -> Iterator[Workshop]:
    """Install everything that is measured.

    Raises:
        subprocess.CalledProcessError: uv could not install something; it has said why.
    """
    folder = ROOT / ".tools" / "bench"
    for name in ("cache", "home", "made", "wheels"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    wheels = folder / "wheels"
    ours = _build_ours(wheels / "ours")
    templates = [write_wheel(wheels, f"many{n}", template_plugin(f"many{n}", n)) for n in COUNTS]
    crowd = [
        write_wheel(wheels, f"crowd{n:03}", command_plugin(f"crowd{n:03}"))
        for n in range(max(_CROWDS))
    ]
    plugins = len(ours) - 1  # all but core
    following = write_wheel(
        wheels, UPDATED, template_plugin(UPDATED, COUNTS[0], CHANGED), version="1.1.0"
    )
    plain = _installed(folder / "plain", [*ours, *templates])
    crowds = {
        size: _installed(folder / f"crowd-{size}", [*ours, *crowd[: size - plugins]])
        for size in _CROWDS
    }
    later = _installed(folder / "later", [*ours, following])
    memory = "/dev/shm"  # noqa: S108 - a folder of its own is made in it
    with TemporaryDirectory(
        prefix="quickscale-bench-", dir=memory if os.access(memory, os.W_OK) else None
    ) as scratch:
        yield Workshop(
            folder=folder,
            scratch=Path(scratch),
            peers=peers_env(),
            plain=plain,
            crowds=crowds,
            later=later,
        )


def _build_ours(folder: Path) -> list[Path]:
    """Build a wheel of every distribution of the workspace."""
    for distribution in distributions():
        if problem := build(distribution, folder):
            raise MeasuringError(f"{distribution.name} does not build\n{problem}")
    return sorted(folder.glob("*.whl"))


def _installed(folder: Path, wheels: list[Path]) -> Environment:
    """Make an environment of some wheels and what they require, as the workspace has it pinned."""
    made = Environment(folder)
    _make(made)
    pins = ROOT / "requirements" / "dev.txt"
    _install(made, "--constraints", str(pins), *(str(wheel) for wheel in wheels))
    return made


def _make(environment: Environment) -> None:
    _uv("venv", "--quiet", "--clear", "--python", sys.executable, str(environment.folder))


def _install(environment: Environment, *what: str) -> None:
    target = ("--python", str(environment.python))
    _uv("pip", "install", "--quiet", "--compile-bytecode", *target, *what)


def _uv(*arguments: str) -> None:
    subprocess.run([str(find_uv()), *arguments], check=True, env=clean_environ())


def _uv_output(*arguments: str) -> str:
    command = [str(find_uv()), *arguments]
    return subprocess.run(
        command, check=True, env=clean_environ(), capture_output=True, text=True
    ).stdout
