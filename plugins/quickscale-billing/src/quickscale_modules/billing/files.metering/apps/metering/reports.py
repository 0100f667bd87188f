"""Tells Stripe's meters what was used: each usage once, tried again when that fails.

What Stripe takes, for how long, and what it knows twice:
https://docs.stripe.com/api/billing/meter-event/create
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import stripe
from django.utils import timezone

from apps.billing.conf import conf
from apps.billing.stripe_calls import client
from apps.metering.models import MeterEvent

if TYPE_CHECKING:
    from uuid import UUID

logger = logging.getLogger(__name__)

State = MeterEvent.State

BATCH: Final = 500
"""How many are sent in one round; the next round takes the rest."""

LEASE: Final = timedelta(minutes=5)
"""For how long one is left alone that a worker has begun and may have died over."""

KNOWN_FOR: Final = timedelta(hours=23)
"""For how long Stripe surely knows an identifier again; it says 24 hours at least."""

REFUSALS: Final = (
    stripe.InvalidRequestError,
    stripe.RateLimitError,
    stripe.AuthenticationError,
    stripe.PermissionError,
)
"""Answers by which Stripe says that it did not take an event."""


def due_reports() -> list[UUID]:
    """Return the identifiers of usage whose turn has come, the oldest first."""
    waiting = MeterEvent.objects.filter(state=State.WAITING, due_at__lte=timezone.now())
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:BATCH])


def report(identifier: UUID) -> bool:
    """Tell Stripe of some usage, unless somebody else does or did. No transaction may be open.

    Returns:
        Whether Stripe has it now, by this call.
    """
    now = timezone.now()
    waiting = MeterEvent.objects.filter(pk=identifier, state=State.WAITING, due_at__lte=now)
    event = waiting.select_related("usage__account").first()
    if event is None:
        return False
    unsure = event.may_have_come
    if unsure and not _is_known(event):
        waiting.update(state=State.FAILED)
        return False
    # One statement decides who sends it. Until an answer says otherwise it may have come.
    event.tried_at = event.tried_at if unsure else now
    event.attempts += 1
    taken = waiting.filter(due_at=event.due_at).update(
        due_at=now + LEASE,
        attempts=event.attempts,
        tried_at=event.tried_at,
        may_have_come=True,
    )
    if not taken:
        return False
    try:
        _send(event)
    except stripe.StripeError as error:
        event.may_have_come = unsure or not isinstance(error, REFUSALS)
        _postpone(event, error)
        return False
    event.state, event.sent_at, event.error = State.SENT, timezone.now(), ""
    event.may_have_come = False
    event.save(update_fields=["state", "sent_at", "error", "may_have_come"])
    return True


def may_be_sent_again(event: MeterEvent) -> bool:
    """Tell whether usage that failed can be sent again without being counted twice."""
    return event.state == State.FAILED and (_is_known(event) or not event.may_have_come)


def send_again(event: MeterEvent, *, by: str) -> None:
    """Have usage sent again that failed."""
    event.state, event.attempts, event.due_at = State.WAITING, 0, timezone.now()
    event.sent_again_by = by
    event.save(update_fields=["state", "attempts", "due_at", "sent_again_by"])


def _send(event: MeterEvent) -> None:
    usage = event.usage
    params: Any = {
        "event_name": usage.limit,
        "identifier": str(event.pk),
        "timestamp": int(usage.used_at.timestamp()),
        "payload": {
            "stripe_customer_id": usage.account.customer_id or "",
            "value": str(usage.quantity),
        },
    }
    try:
        client().v1.billing.meter_events.create(params)
    except stripe.InvalidRequestError as error:
        if not _is_duplicate(error):
            raise
        logger.info("Stripe has this usage already", extra={"event": str(event.pk)})


def _is_known(event: MeterEvent) -> bool:
    """Tell whether Stripe would surely know an event again that came when it was first tried."""
    return event.tried_at is not None and event.tried_at > timezone.now() - KNOWN_FOR


def _is_duplicate(error: stripe.InvalidRequestError) -> bool:
    """Tell whether Stripe refused an event because it has it; the code is not always there."""
    words = (error.user_message or str(error)).lower()
    return error.code == "duplicate_meter_event" or "already exists with identifier" in words


def _postpone(event: MeterEvent, error: stripe.StripeError) -> None:
    """Put it off: a minute, then twice as long each time, then for somebody to look at."""
    event.error = f"{type(error).__name__}: {error.user_message or error}"[:2000]
    event.due_at = timezone.now() + timedelta(minutes=2 ** (event.attempts - 1))
    if event.attempts >= conf.webhook_attempts:
        event.state = State.FAILED
    logger.warning(
        "Usage could not be reported",
        extra={"event": str(event.pk), "attempt": event.attempts},
        exc_info=error,
    )
    event.save(update_fields=["may_have_come", "error", "due_at", "state"])
