"""Find Node and npm: on PATH, else as PyPI packages them, in git-ignored ``.tools/node``."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from tools.checkout import ROOT, BootstrapError, clean_environ
from tools.environments import node_env

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["install_packages", "lock_packages", "node_path", "run_script"]

OLDEST = (22, 22, 2)
"""What projects with a frontend of their own ask for in ``package.json``."""


def node_path() -> str | None:
    """Return a PATH on which a recent ``node`` and its ``npm`` are found, or None without any."""
    path = os.environ.get("PATH", "")
    if shutil.which("npm", path=path) and _version(shutil.which("node", path=path)) >= OLDEST:
        return path
    try:
        return os.pathsep.join([str(node_env(ROOT).scripts), path])
    except BootstrapError:
        return None


def _version(node: str | None) -> tuple[int, ...]:
    """Return a Node's version, or nothing where there is none that says it."""
    if node is None:
        return ()
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(it) for it in re.findall(r"\d+", said))


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
