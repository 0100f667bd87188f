"""The Python environment of a project on this machine, and the variables it reads."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.reading import read_inside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["find_environment", "in_environment", "variable"]

_BIN: Final = "Scripts" if sys.platform == "win32" else "bin"
_LINE: Final = re.compile(r"\s*(?:export\s+)?([A-Z_][A-Z0-9_]*)\s*=\s*(.*?)\s*")


def in_environment(folder: Path, argv: Sequence[str]) -> tuple[str, ...]:
    """Return a command as it is run in the project's environment.

    Args:
        folder: The project's folder.
        argv: The program, one that the environment has, and its arguments.

    Raises:
        QuickScaleError: The project is not installed.
    """
    found = find_environment(folder)
    if found is None:
        raise QuickScaleError(
            Problem(
                what=f"{folder.name} is not installed here: it has no .venv, and there is no uv",
                fix="python3 -m venv .venv && .venv/bin/pip install -r requirements-dev.txt",
            )
        )
    if found[-1:] == ("run",):
        return (*found, *argv)
    return (os.path.join(*found, argv[0]), *argv[1:])  # noqa: PTH118 - relative, as one types it


def find_environment(folder: Path) -> tuple[str, ...] | None:
    """Return what stands before a program of the environment, or ``None`` where there is none.

    That is ``uv run`` where uv keeps the environment, ``poetry run`` where Poetry does, and else
    the folder of programs in ``.venv``.
    """
    uv = ("uv", "run") if shutil.which("uv") else None
    if uv and (folder / "uv.lock").is_file():
        return uv
    if (folder / ".venv" / _BIN).is_dir():
        return (".venv", _BIN)
    if (folder / "poetry.lock").is_file() and shutil.which("poetry"):
        return ("poetry", "run")
    return uv


def variable(folder: Path, name: str) -> str:
    """Return a variable as the project sees it: of the environment, else of ``.env``.

    Args:
        folder: The project's folder.
        name: The variable's name.
    """
    if name in os.environ:
        return os.environ[name]
    try:
        text = read_inside(str(folder), ".env").decode("utf-8", "replace")
    except OSError:
        return ""
    found = ""
    for line in text.splitlines():
        if (match := _LINE.fullmatch(line)) and match[1] == name:
            found = match[2].strip("\"'")
    return found
