"""A project served by a process of its own on a free port of the loopback interface."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quickscale_core.testing.projects.processes import CommandFailed, clean_environ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["SLOWEST_START", "Output", "Server", "free_port", "serve"]

LOOPBACK = "127.0.0.1"
SLOWEST_START = 600.0
"""Seconds until a server must answer: far more than any needs."""

GLANCE = 0.02
"""Seconds between two looks at the socket while the process writes nothing."""


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.create_server((LOOPBACK, 0)) as probe:
        return int(probe.getsockname()[1])


class Output:
    """Collects what a process writes and lets others wait for more of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._process = process
        self._thread = threading.Thread(target=self._drain, daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        stream = self._process.stdout
        for line in stream or ():
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    def __str__(self) -> str:
        """Return everything written so far."""
        return "".join(self._lines)

    def wait(self, timeout: float) -> None:
        """Return as soon as more was written, at the latest after ``timeout`` seconds."""
        with self._changed:
            self._changed.wait(timeout)

    def finish(self) -> None:
        """Wait until the process has closed its output."""
        self._thread.join(timeout=10)


@dataclass(frozen=True, kw_only=True)
class Server:
    """A process that answers requests.

    Attributes:
        url: Its address without a trailing slash: ``"http://localhost:40123"``. It has a name
            because passkeys belong to names, never to numbers.
        output: What it has written.
    """

    url: str
    output: Output = field(repr=False)


@contextlib.contextmanager
def serve(
    command: Callable[[int], Sequence[str | Path]],
    *,
    cwd: Path,
    env: Mapping[str, str],
    timeout: float = SLOWEST_START,
) -> Iterator[Server]:
    """Run a server until the block ends.

    It is ready once its port accepts a connection; that is asked whenever the process writes
    something, and a few dozen times a second while it does not.

    Args:
        command: Gives the program and its arguments for a port.
        cwd: The folder it runs in.
        env: Variables on top of :func:`~quickscale_core.testing.projects.processes.clean_environ`.
        timeout: Seconds until it must answer.

    Raises:
        CommandFailed: It ended, or did not answer in time; its output is in the message.
    """
    port = free_port()
    argv = [str(word) for word in command(port)]
    with subprocess.Popen(
        argv,
        cwd=cwd,
        env=clean_environ() | {"PYTHONUNBUFFERED": "1", **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        output = Output(process)
        try:
            _wait_until_it_answers(process, port, output, timeout)
            yield Server(url=f"http://localhost:{port}", output=output)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
            output.finish()


def _wait_until_it_answers(
    process: subprocess.Popen[str], port: int, output: Output, timeout: float
) -> None:
    deadline = time.monotonic() + timeout
    while not _answers(port):
        if process.poll() is not None:
            output.finish()
            raise CommandFailed(f"the server ended with exit code {process.returncode}\n{output}")
        if time.monotonic() > deadline:
            raise CommandFailed(f"the server did not answer within {timeout:g} s\n{output}")
        output.wait(GLANCE)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return True
    return False
