"""From a machine with only Python to a working environment, with the standard library alone.

``./qs`` calls :func:`main`. ``noxfile.py`` calls :func:`workspace` and :func:`project_env`, so that
``nox -s test`` typed by hand ends in the same place as ``./qs test``.

Everything made here is git-ignored: ``.tools/`` holds uv and the environment of generated projects,
``.venv/`` the locked tools and the workspace's distributions, installed editable.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "COMMANDS",
    "ROOT",
    "BootstrapError",
    "Environment",
    "clean_environ",
    "distribution_folders",
    "find_uv",
    "main",
    "node_env",
    "peers_env",
    "project_env",
    "workspace",
]

ROOT = Path(__file__).resolve().parent.parent
OLDEST_UV = (0, 9)
STAMP = "qs-stamp"

COMMANDS = {
    "demo": "make a demo project, serve it, print its address and login (--check: prove it works)",
    "test": "run every test; ./qs test -- ARGS passes ARGS to pytest",
    "lint": "check style, formatting and the repository's own rules",
    "types": "check types, strictly, in the workspace and in a composed project",
    "docs": "build the documentation; a broken link fails",
    "bench": "measure against other generators and print the ratios",
    "build": "build every wheel and sdist, check their contents, install them in all combinations",
    "sweep": "run the slow tests too: every combination in full",
    "apps": "check a plugin's Django app in the smallest project that holds it (./qs apps auth)",
    "lock": "refresh the locked requirements",
    "golden": "keep a project of this version, for later versions to update",
}


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


# --- uv -----------------------------------------------------------------------------------------


def find_uv(root: Path = ROOT) -> Path:
    """Return a usable uv: the one on PATH when it is new enough, else ours, installed when missing.

    Raises:
        BootstrapError: When it cannot be installed.
    """
    on_path = shutil.which("uv")
    if on_path and _uv_version(Path(on_path)) >= OLDEST_UV:
        return Path(on_path)
    pinned = root / "requirements" / "uv.txt"
    stamp = _digest(pinned.read_bytes())
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


# --- environments -------------------------------------------------------------------------------


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
    wanted = _digest(version.encode(), lock.read_bytes(), *names, *metadata)
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
        _uv(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
    stamp.unlink(missing_ok=True)
    target = ["--quiet", "--python", str(made.python)]
    _uv(uv, "pip", "sync", *target, "--require-hashes", str(lock))
    if editable:
        paths = [flag for path in editable for flag in ("--editable", str(path))]
        _uv(uv, "pip", "install", *target, "--no-deps", *paths)
    stamp.write_text(wanted)
    return made


def _same_python(made: Environment, version: str) -> bool:
    """Tell whether ``made`` is an environment of this very Python."""
    try:
        config = (made.folder / "pyvenv.cfg").read_text()
    except OSError:
        return False
    return made.python.exists() and f"version_info = {version}" in config


def _uv(uv: Path, *arguments: str) -> None:
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


def _digest(*parts: bytes) -> str:
    """Return one hash over ``parts``, each told apart from its neighbours."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


# --- the command line ---------------------------------------------------------------------------


def help_text() -> str:
    """Return what ``./qs --help`` prints."""
    width = max(len(name) for name in COMMANDS)
    lines = [f"  {name:{width}}  {what}" for name, what in COMMANDS.items()]
    return "\n".join(
        [
            "usage: ./qs COMMAND [-- ARGS]",
            "",
            "Sets up the workspace on the first run, then runs one of:",
            "",
            *lines,
            "",
            "The first run installs uv into .tools/ (unless it is on PATH) and the locked tools",
            "into .venv/; both are git-ignored, and deleting them is a clean start.",
            "./qs COMMAND is the same as nox -s COMMAND.",
        ]
    )


def main(arguments: list[str]) -> int:
    """Run ``./qs``.

    Args:
        arguments: The command line after the program's name.

    Returns:
        The exit code: nox's own, 1 when the set-up failed, 2 for a command that does not exist.
    """
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(help_text())
        return 0
    command, rest = arguments[0], arguments[1:]
    if command not in COMMANDS:
        near = difflib.get_close_matches(command, COMMANDS, n=1, cutoff=0.5)
        hint = f"did you mean ./qs {near[0]}?" if near else "./qs --help lists the commands"
        print(f"error: qs has no command {command!r}; {hint}", file=sys.stderr)
        return 2
    try:
        tools = workspace()
    except BootstrapError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if rest[:1] == ["--"]:
        rest = rest[1:]
    noxfile = ["--noxfile", str(ROOT / "noxfile.py")]
    nox = [str(tools.python), "-m", "nox", *noxfile, "--session", command, "--", *rest]
    try:
        return subprocess.run(nox, check=False, env=clean_environ()).returncode
    except KeyboardInterrupt:
        return 130
