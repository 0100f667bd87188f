"""The port that a project is served on: whether it is free, and who holds it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from quickscale_core.errors import Problem, QuickScaleError

__all__ = ["LOOPBACK", "check_port", "free_port", "holder_of", "is_free", "parse_port"]

LOOPBACK: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8000
_FARTHEST: Final = 100  # ports that are tried after one that is taken
_LONGEST: Final = 60  # characters of a command line that are shown


def parse_port(text: str) -> int:
    """Return the port that ``PORT`` names, 8000 where it is empty.

    Raises:
        QuickScaleError: It is no number of a port.
    """
    if not text:
        return DEFAULT_PORT
    if text.isascii() and text.isdigit() and 0 < int(text) < 2**16:
        return int(text)
    raise QuickScaleError(
        Problem(what=f'PORT is "{text}", which is no port', fix="set it to a number, such as 8000")
    )


def is_free(port: int) -> bool:
    """Return whether a server can listen on a port of the loopback interface."""
    import socket

    with socket.socket() as probe:
        if os.name == "posix":  # as servers do, or a port counts as taken a minute too long
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    import socket

    with socket.create_server((LOOPBACK, 0)) as probe:
        return int(probe.getsockname()[1])


def check_port(port: int) -> None:
    """Refuse a port that is taken, naming its holder and the next one that is free.

    Raises:
        QuickScaleError: It is taken.
    """
    if is_free(port):
        return
    last = min(port + _FARTHEST, 2**16)
    free = next((it for it in range(port + 1, last) if is_free(it)), None)
    holder = holder_of(port)
    raise QuickScaleError(
        Problem(
            what=f"port {port} is taken" + (f" by {holder}" if holder else ""),
            fix=f"take the next one: quickscale up --port {free}" if free else "stop what holds it",
        )
    )


def holder_of(port: int) -> str:
    """Return the program that listens on a port and its process id, or an empty text.

    Processes of other users are not visible to everybody.
    """
    if Path("/proc/net/tcp").exists():
        return _holder_in_proc(port)
    if shutil.which("lsof") is None:
        return ""
    asked = ["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    fields = {line[0]: line[1:] for line in said.splitlines() if line}
    return f"{fields['c']} (process {fields['p']})" if {"c", "p"} <= fields.keys() else ""


def _holder_in_proc(port: int) -> str:
    """Look it up as Linux tells it, see proc_net_tcp(5) and proc_pid_fd(5)."""
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(it.readlink()) in sockets for it in (process / "fd").iterdir()):
                line = (process / "cmdline").read_bytes().replace(b"\0", b" ")
                words = line.decode("utf-8", "replace").strip()
                return f"{words[:_LONGEST]} (process {process.name})"
        except OSError:
            continue  # it ended, or is another user's
    return ""


def _listening(port: int) -> list[str]:
    inodes = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            columns = line.split()
            if columns[3] == "0A" and int(columns[1].rpartition(":")[2], 16) == port:
                inodes.append(columns[9])
    return inodes
