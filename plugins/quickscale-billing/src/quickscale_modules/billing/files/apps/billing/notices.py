"""What people are told about their money, each thing once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from djstripe import models as copies

from apps.billing import emails, standings
from apps.billing.conf import conf
from apps.billing.models import Account, SentNotice, WebhookEvent

if TYPE_CHECKING:
    from collections.abc import Callable


def follow_up(account: Account, event: WebhookEvent, found: Any | None) -> None:
    """Tell an account's people what an event means for them, if it still holds."""
    if found is None:
        return
    if found["object"] == "invoice" and found["status"] == "open":
        if event.type == "invoice.payment_action_required":
            _tell(account, "action_required", found["id"], emails.action_required, found)
        elif event.type == "invoice.payment_failed":
            about = f"{found['id']}:{found['attempt_count']}"
            _tell(account, "payment_failed", about, emails.payment_failed, found)
    if found["object"] == "subscription":
        if event.type == "customer.subscription.trial_will_end" and _ends_as_told(event, found):
            about = f"{found['id']}:{found['trial_end']}"
            _tell(account, "trial_ends", about, emails.trial_ends, found)
        elif found["status"] in ("canceled", "unpaid"):
            _tell(account, "ended", found["id"], emails.subscription_ended, found)


def _ends_as_told(event: WebhookEvent, found: Any) -> bool:
    """Tell whether a trial still ends when an event says; a longer one has an event of its own."""
    told = event.body["data"]["object"].get("trial_end")
    return bool(found["status"] == "trialing" and found["trial_end"] == told)


def tell_of_ended_grace() -> int:
    """Tell everybody whose period of grace is over.

    Returns:
        How many were told.
    """
    told = 0
    unpaid = copies.Subscription.objects.filter(stripe_data__status="past_due")
    customers = unpaid.values_list("customer__id", flat=True)
    for account in Account.objects.filter(customer_id__in=customers).select_related("user"):
        standing = standings.standing_of(account)
        if standing.state == standings.State.SUSPENDED and standing.subscription:
            since = standings.unpaid_since(standing.subscription, standing.period_start)
            about = f"{standing.subscription_id}:{since:%Y-%m-%d}"
            told += _tell(account, "suspended", about, emails.suspended)
    return told


def tell_of_surplus(account: Account, subscription_id: str, amount: int, currency: str) -> bool:
    """Tell an account's people, and staff, that a second subscription is undone.

    Args:
        account: Whose.
        subscription_id: The second one.
        amount: How much is paid back, in the currency's smallest unit.
        currency: Of which currency.

    Returns:
        Whether they did not know.
    """
    send = emails.second_subscription
    return _tell(account, "surplus", subscription_id, send, amount, currency)


def forget_old_events() -> int:
    """Delete webhooks that are done with and older than ``BILLING_EVENT_DAYS``.

    Returns:
        How many.
    """
    limit = timezone.now() - timedelta(days=conf.event_days)
    done = (WebhookEvent.State.DONE, WebhookEvent.State.IGNORED)
    return WebhookEvent.objects.filter(state__in=done, received_at__lt=limit).delete()[0]


def _tell(account: Account, kind: str, about: str, send: Callable[..., None], *told: Any) -> bool:
    """Send an e-mail unless it was sent before: a row that exists once decides."""
    with transaction.atomic():
        _notice, created = SentNotice.objects.get_or_create(account=account, kind=kind, about=about)
        if created:
            # Inside of the transaction: an e-mail that cannot be sent leaves no note that it was.
            send(account, *told)
    return created
