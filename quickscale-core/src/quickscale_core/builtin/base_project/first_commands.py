"""What an owner types to install a project and to run Python in it, with uv or without."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["install_commands", "python"]


def python() -> str:
    """Return what runs Python in a project, as its owner would type it."""
    return "uv run" if shutil.which("uv") else ".venv/bin/python"


def install_commands(folder: Path) -> tuple[str, ...]:
    """Return the commands that install what a project needs, one by one.

    Args:
        folder: The project's folder; where it has no environment, one is made first.
    """
    if shutil.which("uv"):
        return ("uv sync",)
    install = ".venv/bin/pip install -r requirements-dev.txt"
    if (folder / ".venv").exists():
        return (install,)
    return ("python3 -m venv .venv", install)
