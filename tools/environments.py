"""The environments that commands run in, each made as its lock says and again when that changes.

``.venv/`` holds the locked tools and the workspace's distributions, installed editable; those below
``.tools/`` hold what else is run, first what generated projects need. All are git-ignored.

Standard library alone: it runs before anything is installed.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from tools.checkout import ROOT, Environment, digest, distribution_folders, say
from tools.uv import find_uv, run_uv

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["fuzz_env", "node_env", "peers_env", "project_env", "workspace"]

STAMP = "qs-stamp"


def workspace(root: Path = ROOT) -> Environment:
    """Return the environment of the tools, with every distribution of the workspace editable.

    It is rebuilt when Python, the lock or a distribution's metadata changed since it was made.

    Raises:
        BootstrapError: When it cannot be made.
    """
    folders = distribution_folders(root)
    return _environment(root / ".venv", root / "requirements" / "dev.txt", folders)


def project_env(root: Path = ROOT) -> Environment:
    """Return the environment in which generated projects run: their locked superset, nothing of us.

    Raises:
        BootstrapError: When it cannot be made.
    """
    return _environment(root / ".tools" / "project", root / "requirements" / "project.txt", [])


def node_env(root: Path = ROOT) -> Environment:
    """Return the environment that holds Node and npm as the package registry for Python has them.

    Raises:
        BootstrapError: When it cannot be made.
    """
    return _environment(root / ".tools" / "node", root / "requirements" / "node.txt", [])


def fuzz_env(root: Path = ROOT) -> Environment:
    """Return the environment of what calls an API with whatever its schema allows.

    Raises:
        BootstrapError: When it cannot be made.
    """
    return _environment(root / ".tools" / "fuzz", root / "requirements" / "fuzz.txt", [])


def peers_env(root: Path = ROOT) -> Environment:
    """Return the environment of the generators that ours is compared with.

    Raises:
        BootstrapError: When it cannot be made.
    """
    return _environment(root / ".tools" / "peers", root / "requirements" / "peers.txt", [])


def _environment(folder: Path, lock: Path, editable: list[Path]) -> Environment:
    """Make ``folder`` hold exactly ``lock`` and the ``editable`` distributions."""
    made = Environment(folder)
    version = "{}.{}.{}".format(*sys.version_info[:3])
    metadata = [(path / "pyproject.toml").read_bytes() for path in editable]
    names = [str(path).encode() for path in editable]
    wanted = digest(version.encode(), lock.read_bytes(), *names, *metadata)
    stamp = folder / STAMP
    if stamp.is_file() and stamp.read_text() == wanted and made.python.exists():
        return made
    uv = find_uv(lock.parent.parent)
    size = len(re.findall(r"(?m)^[a-zA-Z0-9].*==", lock.read_text()))
    what = f"up to {size} locked packages" + (
        f" and {len(editable)} distributions of this workspace" if editable else ""
    )
    say(f"installing {what} into {folder.relative_to(lock.parent.parent)}/")
    if not _same_python(made, version):
        run_uv(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
    stamp.unlink(missing_ok=True)
    target = ["--quiet", "--python", str(made.python)]
    run_uv(uv, "pip", "sync", *target, "--require-hashes", str(lock))
    if editable:
        paths = [flag for path in editable for flag in ("--editable", str(path))]
        run_uv(uv, "pip", "install", *target, "--no-deps", *paths)
    stamp.write_text(wanted)
    return made


def _same_python(made: Environment, version: str) -> bool:
    """Tell whether ``made`` is an environment of this very Python."""
    try:
        config = (made.folder / "pyvenv.cfg").read_text()
    except OSError:
        return False
    return made.python.exists() and f"version_info = {version}" in config
