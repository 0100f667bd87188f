"""The Python that runs generated projects.

A generated project depends on nothing of QuickScale, so its code does not run in the environment
of the tests but in one that holds its own requirements. Whoever has such an environment names its
interpreter in ``QUICKSCALE_PROJECT_PYTHON``; otherwise one is made for each set of requirements
and kept in pytest's cache folder, so that only the first run pays for it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.testing.projects.processes import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["PROJECT_PYTHON", "ProjectPython", "one_at_a_time", "project_python"]

PROJECT_PYTHON = "QUICKSCALE_PROJECT_PYTHON"
"""The variable that names an interpreter whose environment holds what projects require."""


@dataclass(frozen=True, slots=True)
class ProjectPython:
    """An interpreter with the requirements of generated projects.

    Attributes:
        executable: The interpreter, absolute and not resolved: a virtual environment's link.
    """

    executable: Path

    @property
    def scripts(self) -> Path:
        """The folder of its executables."""
        return self.executable.parent


def project_python(requirements: Sequence[str], cache: Path) -> ProjectPython:
    """Return an interpreter that has what a project requires.

    Args:
        requirements: PEP 508 requirements.
        cache: A folder in which environments are made and kept.

    Raises:
        CommandFailed: The environment could not be made.
        RuntimeError: ``QUICKSCALE_PROJECT_PYTHON`` names no file.
    """
    if named := os.environ.get(PROJECT_PYTHON):
        executable = Path(named).absolute()
        if not executable.is_file():
            raise RuntimeError(
                f"{PROJECT_PYTHON} names {named}, which is not a file; name an interpreter, or"
                " unset it to have an environment made"
            )
        return ProjectPython(executable)
    wanted = sorted({requirement.strip() for requirement in requirements})
    key = sha256("\n".join([sys.executable, sys.version, *wanted]).encode()).hexdigest()
    folder = cache / key[:16]
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    complete = folder / "complete"
    cache.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(cache / f"{key[:16]}.lock"):
        if not complete.is_file():
            _make(folder, python, wanted)
            complete.touch()
    return ProjectPython(python.absolute())


def _make(folder: Path, python: Path, requirements: Sequence[str]) -> None:
    """Make a virtual environment, with uv where there is one."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = folder.with_suffix(".txt")
    listed.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    here = folder.parent
    if uv := shutil.which("uv"):
        run([uv, "venv", "--quiet", "--python", sys.executable, folder], cwd=here).check()
        run([uv, "pip", "install", "--quiet", "--python", python, "-r", listed], cwd=here).check()
    else:
        run([sys.executable, "-m", "venv", folder], cwd=here).check()
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run([python, *pip, "-r", listed], cwd=here).check()


@contextlib.contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Let one process at a time enter the block, where the system has file locks (not Windows).

    Args:
        lock: The file to lock; its folder exists.
    """
    with lock.open("w") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
