"""The record of a project that runs without containers: who runs it, where, and its output.

It stands in the user's cache folder, since what stands in a project's folder may be somebody
else's word, and a process that such a word names must not be ended.
"""

from __future__ import annotations

import json
import os
import signal
import time
import zlib
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugins.user_cache import cache_root

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Running", "log_file", "recorded", "running_here", "stop"]

_GLANCE = 0.05  # seconds between two looks whether it has ended


@dataclass(frozen=True, kw_only=True, slots=True)
class Running:
    """A project that runs without containers.

    Attributes:
        process: The process id of the ``quickscale up`` that runs it.
        port: Where it is served.
        processes: What runs beside each other, by name, as shell lines.
    """

    process: int
    port: int
    processes: dict[str, str]


def _place(folder: Path, end: str) -> Path | None:
    root = cache_root()
    name = f"{folder.name}-{zlib.crc32(os.fsencode(folder)):08x}{end}"
    return Path(root, "running", name) if root else None


def log_file(folder: Path) -> Path | None:
    """Return the file that takes the output of a project in the background.

    Returns:
        The file, or ``None`` where the user has no folder for it.
    """
    return _place(folder, ".log")


@contextmanager
def recorded(folder: Path, port: int, processes: dict[str, str]) -> Iterator[None]:
    """Record while the block runs that this process runs a project.

    The record counts while it is locked, which ends with the last process that the block started.

    Args:
        folder: The project's folder.
        port: Where it is served.
        processes: What runs, by name, as shell lines.
    """
    place = _place(folder, ".json")
    if place is None or os.name != "posix":
        yield
        return
    import fcntl

    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a+", encoding="utf-8") as file:
        with suppress(BlockingIOError):  # another "up", on another port
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.truncate(0)
            running = Running(process=os.getpid(), port=port, processes=processes)
            file.write(json.dumps(asdict(running)))
            file.flush()
        yield


def running_here(folder: Path) -> Running | None:
    """Return how a project runs without containers, or ``None`` where it does not."""
    place = _place(folder, ".json")
    if place is None or os.name != "posix":
        return None
    import fcntl

    try:
        with place.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return Running(**json.load(file))
    except (OSError, ValueError, TypeError):
        return None
    return None


def stop(folder: Path, running: Running, patience: float) -> None:
    """Stop what runs a project, and wait until all of it has ended.

    Args:
        folder: The project's folder.
        running: What :func:`running_here` returned.
        patience: Seconds to wait.

    Raises:
        QuickScaleError: It still runs.
    """
    with suppress(ProcessLookupError):  # killed: what it started ends by itself
        os.kill(running.process, signal.SIGTERM)
    end = time.monotonic() + patience
    while running_here(folder) is not None:
        if time.monotonic() > end:
            raise QuickScaleError(
                Problem(
                    what=f"{folder.name} did not end within {patience:g} seconds",
                    fix=f"kill it: kill -9 {running.process}",
                )
            )
        time.sleep(_GLANCE)
