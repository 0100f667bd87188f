"""Sends what waits: each delivery by one process at a time, again and later where it failed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.encryption import UnreadableSecretError
from apps.webhooks import emails, sending, signing, tasks
from apps.webhooks.conf import conf
from apps.webhooks.endpoints import check_often
from apps.webhooks.models import Delivery, Endpoint, Message
from apps.webhooks.sending import Answer

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""For how long a delivery is left alone that a worker has begun and may have died over."""

GONE: Final = 410
"""What a receiver answers that wants no more events (Standard Webhooks, "Endpoint disabling")."""

BATCH: Final = 500
ROUND: Final = 200
"""How many deliveries of an endpoint are sent in one go."""

State, Problem = Delivery.State, Delivery.Problem


def deliver(key: UUID | str) -> bool:
    """Send a delivery, unless somebody else does or did, or its time has not come.

    Returns:
        Whether the endpoint took it, here and now.
    """
    now = timezone.now()
    # One statement decides who has it. Whoever dies over it lets go when the lease is over.
    mine = Delivery.objects.filter(
        pk=key, state=State.WAITING, due_at__lte=now, endpoint__off_at=None
    )
    if not mine.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    delivery = Delivery.objects.select_related("endpoint", "message").get(pk=key)
    answer = _send(delivery.endpoint, delivery.message, now)
    with transaction.atomic():
        if not _note(delivery, answer, now):
            return False
        if not answer.problem:
            failing = Endpoint.objects.filter(pk=delivery.endpoint_id, failing_since__isnull=False)
            failing.update(failing_since=None)
        else:
            _count_failure(delivery.endpoint, answer, now)
    return not answer.problem


def deliver_all_due(endpoint: UUID | str) -> int:
    """Send what waits for an endpoint, the oldest first, until it does not take one.

    Returns:
        How many it took.
    """
    waiting = Delivery.objects.filter(
        endpoint_id=endpoint, state=State.WAITING, due_at__lte=timezone.now()
    ).order_by("message__created_at", "message_id")
    count = 0
    for key in list(waiting.values_list("pk", flat=True)[:ROUND]):
        if not deliver(key):
            break
        count += 1
    return count


def endpoints_with_due() -> list[UUID]:
    """Return the endpoints for which something waits whose time has come."""
    due = Delivery.objects.filter(
        state=State.WAITING, due_at__lte=timezone.now(), endpoint__off_at=None
    )
    return list(due.order_by("endpoint").values_list("endpoint", flat=True).distinct())


def replay(delivery: Delivery) -> None:
    """Send a delivery again, whatever became of it; its receiver knows it by the same id.

    One that still waits is tried at once, and as often in all as before.

    Raises:
        EndpointRefusalError: It was done too often.
    """
    check_often(delivery.message.owner)
    with transaction.atomic():
        _make_due(Delivery.objects.filter(pk=delivery.pk))
        tasks.deliver_soon([delivery.pk])


@transaction.atomic
def replay_since(endpoint: Endpoint, since: datetime) -> int:
    """Send an endpoint all events again since a moment, those too that it missed while it was off.

    Examples are left out: nothing has happened in them.

    Args:
        endpoint: Which one.
        since: From when on.

    Returns:
        How many.

    Raises:
        EndpointRefusalError: It was done too often.
    """
    check_often(endpoint.owner)
    now = timezone.now()
    messages = Message.objects.filter(owner=endpoint.owner, created_at__gte=since, is_test=False)
    if not endpoint.all_events:
        messages = messages.filter(event__in=endpoint.events)
    again = Delivery.objects.filter(endpoint=endpoint, message__in=messages)
    missed = messages.exclude(deliveries__endpoint=endpoint)
    Delivery.objects.bulk_create(
        (
            Delivery(endpoint=endpoint, message=one, created_at=one.created_at, due_at=now)
            for one in missed.iterator()
        ),
        batch_size=BATCH,
    )
    count = _make_due(again)
    tasks.deliver_waiting_soon(endpoint.pk)
    return count


def _make_due(found: QuerySet[Delivery]) -> int:
    """Let deliveries be sent now, those that have ended as if for the first time.

    Those that wait keep their attempts: one of them may be under way, and is known by its number.

    Returns:
        How many.
    """
    now = timezone.now()
    count = found.filter(state=State.WAITING).update(due_at=now)
    ended = found.exclude(state=State.WAITING)
    return count + ended.update(state=State.WAITING, attempts=0, due_at=now)


def forget_old() -> int:
    """Delete messages and deliveries older than ``WEBHOOKS_DELIVERY_DAYS``.

    Returns:
        How many messages.
    """
    limit = timezone.now() - timedelta(days=conf.delivery_days)
    count = Message.objects.filter(created_at__lt=limit).count()
    Message.objects.filter(created_at__lt=limit).delete()
    return count


def _send(endpoint: Endpoint, message: Message, now: datetime) -> Answer:
    try:
        headers = signing.headers(endpoint, message, now)
    except UnreadableSecretError:
        return Answer(Problem.SECRET)
    return sending.post(endpoint.url, message.body.encode(), headers)


def _note(delivery: Delivery, answer: Answer, now: datetime) -> bool:
    """Keep what became of an attempt, unless its lease ran out and somebody else has begun."""
    state, due_at = State.DELIVERED, now
    if answer.problem:
        left = delivery.attempts <= len(conf.retries) and answer.status != GONE
        state = State.WAITING if left else State.FAILED
        due_at = now + timedelta(seconds=conf.retries[delivery.attempts - 1] if left else 0)
        # Neither the address nor what was answered: both may hold secrets of the receiver.
        logger.warning(
            "A webhook was not taken",
            extra={
                "endpoint": str(delivery.endpoint_id),
                "delivery": str(delivery.pk),
                "attempt": delivery.attempts,
                "problem": str(answer.problem),
                "status": answer.status,
            },
        )
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, attempts=delivery.attempts)
    if answer.problem:  # not where somebody has it sent again meanwhile: that is tried at once
        mine = mine.filter(due_at=delivery.due_at)
    return bool(
        mine.update(
            state=state,
            due_at=due_at,
            tried_at=now,
            status=answer.status,
            excerpt=answer.excerpt,
            problem=answer.problem,
            milliseconds=answer.milliseconds,
        )
    )


def _count_failure(endpoint: Endpoint, answer: Answer, now: datetime) -> None:
    """Switch an endpoint off that has taken nothing for long, and tell its people, once."""
    held = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if held.off_at is not None:
        return
    held.failing_since = held.failing_since or now
    too_long = now - held.failing_since >= timedelta(hours=conf.off_after_hours)
    if too_long or answer.status == GONE:
        held.off_at = now
        transaction.on_commit(lambda: emails.switched_off(held), robust=True)
        logger.warning("A webhook endpoint is switched off", extra={"endpoint": str(held.pk)})
    held.save(update_fields=["failing_since", "off_at"])
