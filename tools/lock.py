"""Refresh ``requirements/*.txt``: hash-pinned, for every platform and Python, naming no index.

``./qs lock`` keeps what is pinned and adds what is new; ``./qs lock -- --upgrade`` takes the newest
of everything; ``./qs lock -- --upgrade-package ruff`` of one.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib

from tools.checkout import ROOT, clean_environ, distribution_folders
from tools.environments import workspace
from tools.uv import find_uv

__all__ = ["main", "workspace_requirements"]

OLDEST_PYTHON = "3.11"


def workspace_requirements() -> list[str]:
    """Return what the workspace's distributions require of others, every extra included."""
    projects = [
        tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        for folder in distribution_folders()
    ]
    ours = {project["name"] for project in projects}
    wanted: set[str] = set()
    for project in projects:
        wanted.update(project.get("dependencies", []))
        for extra in project.get("optional-dependencies", {}).values():
            wanted.update(extra)
    return sorted(line for line in wanted if _name(line) not in ours)


def _name(requirement: str) -> str:
    """Return the distribution's name at the head of ``requirement``."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - only in the workspace's venv

    return Requirement(requirement).name


def main(arguments: list[str]) -> int:
    """Write the locks.

    Args:
        arguments: Passed on to ``uv pip compile``.
    """
    folder = ROOT / "requirements"
    extra = {"dev": workspace_requirements()}
    for name in ("uv", "dev", "project", "node", "peers", "fuzz"):
        lines = (folder / f"{name}.in").read_text(encoding="utf-8").splitlines()
        command = [
            str(find_uv()),
            *("pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-annotate"),
            *("--python-version", OLDEST_PYTHON, "--custom-compile-command", "./qs lock"),
            *("--output-file", str(folder / f"{name}.txt"), *arguments, "-"),
        ]
        asked = "\n".join([*lines, *extra.get(name, [])])
        done = subprocess.run(
            command, input=asked, text=True, check=False, env=clean_environ(), cwd=ROOT
        )
        if done.returncode != 0:
            return done.returncode
    # in an environment that the new locks may have changed
    python = workspace().python
    return subprocess.run([str(python), "-m", "tools.tested"], check=False, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
