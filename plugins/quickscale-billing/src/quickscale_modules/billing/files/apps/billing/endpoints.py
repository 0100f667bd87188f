"""Where Stripe sends its webhooks, and what they are signed with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import stripe
from django.urls import get_script_prefix, reverse
from djstripe import models as copies

from apps.billing.conf import conf
from apps.billing.stripe_calls import client
from apps.stripe_offline.conf import is_on

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EVENTS", "connect_stand_in", "register", "secrets"]

EVENTS: Final = (
    "charge.captured",
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.failed",
    "charge.refunded",
    "charge.succeeded",
    "charge.updated",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "coupon.created",
    "coupon.deleted",
    "coupon.updated",
    "customer.created",
    "customer.deleted",
    "customer.subscription.created",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
    "customer.subscription.trial_will_end",
    "customer.subscription.updated",
    "customer.updated",
    "invoice.created",
    "invoice.deleted",
    "invoice.finalized",
    "invoice.marked_uncollectible",
    "invoice.paid",
    "invoice.payment_action_required",
    "invoice.payment_failed",
    "invoice.updated",
    "invoice.voided",
    "payment_method.attached",
    "payment_method.detached",
    "payment_method.updated",
    "price.created",
    "price.deleted",
    "price.updated",
    "product.created",
    "product.deleted",
    "product.updated",
    "promotion_code.created",
    "promotion_code.updated",
    "refund.created",
    "refund.failed",
    "refund.updated",
)
"""What Stripe is asked to tell."""


def secrets() -> Iterator[str]:
    """Give what a webhook may be signed with: the environment's secrets, then registered ones."""
    yield from conf.webhook_secrets
    registered = copies.WebhookEndpoint.objects.exclude(secret="").filter(status="enabled")
    yield from registered.values_list("secret", flat=True)


def register(site: str) -> copies.WebhookEndpoint:
    """Have Stripe send its webhooks to a site; what they are signed with is kept in the database.

    Args:
        site: The site's address, such as ``https://example.com``.

    Returns:
        dj-stripe's copy of the endpoint.
    """
    params: Any = {
        "url": _webhook_address(site),
        "enabled_events": list(EVENTS),
        "api_version": stripe.api_version,
    }
    made = client().v1.webhook_endpoints.create(params)
    return copies.WebhookEndpoint.sync_from_stripe_data(made, api_key=conf.secret_key)


def connect_stand_in(address: str) -> None:
    """Have the stand-in for Stripe, where it is on, send its webhooks to this site.

    Args:
        address: Any address of this site.
    """
    if not is_on():
        return
    parts = urlsplit(address)
    site = f"{parts.scheme}://{parts.netloc}"
    url = _webhook_address(site)
    known = set(copies.WebhookEndpoint.objects.values_list("id", flat=True))
    there = client().v1.webhook_endpoints.list({"limit": 100}).data
    if any(one.url == url and one.id in known for one in there):
        return
    for one in there:
        client().v1.webhook_endpoints.delete(one.id)
    copies.WebhookEndpoint.objects.all().delete()
    register(site)


def _webhook_address(site: str) -> str:
    """Return where webhooks come in, also while a request is about a page below some prefix."""
    return f"{site}/{reverse('billing_webhook').removeprefix(get_script_prefix())}"
