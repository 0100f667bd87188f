"""Build the sdist of every distribution, and its wheel from that sdist, into ``dist/``."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.assets import build_assets
from tools.checkout import ROOT, clean_environ
from tools.distributions import Distribution, distributions
from tools.uv import find_uv

__all__ = ["build", "main"]

_LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*_cache", "node_modules", "*.egg-info")


def build(dist: Distribution, folder: Path) -> str:
    """Build ``dist`` into ``folder``.

    Links to a library's package are followed, which the build backend does not do: what is built is
    a copy of the distribution's folder.

    Returns:
        Nothing on success, else the build's own words.
    """
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / dist.folder.name
        shutil.copytree(dist.folder, copy, ignore=_LEFT_OUT)
        done = subprocess.run(
            [str(find_uv()), "build", "--quiet", "--out-dir", str(folder), str(copy)],
            env=clean_environ(),
            capture_output=True,
            text=True,
            check=False,
        )
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()


def main() -> int:
    """Build the themes' assets, then everything; return 1 on the first failure."""
    problem = build_assets()
    if problem:
        print(f"error: {problem}")
        return 1
    folder = ROOT / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    for dist in distributions():
        problem = build(dist, folder)
        if problem:
            print(f"error: {dist.name} does not build\n{problem}")
            return 1
        print(f"built {dist.name} {dist.version}")
    # uv leaves one so that git ignores the folder; nobody wants to publish it.
    (folder / ".gitignore").unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
