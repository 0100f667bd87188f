"""A project in containers: compose's commands, and what is wrong where one fails."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

from quickscale_core.cli.running.compose_file import read_services
from quickscale_core.cli.running.engines import find_engine, require_engine
from quickscale_core.cli.running.image_check import image_not_built
from quickscale_core.cli.running.ports import check_port, is_free
from quickscale_core.cli.running.readiness import address_of, wait_until_ready
from quickscale_core.errors import EXIT_OK, Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quickscale_core.cli.running.commands import Shell
    from quickscale_core.cli.running.engines import Engine

__all__ = ["compose_up", "in_container", "is_up", "without_terminal"]

_PATIENCE = 180.0  # seconds until containers that were started must be ready
_INTERRUPTED = (0, 130, 143)  # how compose ends after Ctrl-C, by version


def compose_up(shell: Shell, engine: Engine, port: int, *, build: bool, detach: bool) -> int:
    """Start the project's containers, and say when the site is ready.

    Args:
        shell: Shows and runs commands in the project's folder.
        engine: Docker or Podman.
        port: Where the site is to be.
        build: Whether to build the image first.
        detach: Whether to leave them in the background.

    Returns:
        Compose's exit code.

    Raises:
        QuickScaleError: The port is taken, or something failed whose cause is known.
    """
    services = read_services(shell.folder, required=True)
    if not shell.only_print and not is_free(port) and not is_up(shell, engine):
        check_port(port)
    if build and (code := shell.run((*engine.compose, "build"))):
        raise QuickScaleError(image_not_built(shell.folder.name), exit_code=code)
    argv = (*engine.compose, "up", *(("--detach",) if detach else ()))
    code = _detached(shell, engine, argv, port) if detach else _attached(shell, argv, port)
    if code in _INTERRUPTED:
        return code
    for problem in _causes(shell, engine, services.image):
        raise QuickScaleError(problem, exit_code=code)
    what = f"the containers of {shell.folder.name} did not start"
    raise QuickScaleError(Problem(what=what, fix="see: quickscale logs"), exit_code=code)


def _detached(shell: Shell, engine: Engine, argv: Sequence[str], port: int) -> int:
    """Start the containers, and wait until the site is ready."""
    code = shell.run(argv)
    if code or shell.only_print:
        return code
    name, end = shell.folder.name, time.monotonic() + _PATIENCE
    with shell.printer.slow(f"waiting until {name} is ready"):
        ready = wait_until_ready(port, go_on=lambda: time.monotonic() < end)
    if not ready:
        raise QuickScaleError(_not_ready(shell, engine))
    shell.printer.result(f"{name} is ready: {address_of(port)}")
    return EXIT_OK


def _attached(shell: Shell, argv: Sequence[str], port: int) -> int:
    """Run the containers until Ctrl-C, and say meanwhile when the site is ready."""
    over = threading.Event()

    def tell() -> None:
        if wait_until_ready(port, go_on=lambda: not over.is_set()):
            shell.printer.note(f"{shell.folder.name} is ready: {address_of(port)}")

    if not shell.only_print:
        threading.Thread(target=tell, daemon=True).start()
    try:
        return shell.run(argv)
    finally:
        over.set()


def is_up(shell: Shell, engine: Engine, service: str = "web") -> bool:
    """Return whether a service of the project runs in a container."""
    if engine.compose[0] == "podman-compose":  # which knows no filter by service
        return bool(shell.ask([*engine.compose, "ps", "--quiet"]).stdout.strip())
    answer = shell.ask([*engine.compose, "ps", "--quiet", "--status", "running", service])
    return answer.returncode == 0 and bool(answer.stdout.strip())


def in_container(shell: Shell, service: str, argv: Sequence[str]) -> tuple[str, ...] | None:
    """Return a command as it is run in a container of the project.

    Args:
        shell: Asks the engine.
        service: Where to run it.
        argv: The command.

    Returns:
        The command, or ``None`` where the project does not run in containers.
    """
    engine = find_engine(shell)
    if engine is None or not is_up(shell, engine, service):
        return None
    return (*engine.compose, "exec", *without_terminal(), service, *argv)


def without_terminal() -> tuple[str, ...]:
    """Return the option of ``exec`` for input or output that is no terminal."""
    streams = (sys.stdin, sys.stdout)
    return () if all(it is not None and it.isatty() for it in streams) else ("-T",)


def _not_ready(shell: Shell, engine: Engine) -> Problem:
    for problem in _causes(shell, engine, ""):
        return problem
    return Problem(
        what=f"{shell.folder.name} did not become ready within {_PATIENCE:g} seconds",
        fix="see why: quickscale logs web",
    )


def _causes(shell: Shell, engine: Engine, image: str) -> Iterator[Problem]:
    """Yield what is wrong with containers that did not start, as far as it can be found out."""
    require_engine(shell)  # it may have stopped in between
    if image and shell.ask([engine.program, "image", "inspect", image]).returncode:
        yield image_not_built(shell.folder.name)
    database = read_services(shell.folder).database
    if database is None:
        return
    logs = shell.ask([*engine.compose, "logs", "--tail", "50", database.service]).stdout
    if (start := logs.find("initialized by PostgreSQL version")) >= 0:
        sentence = logs[start:].splitlines()[0].strip()
        yield Problem(
            what="the volume of the database is from another major version of PostgreSQL",
            where=(f"{database.service}: {sentence}",),
            fix="set the image of that version in docker-compose.yml, save the data with"
            " pg_dump, and begin anew: quickscale down --volumes",
        )
    state = shell.ask([*engine.compose, "ps", "--all", database.service]).stdout.lower()
    if any(word in state for word in ("unhealthy", "exited", "restarting", "starting")):
        yield Problem(
            what="the database is not ready", fix=f"see why: quickscale logs {database.service}"
        )
