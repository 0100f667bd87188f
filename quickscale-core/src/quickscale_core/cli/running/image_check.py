"""Start an image that was built, and ask it for its health."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from quickscale_core.cli.running.ports import free_port
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.reading import read_inside

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

    from quickscale_core.cli.running.commands import Shell
    from quickscale_core.cli.running.engines import Engine

__all__ = ["build_image", "check_image", "image_not_built"]

_PATIENCE = 60.0  # seconds until the site in the image must be ready
_TAIL = 12  # lines of its log that are shown
_GLANCE = 0.3  # seconds between two questions

_ASK = "import urllib.request as u; u.urlopen('http://127.0.0.1:{}/health/ready', timeout=5)"
_DATABASE = "sqlite:////tmp/check.sqlite3"
"""Of its own, in memory: the check is of the image, and touches no data."""

_REQUIRED = re.compile(
    r"^# .*\(required in production\)\n+(?:# )?(?P<name>[A-Z][A-Z0-9_]*)=", re.MULTILINE
)


def build_image(shell: Shell, engine: Engine, image: str) -> None:
    """Build the image of a project.

    Args:
        shell: Shows and runs commands in the project's folder.
        engine: Docker or Podman.
        image: How it is to be called.

    Raises:
        QuickScaleError: It was not built; what the engine said stands above that.
    """
    # Podman's own format has no health check
    form = ("--format", "docker") if engine.program == "podman" else ()
    if code := shell.run((engine.program, "build", *form, "--tag", image, ".")):
        raise QuickScaleError(image_not_built(shell.folder.name), exit_code=code)


def image_not_built(project: str) -> Problem:
    """Return the problem of a project whose image was not built."""
    return Problem(
        what=f"the image of {project} was not built",
        fix="mend what stands above, in Dockerfile or what it copies; then: quickscale build",
    )


def check_image(shell: Shell, engine: Engine, image: str) -> None:
    """Start an image with its production settings, migrate a database, and ask for its health.

    Its root file system is read-only then, as it may be in production.

    Args:
        shell: Shows and runs commands.
        engine: Docker or Podman.
        image: The image.

    Raises:
        QuickScaleError: It does not become ready; told is the end of its log.
    """
    name = f"{image.rpartition('/')[2].partition(':')[0]}-check-{secrets.token_hex(3)}"
    port = free_port()  # the container's own, unless it shares this machine's network
    secret = _random(shell.folder)
    plain = {"ALLOWED_HOSTS": "localhost", "DATABASE_URL": _DATABASE, "PORT": str(port)}
    manners = ("--detach", "--read-only", "--tmpfs", "/tmp")  # noqa: S108 - the container's own
    # A variable without a value is taken from the engine's own environment: a command line is seen
    # by everybody on this machine, and by whoever reads what is printed.
    words = (*secret, *(f"{key}={value}" for key, value in plain.items()))
    variables = (part for word in words for part in ("--env", word))
    run = (engine.program, "run", *manners, "--name", name, *variables, image)
    inside = (engine.program, "exec", name, "python")
    replace(shell, variables=dict.fromkeys(secret, "...")).show(run)
    starts = replace(shell, variables=secret)
    migrate = (*inside, "manage.py", "migrate", "--no-input", "--verbosity", "0")
    ask = (*inside, "-c", _ASK.format(port))
    if shell.only_print:
        for argv in (migrate, ask, (engine.program, "rm", "--force", name)):
            shell.show(argv)
        return
    try:
        with shell.printer.slow(f"waiting until {image} is healthy"):
            failed = _failure(shell, starts.ask(run), migrate, ask)
        if failed:
            said = shell.ask([engine.program, "logs", "--tail", str(_TAIL), name])
            lines = f"{failed}\n{said.stdout}\n{said.stderr}".strip().splitlines()
            raise QuickScaleError(
                Problem(
                    what=f"the image {image} was built, and the site in it does not become ready",
                    where=tuple(it for it in lines if it.strip())[-_TAIL:],
                    fix="mend what it says, then: quickscale build",
                )
            )
    finally:
        shell.ask([engine.program, "rm", "--force", name])


def _failure(
    shell: Shell, started: CompletedProcess[str], migrate: tuple[str, ...], ask: tuple[str, ...]
) -> str:
    """Run the steps of the check; return what the one that failed printed, or an empty text."""
    ended = started
    if not ended.returncode:
        shell.show(migrate)
        ended = shell.ask(migrate)
    if ended.returncode:
        return ended.stderr or ended.stdout or f"exit code {ended.returncode}"
    shell.show(ask)
    end = time.monotonic() + _PATIENCE
    while (ended := shell.ask(ask)).returncode:
        if time.monotonic() > end:
            return ended.stderr or f"exit code {ended.returncode}"
        time.sleep(_GLANCE)
    return ""


def _random(folder: Path) -> dict[str, str]:
    """Return values for the variables that production requires, as ``.env.example`` lists them."""
    try:
        text = read_inside(str(folder), ".env.example").decode("utf-8", "replace")
    except OSError:
        text = ""
    names = {match["name"] for match in _REQUIRED.finditer(text)} or {"SECRET_KEY"}
    return {
        it: secrets.token_urlsafe(38) for it in sorted(names - {"ALLOWED_HOSTS", "DATABASE_URL"})
    }
