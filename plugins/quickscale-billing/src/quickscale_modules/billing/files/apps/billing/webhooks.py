"""What Stripe tells us: taken in at once, dealt with once, tried again when it fails.

An event only says that something has changed. How things are now is read from Stripe, so events may
come twice, late and in any order.
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import stripe
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from apps.billing import endpoints, mirror, notices, queries, standings, tasks
from apps.billing.conf import conf
from apps.billing.entitlements import forget
from apps.billing.flows.purchases import fulfil
from apps.billing.models import WebhookEvent

if TYPE_CHECKING:
    from apps.billing.models import Account

__all__ = ["SignatureError", "due_events", "process", "receive", "replay"]

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""For how long an event is left alone that a worker has begun and may have died over."""

CONCERNS: Final = (
    "charge.",
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "coupon.",
    "customer.",
    "invoice.",
    "payment_method.",
    "price.",
    "product.",
    "promotion_code.",
    "refund.",
)
"""How the types of events begin that change something here. All others are kept and left alone."""

WITHOUT_A_COPY: Final = ("customer.tax_id.", "customer.source.", "customer.discount.")

State = WebhookEvent.State


class SignatureError(Exception):
    """A request to the webhook's address was not signed by Stripe, or long ago."""


def receive(body: bytes, signature: str) -> WebhookEvent:
    """Keep what Stripe sent, and have it dealt with once it is safely kept.

    Args:
        body: The request's body, byte for byte.
        signature: Its header ``Stripe-Signature``.

    Returns:
        The event, new or known.

    Raises:
        SignatureError: It is not signed with one of ``STRIPE_WEBHOOK_SECRET``.
    """
    _verify(body, signature)
    data: dict[str, Any] = json.loads(body)
    subject = data["data"]["object"]
    customer = subject["id"] if subject.get("object") == "customer" else subject.get("customer")
    with transaction.atomic():
        event, created = WebhookEvent.objects.get_or_create(
            pk=data["id"],
            defaults={
                "type": data["type"],
                "object_id": subject.get("id") or "",
                "account": queries.account_with_customer(_id(customer)),
                "livemode": data.get("livemode", False),
                "body": data,
                "state": State.WAITING if data["type"].startswith(CONCERNS) else State.IGNORED,
                "created_at": standings.moment(data["created"]) or timezone.now(),
            },
        )
        if created and event.state == State.WAITING:
            transaction.on_commit(lambda: tasks.hand_over(event.pk))
    return event


def _verify(body: bytes, signature: str) -> None:
    for secret in endpoints.secrets():
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), signature, secret, stripe.Webhook.DEFAULT_TOLERANCE
            )
        except (stripe.SignatureVerificationError, UnicodeDecodeError):
            continue
        return
    raise SignatureError


def due_events() -> list[str]:
    """Return the ids of events that wait for their turn, the oldest first."""
    waiting = WebhookEvent.objects.filter(state=State.WAITING, due_at__lte=timezone.now())
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:500])


def process(event_id: str) -> bool:
    """Deal with an event, unless somebody else does or did.

    Args:
        event_id: Which one.

    Returns:
        Whether it was dealt with here and now.
    """
    now = timezone.now()
    # One statement decides who has it. Whoever dies over it lets go when the lease is over.
    taken = WebhookEvent.objects.filter(
        Q(due_at__lte=now), pk=event_id, state=State.WAITING
    ).update(due_at=now + LEASE, attempts=F("attempts") + 1)
    if not taken:
        return False
    event = WebhookEvent.objects.get(pk=event_id)
    try:
        account = _deal_with(event)
    except Exception as error:  # noqa: BLE001 - whatever it is, the event is tried again
        _postpone(event, error)
        return False
    event.account = account or event.account
    event.state = State.DONE
    event.error = ""
    event.finished_at = timezone.now()
    event.save(update_fields=["account", "state", "error", "finished_at"])
    return True


def replay(event: WebhookEvent) -> None:
    """Have an event dealt with again, whatever became of it.

    Args:
        event: Which one.
    """
    event.state = State.WAITING
    event.attempts = 0
    event.due_at = timezone.now()
    event.error = ""
    event.finished_at = None
    event.save(update_fields=["state", "attempts", "due_at", "error", "finished_at"])
    transaction.on_commit(lambda: tasks.hand_over(event.pk))


def _postpone(event: WebhookEvent, error: Exception) -> None:
    """Put an event off: a minute, then twice as long each time, then for somebody to look at."""
    event.error = f"{type(error).__name__}: {error}"[:2000]
    event.due_at = timezone.now() + timedelta(minutes=2 ** (event.attempts - 1))
    if event.attempts >= conf.webhook_attempts:
        event.state = State.FAILED
    logger.warning(
        "Webhook could not be dealt with",
        extra={"event": event.pk, "type": event.type, "attempt": event.attempts},
        exc_info=error,
    )
    event.save(update_fields=["error", "due_at", "state"])


def _deal_with(event: WebhookEvent) -> Account | None:
    """Copy how things are now, and do what follows from it.

    Returns:
        Whom it is about.
    """
    subject = event.body["data"]["object"]
    kind, object_id = subject.get("object", ""), subject.get("id", "")
    if kind == "checkout.session":
        return fulfil(object_id)
    found = None
    if kind in mirror.KINDS and object_id and not event.type.startswith(WITHOUT_A_COPY):
        found = mirror.refresh(kind, object_id)
    customer_id = object_id if kind == "customer" else _id(subject.get("customer"))
    account = queries.account_with_customer(customer_id)
    if kind == "invoice":
        _refresh_subscription_of(subject)
    if kind == "discount":
        mirror.refresh_use(subject)
    if kind == "payment_method" and customer_id:
        mirror.refresh("customer", customer_id)
    if account is None:
        return None
    if kind == "customer" and (found is None or found.get("deleted")):
        # The next purchase makes another one.
        account.customer_id, account.closed_at = None, timezone.now()
        account.save(update_fields=["customer_id", "closed_at"])
    forget(account)
    notices.follow_up(account, event.type, found)
    return account


def _refresh_subscription_of(invoice: dict[str, Any]) -> None:
    details = (invoice.get("parent") or {}).get("subscription_details") or {}
    if subscription := _id(details.get("subscription")):
        mirror.refresh("subscription", subscription)


def _id(value: Any) -> str:
    return value if isinstance(value, str) else str((value or {}).get("id", ""))
