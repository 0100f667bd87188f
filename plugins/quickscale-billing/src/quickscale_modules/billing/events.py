"""What other programs may hear of subscriptions and payments."""

from __future__ import annotations

from typing import Final

from quickscale_core import Event, EventField

__all__ = ["EVENTS"]

SUBSCRIPTION: Final = (
    EventField(name="subscription_id", format="string", example="sub_1PkXyz"),
    EventField(
        name="plan",
        format="string",
        example="pro",
        summary="Its key; null for what is no plan of this site",
        optional=True,
    ),
    EventField(
        name="status", format="string", example="active", summary="In Stripe's words: trialing"
    ),
    EventField(name="seats", format="integer", example=3),
    EventField(
        name="trial_ends_at", format="date-time", example="2026-03-15T09:30:00.000Z", optional=True
    ),
    EventField(
        name="ends_at",
        format="date-time",
        example="2026-04-01T09:30:00.000Z",
        summary="When a cancelled one ends, or has ended",
        optional=True,
    ),
)
PAYMENT: Final = (
    EventField(name="invoice_id", format="string", example="in_1PkXyz"),
    EventField(name="number", format="string", example="A1B2C3D4-0001", optional=True),
    EventField(
        name="amount",
        format="integer",
        example=5700,
        summary="In the smallest unit of the currency",
    ),
    EventField(name="currency", format="string", example="usd"),
)

EVENTS: Final = (
    Event(
        name="billing.subscription_started",
        summary="A subscription began, as a trial or paid.",
        fields=SUBSCRIPTION,
    ),
    Event(
        name="billing.subscription_changed",
        summary="A subscription has another plan, number of seats or state, or was cancelled.",
        fields=SUBSCRIPTION,
    ),
    Event(
        name="billing.subscription_ended",
        summary="A subscription is over.",
        fields=SUBSCRIPTION,
    ),
    Event(
        name="billing.trial_ending",
        summary="A trial ends in three days.",
        fields=SUBSCRIPTION,
    ),
    Event(name="billing.payment_succeeded", summary="An invoice was paid.", fields=PAYMENT),
    Event(
        name="billing.payment_failed",
        summary="A payment of an invoice failed; it may be tried again.",
        fields=PAYMENT,
    ),
)
"""In the order in which people choose from them."""
