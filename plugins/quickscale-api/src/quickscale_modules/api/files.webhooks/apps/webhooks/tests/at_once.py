"""Endpoints that several requests add at once, each on a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from apps.webhooks import endpoints


def add_at_once(owner: str, count: int) -> int:
    """Have some requests add an endpoint each, and return how many of them could."""
    barrier = Barrier(count)

    def add(number: int) -> bool:
        try:
            connection.ensure_connection()
            barrier.wait()
            endpoints.create(owner, f"https://hooks.example.com/{number}")
        except endpoints.EndpointRefusalError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return sum(pool.map(add, range(count)))
