"""What other programs hear of an account's subscriptions and payments, as Stripe tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from apps.billing import subscription_data
from apps.billing.conf import conf
from apps.ops.events import publish

if TYPE_CHECKING:
    from apps.billing.models import Account, WebhookEvent

SUBSCRIPTIONS: Final = {
    "customer.subscription.created": "billing.subscription_started",
    "customer.subscription.updated": "billing.subscription_changed",
    "customer.subscription.deleted": "billing.subscription_ended",
    "customer.subscription.trial_will_end": "billing.trial_ending",
}
PAYMENTS: Final = {
    "invoice.paid": ("billing.payment_succeeded", "amount_paid"),
    "invoice.payment_failed": ("billing.payment_failed", "amount_due"),
}


def announce(account: Account, event: WebhookEvent, found: Any | None) -> None:
    """Tell what an event of Stripe's means; the same event is told once.

    Args:
        account: Whose.
        event: What Stripe told.
        found: What it is about, as it is now, or nothing where it is gone.
    """
    about = conf.subjects.key_of(account)
    now = found or event.body["data"]["object"]
    once = f"stripe:{event.pk}"
    if about and (name := SUBSCRIPTIONS.get(event.type)):
        publish(name, _subscription(now), about=about, once=once)
    elif about and event.type in PAYMENTS:
        name, amount = PAYMENTS[event.type]
        # A trial's invoice is paid as well, with nothing.
        if now[amount]:
            publish(name, _payment(now, now[amount]), about=about, once=once)


def _subscription(data: Any) -> dict[str, object]:
    items = [dict(one) for one in data["items"]["data"]]
    item = next((one for one in items if not subscription_data.is_metered(one)), {})
    plan = subscription_data.plan_of_item(item)
    return {
        "subscription_id": data["id"],
        "plan": plan.key if plan else None,
        "status": data["status"],
        "seats": item.get("quantity") or 0,
        "trial_ends_at": subscription_data.moment(data.get("trial_end")),
        "ends_at": subscription_data.moment(_end(data, item)),
    }


def _end(data: Any, item: dict[str, Any]) -> int | None:
    """Return when a subscription ends or has ended, in Stripe's seconds."""
    end: int | None = data.get("ended_at") or data.get("cancel_at")
    return item.get("current_period_end") if not end and data.get("cancel_at_period_end") else end


def _payment(data: Any, amount: int) -> dict[str, object]:
    return {
        "invoice_id": data["id"],
        "number": data.get("number"),
        "amount": amount,
        "currency": data["currency"],
    }
