"""Find Node and npm: on PATH, else as PyPI packages them, in git-ignored ``.tools/node``."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from tools.checkout import ROOT, BootstrapError, clean_environ
from tools.environments import node_env

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["install_packages", "node_path"]


def node_path() -> str | None:
    """Return a PATH on which ``node`` and ``npm`` are found, or None when neither can be had."""
    path = os.environ.get("PATH", "")
    if shutil.which("npm", path=path) and shutil.which("node", path=path):
        return path
    try:
        return os.pathsep.join([str(node_env(ROOT).scripts), path])
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
    npm = shutil.which("npm", path=path) or "npm"
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        env=clean_environ() | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()[-500:]
