"""This checkout, what is in it, and what its commands hand to the processes they start.

Standard library alone: it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "ROOT",
    "BootstrapError",
    "Environment",
    "clean_environ",
    "digest",
    "distribution_folders",
    "say",
]

ROOT = Path(__file__).resolve().parent.parent


class BootstrapError(Exception):
    """What stopped the set-up, as a sentence, with the fix on a second line."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment made here.

    Attributes:
        folder: Where it is.
    """

    folder: Path

    @property
    def scripts(self) -> Path:
        """Where its executables are."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.scripts / ("python.exe" if os.name == "nt" else "python")


def say(text: str) -> None:
    """Print one line of progress to standard error."""
    print(f"qs: {text}", file=sys.stderr, flush=True)


def clean_environ() -> dict[str, str]:
    """Return this process's environment without what would leak another Python into a child."""
    leaks = {"PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "UV_PYTHON"}
    environ = {name: value for name, value in os.environ.items() if name not in leaks}
    home = environ.get("HOME") or environ.get("USERPROFILE")
    usable = home and Path(home).is_dir() and os.access(home, os.W_OK)
    if "UV_CACHE_DIR" not in environ and not usable:
        environ["UV_CACHE_DIR"] = str(ROOT / ".tools" / "uv-cache")
    return environ


def distribution_folders(root: Path = ROOT) -> list[Path]:
    """Return the folder of every distribution in the workspace, core first, then by name."""
    with (root / "pyproject.toml").open("rb") as file:
        members = tomllib.load(file)["tool"]["uv"]["workspace"]["members"]
    return [
        folder
        for pattern in members
        for folder in sorted(root.glob(pattern))
        if (folder / "pyproject.toml").is_file()
    ]


def digest(*parts: bytes) -> str:
    """Return one hash over ``parts``, each told apart from its neighbours."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()
