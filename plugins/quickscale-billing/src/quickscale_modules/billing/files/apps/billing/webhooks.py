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

from apps.billing import announcements, mirror, notices, queries, subscription_data, tasks
from apps.billing.conf import conf
from apps.billing.entitlements import forget
from apps.billing.flows import endings
from apps.billing.flows.purchases import fulfil, take_back
from apps.billing.flows.surplus import end_surplus
from apps.billing.models import WebhookEvent
from apps.billing.parts import parts
from apps.billing.stripe_calls import client, id_of

if TYPE_CHECKING:
    from apps.billing.models import Account

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""For how long an event is left alone that a worker has begun and may have died over."""

STRIPE_KEEPS: Final = 30 * 24 * 3600
"""For how many seconds Stripe lists an event (https://docs.stripe.com/api/events)."""

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

ON_A_CHARGE: Final = ("dispute", "refund")
"""What changes the charge it is about, of which Stripe does not always tell apart."""

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
    return _keep(json.loads(body))


def fetch_undelivered() -> int:
    """Take in the events that Stripe could not deliver, or not yet.

    Stripe sends an event again for three days and then never. It can be asked for those that did
    not arrive as long as it keeps them, a month
    (https://docs.stripe.com/webhooks/process-undelivered-events). They may be meant for another
    site of the same account: what is no concern of this one is known by its customer.

    Returns:
        How many were not known here.
    """
    if not conf.secret_key:
        return 0
    since = int(timezone.now().timestamp()) - STRIPE_KEEPS
    found = client().v1.events.list(
        {"created": {"gte": since}, "delivery_success": False, "limit": 100}
    )
    told = {event.id: event.to_dict(for_json=True) for event in found.auto_paging_iter()}
    known = set(WebhookEvent.objects.filter(pk__in=told).values_list("pk", flat=True))
    missed = [data for key, data in told.items() if key not in known]
    for data in sorted(missed, key=lambda data: int(data["created"])):
        _keep(data)
    if missed:
        logger.warning("Stripe could not deliver webhooks", extra={"count": len(missed)})
    return len(missed)


def _keep(data: dict[str, Any]) -> WebhookEvent:
    """Keep an event, and have it dealt with once it is safely kept."""
    subject = data["data"]["object"]
    event, created = WebhookEvent.objects.get_or_create(
        pk=data["id"],
        defaults={
            "type": data["type"],
            "object_id": subject.get("id") or "",
            "account": queries.account_with_customer(_customer_of(data)),
            "livemode": data.get("livemode", False),
            "body": data,
            "state": State.WAITING if _concerns_us(data) else State.IGNORED,
            "created_at": subscription_data.moment(data["created"]) or timezone.now(),
        },
    )
    if created and event.state == State.WAITING:
        transaction.on_commit(lambda: tasks.hand_over(tasks.process_event, event.pk))
    return event


def _concerns_us(data: dict[str, Any]) -> bool:
    """Tell whether an event changes something here; those of the other mode do not."""
    ours = bool(data.get("livemode")) == conf.is_live
    return ours and data["type"].startswith(CONCERNS)


def _verify(body: bytes, signature: str) -> None:
    for secret in conf.webhook_secrets:
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
    if event.attempts > conf.webhook_attempts:
        _note(event, state=State.FAILED, error=event.error or "Every worker died over it.")
        return False
    try:
        account = _deal_with(event)
    except Exception as error:  # noqa: BLE001 - whatever it is, the event is tried again
        _postpone(event, error)
        return False
    return _note(
        event,
        account=account or event.account,
        state=State.DONE,
        error="",
        finished_at=timezone.now(),
    )


def _note(event: WebhookEvent, **changes: Any) -> bool:
    """Keep what became of an attempt, unless its lease ran out and somebody else has begun."""
    mine = WebhookEvent.objects.filter(pk=event.pk, state=State.WAITING, attempts=event.attempts)
    return bool(mine.update(**changes))


def replay(event: WebhookEvent) -> None:
    """Have an event dealt with again, whatever became of it."""
    WebhookEvent.objects.filter(pk=event.pk).update(
        state=State.WAITING, attempts=0, due_at=timezone.now(), error="", finished_at=None
    )
    transaction.on_commit(lambda: tasks.hand_over(tasks.process_event, event.pk))


def _postpone(event: WebhookEvent, error: Exception) -> None:
    """Put an event off: a minute, then twice as long each time, then for somebody to look at."""
    given_up = event.attempts >= conf.webhook_attempts
    logger.warning(
        "Webhook could not be dealt with",
        extra={"event": event.pk, "type": event.type, "attempt": event.attempts},
        exc_info=error,
    )
    _note(
        event,
        error=f"{type(error).__name__}: {error}"[:2000],
        due_at=timezone.now() + timedelta(minutes=2 ** (event.attempts - 1)),
        state=State.FAILED if given_up else State.WAITING,
    )


def _deal_with(event: WebhookEvent) -> Account | None:
    """Copy how things are now, and do what follows from it.

    Returns:
        Whom it is about.
    """
    subject = event.body["data"]["object"]
    kind, object_id = subject.get("object", ""), subject.get("id", "")
    if kind == "checkout.session":
        return fulfil(object_id)
    found = mirror.refresh(kind, object_id) if kind in mirror.KINDS and object_id else None
    shown = found or subject
    account = _concerned(event, kind, shown)
    _copy_alongside(kind, shown, _customer_of(event.body))
    if kind == "discount":
        for part in parts():
            part.follow(subject)
    if account is not None:
        _follow_up(event, account, kind, found)
    return account


def _concerned(event: WebhookEvent, kind: str, shown: Any) -> Account | None:
    """Return whom an event is about; what is paid back counts for what was bought with it."""
    customer_id = _customer_of(event.body)
    if kind in ON_A_CHARGE and (charge_id := id_of(shown.get("charge"))):
        charge = mirror.refresh("charge", charge_id)
        customer_id = id_of(charge.get("customer")) if charge else customer_id
        if charge:
            take_back(charge_id)
    return queries.account_with_customer(customer_id) or _named_account(shown)


def _follow_up(event: WebhookEvent, account: Account, kind: str, found: Any | None) -> None:
    """Do what follows for an account."""
    if kind == "customer" and (found is None or found.get("deleted")):
        mirror.refresh_methods_of(_customer_of(event.body))
        # The next purchase makes another one.
        account.customer_id, account.closed_at = None, timezone.now()
        account.save(update_fields=["customer_id", "closed_at"])
    if event.type == "customer.subscription.created":
        end_surplus(account)
    if kind == "subscription" and found:
        endings.end_if_unpaid(account, found)
    forget(account)
    announcements.announce(account, event, found)
    notices.follow_up(account, event, found)


def _copy_alongside(kind: str, shown: Any, customer_id: str) -> None:
    """Copy what changes along with something, and is not told of by itself."""
    if subscription := _subscription_of(kind, shown):
        mirror.refresh("subscription", subscription)
    if kind in ("discount", "payment_method") and customer_id:
        mirror.refresh("customer", customer_id)


def _customer_of(body: dict[str, Any]) -> str:
    """Return the id of the customer whom an event is about; or was, of a card that is detached."""
    data = body["data"]
    subject, before = data["object"], data.get("previous_attributes") or {}
    if subject.get("object") == "customer":
        return str(subject["id"])
    return id_of(subject.get("customer") or before.get("customer"))


def _subscription_of(kind: str, shown: Any) -> str:
    """Return the subscription that something else is about, which changes along with it."""
    if kind == "invoice":
        details = (shown.get("parent") or {}).get("subscription_details") or {}
        return id_of(details.get("subscription"))
    return id_of(shown.get("subscription")) if kind == "discount" else ""


def _named_account(shown: Any) -> Account | None:
    """Return the account that a subscription was begun for, also when its customer is deleted."""
    if shown.get("object") != "subscription":
        return None
    return queries.account_named((shown.get("metadata") or {}).get("account", ""))
