"""Processes that run together: their lines with a prefix each, and one end for all of them."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from honcho.manager import Manager  # type: ignore[import-untyped]
from honcho.printer import Printer as LinePrinter  # type: ignore[import-untyped]
from honcho.process import Process  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import FrameType
    from typing import Any

__all__ = ["GRACE", "Supervisor"]

GRACE: Final = 10.0
"""Seconds that processes have to end after SIGTERM, before they are killed."""

HUNG_UP: Final = 129  # what a shell tells of a process whose terminal was closed


_GLANCE: Final = 0.2  # seconds between two looks whether the supervisor still lives


class _Watched(Process):  # type: ignore[misc] # honcho has no types
    """Honcho's process, which ends its program where nobody is left to do so.

    It runs in a process of its own beside the supervisor, which SIGKILL may have ended.
    """

    def __init__(self, *words: Any, grace: float, **manners: Any) -> None:  # noqa: ANN401 - honcho's
        super().__init__(*words, **manners)
        self._grace = grace
        self._supervisor = os.getpid()

    def run(self, *words: Any, **manners: Any) -> None:  # noqa: ANN401 - honcho's
        if hasattr(os, "killpg"):
            threading.Thread(target=self._watch, daemon=True).start()
        super().run(*words, **manners)

    def _watch(self) -> None:
        while os.getppid() == self._supervisor:
            time.sleep(_GLANCE)
        if self._child is not None:
            _end_group(self._child.pid, self._grace)
        os._exit(1)  # what its program printed last is waited for by nobody


def _end_group(group: int, grace: float) -> None:
    """Send SIGTERM to a group of processes, and SIGKILL where that is not enough."""
    end = time.monotonic() + grace
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGTERM)
        while time.monotonic() < end:
            time.sleep(_GLANCE)
            os.killpg(group, 0)
        os.killpg(group, signal.SIGKILL)


class Supervisor(Manager):  # type: ignore[misc] # honcho has no types
    """Honcho's manager, with an end that leaves nothing running.

    Honcho by itself kills nothing while no process ends at all, kills five seconds after the first
    one did, and forgets what a process started in its group.
    """

    def __init__(self, folder: Path, grace: float = GRACE) -> None:
        super().__init__(LinePrinter(sys.stdout))
        self._grace = grace
        self._process_ctor = partial(_Watched, grace=grace)
        self._folder = folder
        self._stopping = threading.Event()
        self.ended_first = ""
        """The process whose end ended all, if it was no signal that did."""

    def add(self, name: str, argv: Sequence[str], variables: Mapping[str, str]) -> None:
        """Add a process.

        Args:
            name: What its lines begin with.
            argv: The program and its arguments.
            variables: What it gets on top of this process's environment.
        """
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", **variables}
        # honcho hands the line to a shell, which is to become the program
        line = f"exec {shlex.join(argv)}"
        self.add_process(name, line, env=environment, cwd=str(self._folder))

    def run(self) -> int:
        """Run all of them until one ends or this process is told to stop.

        Returns:
            The exit code of the one that ended first, or 128 and the number of the signal.
        """
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._hang_up)
        try:
            self.loop()
        finally:
            self._leave_nothing()
        code = int(self.returncode or 0)
        return 128 - code if code < 0 else code

    @property
    def running(self) -> bool:
        """Whether none has ended and nobody asked to stop."""
        ended = any("returncode" in it for it in self._processes.values())
        return not (self._stopping.is_set() or ended)

    def terminate(self) -> None:
        """Stop all of them: with SIGTERM, and after the time of grace with SIGKILL."""
        if not self._stopping.is_set():
            self._stopping.set()
            ended = (name for name, it in self._processes.items() if "returncode" in it)
            self.ended_first = next(ended, "")
            threading.Thread(target=self._stop, daemon=True).start()

    def kill(self) -> None:
        """Do nothing: honcho calls this by its own clock, and :meth:`terminate` has another."""

    def _stop(self) -> None:
        end = time.monotonic() + self._grace
        while not self._all_started() and time.monotonic() < end:
            time.sleep(0.01)
        super().terminate()
        while not self._all_stopped() and time.monotonic() < end:
            time.sleep(0.05)
        if not self._all_stopped():
            self._killall(force=True)

    def _hang_up(self, _number: int, _frame: FrameType | None) -> None:
        self.returncode = HUNG_UP
        self.terminate()

    def _leave_nothing(self) -> None:
        """Kill what is left in the groups of processes that have ended."""
        for it in self._processes.values():
            if hasattr(os, "killpg") and it.get("pid"):
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(it["pid"], signal.SIGKILL)
