"""Whether the site answers that it is ready."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from quickscale_core.cli.running.ports import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["READY", "address_of", "wait_until_ready"]

READY = "/health/ready"
_GLANCE = 0.2  # seconds between two questions


def address_of(port: int) -> str:
    """Return where a project is that is served on a port of this machine."""
    return f"http://{LOOPBACK}:{port}"


def wait_until_ready(port: int, *, go_on: Callable[[], bool]) -> bool:
    """Ask until the site is ready.

    Args:
        port: Where it is served.
        go_on: Asked between two questions whether it still makes sense to wait.

    Returns:
        Whether it is ready.
    """
    while go_on():
        if _is_ready(port):
            return True
        time.sleep(_GLANCE)
    return False


def _is_ready(port: int) -> bool:
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection(LOOPBACK, port, timeout=10)
    try:
        connection.request("GET", READY)
        return connection.getresponse().status == 200  # noqa: PLR2004 - HTTP's own
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
