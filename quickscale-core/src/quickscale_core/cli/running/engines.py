"""Docker and Podman: which one is here, whether it runs, and its compose."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from quickscale_core.cli.running.commands import Shell

__all__ = ["Engine", "NoEngineError", "find_engine", "require_engine"]

WITHOUT = "or run the project without containers: quickscale up --no-containers"

_NONE = Problem(
    what="there is no container engine here: neither docker nor podman is installed",
    fix=f"install Docker (https://docs.docker.com/engine/install/) or Podman, {WITHOUT}",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """A container engine that runs.

    Attributes:
        program: ``docker`` or ``podman``.
        compose: Its compose, as one types it: ``("docker", "compose")``; empty where it was not
            asked for.
    """

    program: str
    compose: tuple[str, ...]


class NoEngineError(QuickScaleError):
    """No container engine is installed, or those that are do not work.

    Attributes:
        installed: Whether there is one.
        nothing_runs: Whether no container can run, since every engine here has been stopped. Behind
            one that cannot be asked, containers may run.
    """

    def __init__(self, *problems: Problem, installed: bool, nothing_runs: bool) -> None:
        super().__init__(*problems)
        self.installed = installed
        self.nothing_runs = nothing_runs


def require_engine(shell: Shell, *, compose: bool = True) -> Engine:
    """Return the engine to use: the first of Docker and Podman that works.

    Args:
        shell: Asks them.
        compose: Whether its compose is needed.

    Raises:
        NoEngineError: There is none; told is what is wrong with each that is installed.
    """
    problems = []
    nothing_runs = True
    for program, compose_programs in (
        ("docker", ("docker-compose",)),
        ("podman", ("podman-compose",)),
    ):
        if shutil.which(program) is None:
            continue
        answer = shell.ask([program, "info"])
        if answer.returncode:
            said = answer.stderr or answer.stdout
            problems.append(_stopped(program, said))
            nothing_runs = nothing_runs and _is_stopped(said)
            continue
        found = _compose(shell, program, compose_programs) if compose else ()
        if found is not None:
            return Engine(program=program, compose=found)
        problems.append(_without_compose(program))
        nothing_runs = False
    if not problems:
        raise NoEngineError(_NONE, installed=False, nothing_runs=True)
    raise NoEngineError(*problems, installed=True, nothing_runs=nothing_runs)


def find_engine(shell: Shell) -> Engine | None:
    """Return the engine to use, or ``None`` where none works."""
    try:
        return require_engine(shell)
    except NoEngineError:
        return None


def _compose(shell: Shell, program: str, others: tuple[str, ...]) -> tuple[str, ...] | None:
    if shell.ask([program, "compose", "version"]).returncode == 0:
        return (program, "compose")
    return next(((it,) for it in others if shutil.which(it)), None)


_STOPPED = (
    "cannot connect to the docker daemon",
    "failed to connect to the docker api",
    "error during connect",
    "cannot connect to podman",
)
"""How Docker says that its engine does not run, by version and system, and Podman on macOS."""


def _is_stopped(said: str) -> bool:
    return "permission denied" not in said.lower() and any(it in said.lower() for it in _STOPPED)


def _stopped(program: str, said: str) -> Problem:
    lines = said.strip().splitlines()
    if "permission denied" in said.lower():
        return Problem(
            what=f"{program} may not be used by you",
            where=tuple(lines[-1:]),
            fix=f'join its group, then sign in again: sudo usermod -aG {program} "$USER"',
        )
    start = {
        "docker": "start Docker Desktop, or on Linux: sudo systemctl start docker",
        "podman": "on Linux see: podman info; elsewhere: podman machine start",
    }[program]
    return Problem(
        what=f"{program} is installed and does not run",
        where=tuple(lines[-1:]),
        fix=f"{start}; {WITHOUT}",
    )


def _without_compose(program: str) -> Problem:
    install = {
        "docker": "https://docs.docker.com/compose/install/linux/",
        "podman": "pip install podman-compose",
    }[program]
    return Problem(what=f"{program} has no compose", fix=f"install it: {install}; {WITHOUT}")
