"""Check that a plugin's wheel holds what its source folder holds, no more and no less."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.conformance.subject import Subject

__all__ = ["build_wheel", "check_wheel", "compare_wheel"]


def check_wheel(subject: Subject) -> tuple[str, list[Problem]]:
    """Build the wheel and compare it with the packages its entry points lead to.

    Some build backends drop dotfiles, or whatever git ignores, without a word.
    """
    with tempfile.TemporaryDirectory(prefix="quickscale-check-") as folder:
        wheel = build_wheel(subject.folder, Path(folder))
        if isinstance(wheel, Problem):
            return "", [wheel]
        roots = {_package_folder(subject, module) for module in subject.entries.values()}
        return wheel.name, [
            problem for root in sorted(roots) for problem in compare_wheel(wheel, subject, root)
        ]


def build_wheel(source: Path, folder: Path) -> Path | Problem:
    """Build a distribution's wheel into a folder, by uv where there is one, else by pip."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is not None:
        command: list[str | Path] = [uv, "build", "--wheel", "--out-dir", folder, source]
        by_hand = f'uv build --wheel "{source}"'
    elif find_spec("pip") is not None:
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, source]
        by_hand = f'pip wheel --no-deps "{source}"'
    else:
        return Problem(
            what=f"the wheel of {source.name} cannot be built: neither uv nor pip is installed",
            fix="install one of them beside quickscale",
        )
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = next(folder.glob("*.whl"), None)
    if done.returncode or found is None:
        lines = (done.stderr or done.stdout).strip().splitlines()[-8:]
        return Problem(
            what=f"the wheel of {source.name} cannot be built",
            where=tuple(lines),
            fix=f"see all it says: {by_hand}",
        )
    return found


def compare_wheel(wheel: Path, subject: Subject, root: Path) -> Iterator[Problem]:
    """Yield a problem for each file that is missing, too many or changed.

    Args:
        wheel: The wheel.
        subject: Whose it is.
        root: A package's folder in the source.
    """
    prefix = root.relative_to(subject.source).as_posix() + "/"
    with zipfile.ZipFile(wheel) as archive:
        inside = {it: archive.read(it) for it in archive.namelist() if _is_file_below(it, prefix)}
    wanted = {
        path.relative_to(subject.source).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    fix = "let the build backend include it; uv_build keeps every file of the package"
    for path in sorted(wanted.keys() - inside.keys()):
        yield Problem(what=f"{wheel.name} lacks {path}", fix=fix)
    for path in sorted(inside.keys() - wanted.keys()):
        yield Problem(
            what=f"{wheel.name} holds {path}, which is no source file", fix="leave it out"
        )
    for path in sorted(inside.keys() & wanted.keys()):
        if inside[path] != wanted[path]:
            yield Problem(
                what=f"{path} in {wheel.name} differs from its source", fix="package it unchanged"
            )


def _package_folder(subject: Subject, module: str) -> Path:
    return subject.source.joinpath(*module.removesuffix(".plugin").split("."))


def _is_file_below(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and not path.endswith("/")
