"""``quickscale up`` without a container engine: the project's processes on this machine."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from quickscale_core.cli.running.compose_file import read_services
from quickscale_core.cli.running.own_environment import in_environment, variable
from quickscale_core.cli.running.ports import LOOPBACK, check_port
from quickscale_core.cli.running.readiness import address_of, wait_until_ready
from quickscale_core.cli.running.running_project import log_file, recorded, running_here
from quickscale_core.errors import EXIT_OK, Problem, QuickScaleError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

    from quickscale_core.cli.running.commands import Shell

__all__ = ["run_processes", "start_in_background"]

_TAIL = 20  # lines of the output that are shown of what did not start


def run_processes(shell: Shell, port: int) -> int:
    """Migrate, then serve the project and run its processes until one ends or Ctrl-C.

    Args:
        shell: Shows and runs commands in the project's folder.
        port: Where to serve it.

    Returns:
        The exit code.
    """
    folder = shell.folder
    migrate = in_environment(folder, ("python", "manage.py", "migrate", "--no-input"))
    processes = _processes(shell, port)
    if "vite" in processes:
        shell = replace(shell, variables={**shell.variables, "VITE_DEV": "true"})
    if shell.only_print:
        for argv in (migrate, *processes.values()):
            shell.show(argv)
        return EXIT_OK
    if running := running_here(folder):
        shell.printer.result(f"{folder.name} runs already: {address_of(running.port)}")
        return EXIT_OK
    check_port(port)
    _migrate(shell, migrate)
    for argv in processes.values():
        shell.show(argv)
    return _supervise(shell, port, processes)


def start_in_background(shell: Shell, port: int) -> int:
    """Start ``quickscale up`` in the background and wait until the site is ready.

    Args:
        shell: Shows commands in the project's folder.
        port: Where to serve it.

    Returns:
        The exit code.

    Raises:
        QuickScaleError: It ended before it was ready; told is the end of its output.
    """
    folder, printer = shell.folder, shell.printer
    if shell.only_print:
        return run_processes(shell, port)
    if running := running_here(folder):
        printer.result(f"{folder.name} runs already: {address_of(running.port)}")
        return EXIT_OK
    check_port(port)
    log = log_file(folder)
    if log is None or os.name != "posix":
        what = "the project cannot run in the background here"
        raise QuickScaleError(Problem(what=what, fix="run it in a terminal: quickscale up"))
    log.parent.mkdir(parents=True, exist_ok=True)
    up = (sys.executable, "-m", "quickscale_core", "up", "--no-containers", "--port", str(port))
    with _private(log) as output:
        process = subprocess.Popen(
            up,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    with printer.slow(f"waiting until {folder.name} is ready"):
        ready = wait_until_ready(port, go_on=lambda: process.poll() is None)
    if not ready:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        raise QuickScaleError(
            Problem(
                what=f"{folder.name} did not start",
                where=tuple(lines[-_TAIL:]),
                fix="see what is wrong with it: quickscale up --no-containers",
            ),
            exit_code=process.returncode if process.returncode > 0 else 1,
        )
    process.returncode = EXIT_OK  # it lives on, and Python warns of processes nobody waits for
    printer.result(f"{folder.name} is ready: {address_of(port)}")
    printer.note("  quickscale logs -f shows what it prints, quickscale down stops it")
    return EXIT_OK


def _private(log: Path) -> IO[str]:
    """Open a file for its owner alone: e-mails with links that sign people in are printed there."""
    log.touch(mode=0o600)
    log.chmod(0o600)
    return log.open("w", encoding="utf-8")


def _processes(shell: Shell, port: int) -> dict[str, tuple[str, ...]]:
    """Return the commands of what runs side by side, by name."""
    folder = shell.folder
    serve = ("python", "manage.py", "runserver", f"{LOOPBACK}:{port}")
    processes = {"web": in_environment(folder, serve)}
    if (folder / "frontend" / "package.json").is_file():
        processes |= _vite(shell)
    left = []
    for name, argv in read_services(folder).processes.items():
        if argv[0] == "celery" and not variable(folder, "REDIS_URL"):
            left.append(name)
        elif name not in processes:
            processes[name] = in_environment(folder, argv)
    if left:
        shell.printer.note(
            f"without REDIS_URL, {' and '.join(left)} are not started: tasks run at once, where"
            " they are asked for"
        )
    return processes


def _vite(shell: Shell) -> dict[str, tuple[str, ...]]:
    """Return the command of the app's own server, or none where the app is built and cannot change.

    Raises:
        QuickScaleError: It is neither built nor can it be.
    """
    folder = shell.folder
    if shutil.which("npm") and (folder / "frontend" / "node_modules").is_dir():
        return {"vite": ("npm", "--prefix", "frontend", "run", "dev")}
    install = "install Node (https://nodejs.org), then: npm --prefix frontend ci"
    if (folder / "static" / "app" / "manifest.json").is_file():
        shell.printer.note(f"frontend/ is served as it was built; to change it, {install}")
        return {}
    raise QuickScaleError(
        Problem(what="the packages of frontend/ are not installed", fix=install),
    )


def _migrate(shell: Shell, argv: tuple[str, ...]) -> None:
    """Bring the database up to date.

    Raises:
        QuickScaleError: The database does not answer, or a migration failed.
    """
    shell.show(argv)
    with shell.printer.slow("migrating the database"):
        ended = subprocess.run(
            argv,
            cwd=shell.folder,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    lines = ended.stderr.strip().splitlines()
    if ended.returncode and "OperationalError" in ended.stderr:
        raise QuickScaleError(
            Problem(
                what="the database that DATABASE_URL names is not ready",
                where=tuple(lines[-3:]),
                fix="start it, or take DATABASE_URL out of .env to use SQLite",
            ),
            exit_code=ended.returncode,
        )
    for line in lines:
        shell.printer.note(line)
    if ended.returncode:
        raise QuickScaleError(
            Problem(what="the database was not migrated", fix=f"see: {shlex.join(argv)}"),
            exit_code=ended.returncode,
        )


def _supervise(shell: Shell, port: int, processes: dict[str, tuple[str, ...]]) -> int:
    """Run processes side by side, and say when the site is ready."""
    from quickscale_core.cli.running.supervisor import Supervisor

    folder, printer = shell.folder, shell.printer
    supervisor = Supervisor(folder)
    for name, argv in processes.items():
        supervisor.add(name, argv, shell.variables)

    def tell() -> None:
        if wait_until_ready(port, go_on=lambda: supervisor.running):
            printer.note(f"{folder.name} is ready: {address_of(port)}  (Ctrl-C stops it)")

    threading.Thread(target=tell, daemon=True).start()
    with recorded(folder, port, {name: shlex.join(it) for name, it in processes.items()}):
        code = supervisor.run()
    if supervisor.ended_first and code:
        raise QuickScaleError(
            Problem(what=f"{supervisor.ended_first} ended, and so did all others"), exit_code=code
        )
    return code
