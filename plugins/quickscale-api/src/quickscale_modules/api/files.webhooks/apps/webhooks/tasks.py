"""What is done apart from requests: by a worker where there is Redis, else at once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from celery import shared_task
from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

logger = logging.getLogger(__name__)


def deliver_soon(keys: Iterable[UUID]) -> None:
    """Have deliveries sent once they are safely kept."""
    for key in keys:
        _after_commit(deliver, key)


def deliver_waiting_soon(endpoint: UUID) -> None:
    """Have all that waits for an endpoint sent once it is safely kept."""
    _after_commit(deliver_waiting, endpoint)


def _after_commit(task: Any, key: UUID) -> None:
    # Robust: what happened has happened, whatever becomes of telling others.
    transaction.on_commit(lambda: hand_over(task, str(key)), robust=True)


def hand_over(task: Any, key: str) -> None:
    """Give work to the queue; where that does not answer, the next round does it."""
    try:
        task.delay(key)
    except task.OperationalError:
        logger.warning("The queue does not answer", extra={"key": key}, exc_info=True)


@shared_task
def deliver(key: str) -> None:
    """Send a delivery."""
    from apps.webhooks import deliveries  # noqa: PLC0415 - it imports this module

    deliveries.deliver(key)


@shared_task
def deliver_waiting(endpoint: str) -> None:
    """Send what waits for an endpoint."""
    from apps.webhooks import deliveries  # noqa: PLC0415

    deliveries.deliver_all_due(endpoint)


@shared_task
def deliver_due() -> None:
    """Have all sent whose time has come, each endpoint apart: a slow one holds up no other."""
    from apps.webhooks import deliveries  # noqa: PLC0415

    for endpoint in deliveries.endpoints_with_due():
        hand_over(deliver_waiting, str(endpoint))


@shared_task
def clean_up() -> None:
    """Delete old deliveries, and keep secrets encrypted with the newest key."""
    from apps.webhooks import deliveries, endpoints  # noqa: PLC0415

    deliveries.forget_old()
    endpoints.reencrypt_secrets()
