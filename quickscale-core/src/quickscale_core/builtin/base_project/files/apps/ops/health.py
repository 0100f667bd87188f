"""Whether this process runs, and whether it can do its work.

Two answers, because whoever asks does two different things with them: a process that is not alive
is restarted, one that is not ready merely gets no requests for a while.
"""

from __future__ import annotations

import logging
import uuid
from functools import cache
from typing import TYPE_CHECKING

from django.core.cache import cache as site_cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils.module_loading import import_string

from apps.ops import composed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class NotReadyError(Exception):
    """Something the site depends on does not work yet."""


def live(_request: HttpRequest) -> HttpResponse:
    """Answer that the process handles requests."""
    return _answer({"status": "ok"})


def ready(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when every check passes and 503 when one does not.

    The answer names the checks; why one failed is for the log alone.
    """
    results = {name: _passes(name, path) for name, path in composed.HEALTH_CHECKS}
    passed = all(results.values())
    return _answer(
        {
            "status": "ok" if passed else "failing",
            "checks": {name: "ok" if result else "failing" for name, result in results.items()},
        },
        status=200 if passed else 503,
    )


def check_database() -> None:
    """Ask the database for a constant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def check_cache() -> None:
    """Write a value to the cache and read it back.

    Raises:
        NotReadyError: The cache answers, but has lost the value.
    """
    key, value = f"health:{uuid.uuid4().hex}", uuid.uuid4().hex
    site_cache.set(key, value, timeout=10)
    if site_cache.get(key) != value:
        message = "the cache lost a value"
        raise NotReadyError(message)
    site_cache.delete(key)


@cache
def check_migrations() -> None:
    """Compare the database's migrations with the code's.

    A success is remembered, as it cannot become untrue while this version of the code runs.

    Raises:
        NotReadyError: Migrations are missing.
    """
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        message = f"{len(missing)} migrations are not applied"
        raise NotReadyError(message)


def _passes(name: str, path: str) -> bool:
    try:
        import_string(path)()
    except Exception:
        logger.exception("Health check %s failed", name)
        return False
    return True


def _answer(body: dict[str, object], *, status: int = 200) -> JsonResponse:
    response = JsonResponse(body, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
