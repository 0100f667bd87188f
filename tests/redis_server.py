"""A Redis for tests, as Debian packages it: in memory, on a free port of the loopback interface."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing.projects.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["redis_server"]

PATIENCE = 60.0  # seconds until it must answer; it takes a fraction of one


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run a Redis while the block runs, and give its address; skip the test where there is none.

    Args:
        folder: Where it runs.
    """
    if shutil.which("redis-server") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("install redis-server")
        pytest.skip("no redis-server here")
    port = free_port()
    options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder))
    with subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.02)
        else:
            return
