"""Run commands for a test: a clean environment, captured output, failures as sentences."""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["CommandFailed", "Finished", "clean_environ", "run"]

_PASSED_ON = """
    PATH HOME USER LOGNAME LANG LANGUAGE TMPDIR TMP TEMP
    SYSTEMROOT COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA
    HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy
    SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS
"""
PASSED_ON = frozenset(_PASSED_ON.split())
PASSED_ON_PREFIXES = ("LC_", "PIP_", "UV_", "XDG_", "npm_config_", "NPM_CONFIG_")
NEVER_PASSED_ON = {"UV_PYTHON", "UV_PROJECT_ENVIRONMENT", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}


class CommandFailed(AssertionError):  # noqa: N818 - it states what happened
    """A command failed; the message is the command with its output."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished:
    """A command that has ended.

    Attributes:
        argv: The program and its arguments.
        code: Its exit code; negative for the signal that ended it.
        stdout: What it wrote to standard output.
        stderr: What it wrote to standard error.
    """

    argv: tuple[str, ...]
    code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        """Both streams, standard output first."""
        return self.stdout + self.stderr

    def __str__(self) -> str:
        """Return the command, its exit code and what it wrote."""
        return f"{shlex.join(self.argv)}: exit code {self.code}\n{self.output.strip()}"

    def check(self, code: int = 0) -> Finished:
        """Return the command itself if it exited with ``code``.

        Raises:
            CommandFailed: It exited with anything else.
        """
        if self.code != code:
            raise CommandFailed(f"expected exit code {code} of {self}")
        return self


def clean_environ() -> dict[str, str]:
    """Return this process's environment without anything a Django project might read.

    What a machine needs to run programs and reach its package registry is kept; a stray
    ``DATABASE_URL``, ``DJANGO_SETTINGS_MODULE`` or active virtual environment is not.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if (name in PASSED_ON or name.startswith(PASSED_ON_PREFIXES))
        and name not in NEVER_PASSED_ON
    }


def run(
    argv: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    timeout: float = 600,
) -> Finished:
    """Run a command to its end.

    Args:
        argv: The program and its arguments.
        cwd: The folder it runs in.
        env: Variables on top of :func:`clean_environ`.
        stdin: What it reads.
        timeout: Seconds it may take.

    Raises:
        CommandFailed: It could not be started or took too long.
    """
    words = tuple(str(word) for word in argv)
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=clean_environ() | dict(env or {}),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        said = b"".join(part for part in (late.stdout, late.stderr) if isinstance(part, bytes))
        tail = said.decode("utf-8", "replace")[-2000:]
        raise CommandFailed(
            f"{shlex.join(words)} did not end within {timeout:g} s\n{tail}"
        ) from None
    except OSError as error:
        raise CommandFailed(f"{shlex.join(words)} could not be started: {error}") from error
    return Finished(argv=words, code=done.returncode, stdout=done.stdout, stderr=done.stderr)
