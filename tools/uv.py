"""uv: found on PATH, or installed into ``.tools/`` as it is pinned.

Standard library alone: it runs before anything is installed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.checkout import ROOT, BootstrapError, Environment, clean_environ, digest, say

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["find_uv", "run_uv"]

OLDEST_UV = (0, 9)


def find_uv(root: Path = ROOT) -> Path:
    """Return a usable uv: the one on PATH when it is new enough, else ours, installed when missing.

    Raises:
        BootstrapError: When it cannot be installed.
    """
    on_path = shutil.which("uv")
    if on_path and _uv_version(Path(on_path)) >= OLDEST_UV:
        return Path(on_path)
    pinned = root / "requirements" / "uv.txt"
    stamp = digest(pinned.read_bytes())
    folder = root / ".tools" / f"uv-{stamp[:12]}"
    for candidate in _uv_candidates(folder):
        if _uv_version(candidate) >= OLDEST_UV:
            return candidate
    say("installing uv into .tools/ (first run only)")
    reasons = []
    for install in (_uv_by_venv, _uv_by_target):
        shutil.rmtree(folder, ignore_errors=True)
        reasons.append(install(folder, pinned))
        for candidate in _uv_candidates(folder):
            if _uv_version(candidate) >= OLDEST_UV:
                return candidate
    shutil.rmtree(folder, ignore_errors=True)
    raise BootstrapError(_no_uv(reasons))


def _no_uv(reasons: Sequence[str]) -> str:
    """Return why uv could not be installed, and what to do about it."""
    if "No module named pip" in reasons[-1]:
        fix = "install pip (Debian: apt install python3-pip python3-venv) or uv, then run it again"
    else:
        fix = "check the connection to the package registry, or put uv on PATH, then run it again"
    return f"uv could not be installed: {reasons[-1]}\nfix: {fix}"


def _uv_candidates(folder: Path) -> list[Path]:
    """Return where a venv or ``pip --target`` leaves uv's executable."""
    return [folder / "bin" / "uv", folder / "Scripts" / "uv.exe", folder / "bin" / "uv.exe"]


def _uv_version(executable: Path) -> tuple[int, ...]:
    """Return the version that ``executable`` states, or an empty tuple when it does not run."""
    try:
        stated = subprocess.run(
            [str(executable), "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return ()
    found = re.match(r"uv (\d+)\.(\d+)\.(\d+)", stated)
    return tuple(int(part) for part in found.groups()) if found else ()


def _uv_by_venv(folder: Path, pinned: Path) -> str:
    """Install uv into a venv of its own; return the reason when that fails.

    Debian's Python may lack ensurepip, in which case making the venv fails.
    """
    reason = _run_quietly([sys.executable, "-m", "venv", str(folder)])
    return reason or _pip_install(Environment(folder).python, [], pinned)


def _uv_by_target(folder: Path, pinned: Path) -> str:
    """Install uv by ``pip --target``, which PEP 668 allows; return the reason when that fails."""
    return _pip_install(Path(sys.executable), ["--target", str(folder)], pinned)


def _pip_install(python: Path, where: list[str], pinned: Path) -> str:
    """Install ``pinned`` with the pip of ``python``; return the reason when that fails."""
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:"]
    required = ["--require-hashes", "-r", str(pinned)]
    return _run_quietly([str(python), "-m", "pip", "install", *quiet, *where, *required])


def _run_quietly(command: list[str]) -> str:
    """Run ``command``; return nothing on success, else the last line it wrote."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            env=clean_environ(),
            stdin=subprocess.DEVNULL,
        )
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return ""
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return lines[-1].strip() if lines else f"exit code {done.returncode}"


def run_uv(uv: Path, *arguments: str) -> None:
    """Run uv, letting it speak; raise a sentence when it fails."""
    command = [str(uv), *arguments]
    environ = clean_environ() | {"UV_NO_PROGRESS": "1"}
    done = subprocess.run(command, check=False, env=environ, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        verb = " ".join(arguments[:2])
        raise BootstrapError(
            f"uv could not finish `{verb}`; its own words are above\n"
            "fix: check the connection to the package registry and the free disk space, "
            "then run it again"
        )
