"""Find Node and npm: on PATH, else as PyPI packages them, in git-ignored ``.tools/node``."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from quickscale_core.paths.node_programs import OLDEST_NODE, path_with_node

from tools.checkout import ROOT, BootstrapError, clean_environ
from tools.environments import node_env

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["install_packages", "lock_packages", "node_path", "run_script"]


def node_path() -> str | None:
    """Return a PATH on which a recent ``node`` and its ``npm`` are found, or None without any."""
    if found := path_with_node(OLDEST_NODE):
        return found
    try:
        return os.pathsep.join([str(node_env(ROOT).scripts), os.environ.get("PATH", "")])
    except BootstrapError:
        return None


def install_packages(folder: Path, path: str) -> str:
    """Install exactly what ``folder``'s package-lock.json names; scripts of packages do not run.

    Args:
        folder: Where package.json and package-lock.json are.
        path: A PATH from :func:`node_path`.

    Returns:
        Nothing on success, else npm's last words.
    """
    marker = folder / "node_modules" / ".package-lock.json"
    lock = folder / "package-lock.json"
    if marker.is_file() and marker.stat().st_mtime >= lock.stat().st_mtime:
        return ""
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    return _npm(folder, path, "ci", *quiet)


def lock_packages(folder: Path, path: str, *packages: str) -> str:
    """Write ``folder``'s package-lock.json for what its package.json asks for; install nothing.

    Args:
        folder: Where package.json is.
        path: A PATH from :func:`node_path`.
        packages: What is put into both files, at exactly that version: ``zod@4.6.7``.

    Returns:
        Nothing on success, else npm's last words.
    """
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    return _npm(folder, path, "install", "--package-lock-only", "--save-exact", *quiet, *packages)


def run_script(folder: Path, name: str, path: str) -> str:
    """Run a script of ``folder``'s package.json; return nothing on success, else its last words."""
    return _npm(folder, path, "run", "--silent", name)


def _npm(folder: Path, path: str, *arguments: str) -> str:
    npm = shutil.which("npm", path=path) or "npm"
    done = subprocess.run(
        [npm, *arguments],
        cwd=folder,
        env=clean_environ() | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()[-500:]
