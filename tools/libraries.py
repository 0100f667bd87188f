"""The libraries of the repository, whose packages plugins put into projects.

Each folder of ``libraries/`` is a Django app that stands by itself, with tests that are no part of
what a project gets. They run here, with what generated projects run with.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tools.checkout import ROOT, clean_environ
from tools.environments import project_env

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["libraries", "linked_packages", "run_in_library"]


def libraries(root: Path = ROOT) -> list[Path]:
    """Return the folder of each library."""
    return sorted(path.parent for path in (root / "libraries").glob("*/pyproject.toml"))


def linked_packages(package: Path) -> list[Path]:
    """Return the links in a plugin's package that lead to a library's."""
    return sorted(path for path in package.glob("files*") if path.is_symlink())


def run_in_library(
    library: Path, *arguments: str, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run a Python module in a library's folder; return what came of it.

    Args:
        library: Its folder.
        arguments: The module and its arguments: ``"pytest", "--cov"``.
        environ: Variables to set.
    """
    command = [str(project_env().python), "-m", *arguments]
    return subprocess.run(
        command,
        cwd=library,
        env=clean_environ() | environ,
        capture_output=True,
        text=True,
        check=False,
    )
