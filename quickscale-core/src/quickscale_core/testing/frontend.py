"""Checks and builds a project's ``frontend/`` with Node, the same files once."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core.testing.projects.environment import one_at_a_time
from quickscale_core.testing.projects.processes import run

if TYPE_CHECKING:
    from quickscale_core.testing.projects.project import Project

__all__ = [
    "NODE_MODULES",
    "build_frontend",
    "check_frontend",
    "has_frontend",
    "npm_on",
]


NODE_MODULES: Final = "QUICKSCALE_NODE_MODULES"
"""The variable that names a folder in which installed packages are kept, by their lock's hash."""

CHECKS: Final = ("types", "lint", "test")
"""The scripts of ``package.json`` that check; ``build`` comes after them."""


def has_frontend(project: Project) -> bool:
    """Return whether a project has an app that Node builds."""
    return (project.path / "frontend" / "package.json").is_file()


def npm_on(path: str) -> Path:
    """Return the npm that is found on a ``PATH``."""
    return Path(shutil.which("npm", path=path) or "npm")


def check_frontend(project: Project, scratch: Path, npm: Path) -> None:
    """Check a project's app, unless one of the same files passed.

    Args:
        project: A project with a ``frontend/``.
        scratch: A folder for what is kept between projects.
        npm: The program, with its Node beside it.

    Raises:
        CommandFailed: A check failed.
    """
    passed = scratch / f"frontend-{_state(project)}-passed"
    with one_at_a_time(scratch / "frontend.lock"):
        if passed.exists():
            return
        _install(project, scratch, npm)
        for script in CHECKS:
            _run(npm, project.path / "frontend", "run", "--silent", script)
        passed.touch()


def build_frontend(project: Project, scratch: Path, npm: Path) -> None:
    """Build a project's app into its ``static/app/``, or copy what the same files gave.

    Args:
        project: A project with a ``frontend/``.
        scratch: A folder for what is kept between projects.
        npm: The program, with its Node beside it.

    Raises:
        CommandFailed: It does not build.
    """
    built, place = scratch / f"frontend-{_state(project)}-built", project.path / "static" / "app"
    with one_at_a_time(scratch / "frontend.lock"):
        if not built.is_dir():
            _install(project, scratch, npm)
            _run(npm, project.path / "frontend", "run", "--silent", "build")
            shutil.copytree(place, built)
    if not place.is_dir():
        shutil.copytree(built, place)


def _run(npm: Path, folder: Path, *arguments: str) -> None:
    """Run npm with the Node beside it."""
    path = os.pathsep.join([str(npm.parent), os.environ.get("PATH", "")])
    run([npm, *arguments], cwd=folder, env={"PATH": path}).check()


def _install(project: Project, scratch: Path, npm: Path) -> None:
    """Put the packages of a project's lock where Node looks for them."""
    frontend = project.path / "frontend"
    modules = frontend / "node_modules"
    if modules.exists():
        return
    names = ("package.json", "package-lock.json")
    lock = hashlib.sha256(b"".join((frontend / it).read_bytes() for it in names)).hexdigest()[:16]
    kept = Path(os.environ.get(NODE_MODULES) or scratch) / f"node-{lock}"
    kept.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(kept / ".lock"):
        if not (kept / "installed").exists():
            for name in names:
                shutil.copyfile(frontend / name, kept / name)
            quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            _run(npm, kept, "ci", *quiet)
            (kept / "installed").touch()
    modules.symlink_to(kept / "node_modules", target_is_directory=True)


def _state(project: Project) -> str:
    """Return a hash over the files of a project's app."""
    total = hashlib.sha256()
    for path in sorted(project.composed.tree):
        if path.startswith("frontend/"):
            total.update(f"{path}\0".encode() + (project.path / path).read_bytes())
    return total.hexdigest()[:16]
