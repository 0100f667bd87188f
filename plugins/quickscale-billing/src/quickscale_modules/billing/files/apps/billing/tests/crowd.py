"""Several things done at the same moment, each on a database connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*actions: Callable[[], Any]) -> None:
    """Do several things at the same moment; what one of them raises is raised here."""
    barrier = Barrier(len(actions))

    def act(action: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        list(pool.map(act, actions))
