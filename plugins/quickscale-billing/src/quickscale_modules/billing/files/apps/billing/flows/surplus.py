"""The second subscription of an account: it is ended at once, and what it took is paid back.

Checkout pages may be open in two tabs, or before two people, and Stripe completes each that is
paid. Nobody wants both, and only one is shown and can be cancelled here. The oldest one counts.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import stripe
from django.utils import timezone

from apps.billing import mirror, notices, standings
from apps.billing.entitlements import forget
from apps.billing.stripe_calls import client, is_missing

if TYPE_CHECKING:
    from apps.billing.models import Account

__all__ = ["copy_subscriptions", "end_surplus"]

logger = logging.getLogger(__name__)

RANK: Final = {"active": 0, "trialing": 0, "past_due": 0, "unpaid": 1, "paused": 1}
"""Which of several counts first, by Stripe's state; all other states come after these."""


def copy_subscriptions(account: Account) -> None:
    """Copy every subscription of an account that has not ended, as Stripe has it now.

    Args:
        account: Whose; one without a customer has none.

    Raises:
        stripe.StripeError: Stripe did not tell.
    """
    if account.customer_id:
        asked_at = timezone.now()
        for one in client().v1.subscriptions.list({"customer": account.customer_id}).data:
            mirror.store(one, asked_at)
        forget(account)


def end_surplus(account: Account) -> int:
    """End every subscription of an account but the one that counts, and pay back what it took.

    Only what our own Checkout began is ended: staff may have agreed on something else at Stripe.
    Asked again, also at the same moment, nothing is done twice.

    Args:
        account: Whose.

    Returns:
        How many were ended.

    Raises:
        stripe.StripeError: Stripe did not let us; what called is tried again.
    """
    if not account.customer_id:
        return 0
    listed = client().v1.subscriptions.list({"customer": account.customer_id, "limit": 100}).data
    plans = [one for one in listed if standings.plan_of_item(_item(one)) is not None]
    if not plans:
        return 0
    kept = min(plans, key=lambda one: _order(one, account))
    surplus = [one for one in plans if one is not kept and _is_of_checkout(one, account)]
    return sum(_end(account, one, kept) for one in surplus)


def _order(subscription: stripe.Subscription, account: Account) -> tuple[int, int, bool, str]:
    """Return by what the one that counts is chosen: the oldest of those that work."""
    ours = _is_of_checkout(subscription, account)
    return RANK.get(subscription.status, 2), subscription.created, ours, subscription.id


def _item(subscription: stripe.Subscription) -> dict[str, Any]:
    items = subscription.to_dict()["items"]["data"]
    return dict(items[0]) if items else {}


def _is_of_checkout(subscription: stripe.Subscription, account: Account) -> bool:
    metadata: dict[str, str] = subscription.to_dict()["metadata"]
    return metadata.get("account") == str(account.pk)


def _end(account: Account, subscription: stripe.Subscription, kept: stripe.Subscription) -> bool:
    """Pay back what one took, tell, and end it, unless somebody else just did."""
    asked_at = timezone.now()
    # An older one that no longer works has served for what it took.
    younger = subscription.created >= kept.created
    amount, currency = _pay_back(subscription) if younger else (0, subscription.currency)
    # Told before it is ended: whoever dies in between finds it again, and tells nobody twice.
    if notices.tell_of_surplus(account, subscription.id, amount, currency):
        logger.error(
            "A second subscription is ended and paid back",
            extra={"account": str(account.pk), "subscription": subscription.id, "kept": kept.id},
        )
    try:
        ended = client().v1.subscriptions.cancel(subscription.id)
    except stripe.InvalidRequestError as error:
        if not is_missing(error):
            raise
        mirror.refresh("subscription", subscription.id)
        return False
    mirror.store(ended, asked_at)
    forget(account)
    return True


def _pay_back(subscription: stripe.Subscription) -> tuple[int, str]:
    """Refund what a subscription's invoices took; return how much, and of which currency."""
    amount, currency = 0, subscription.currency
    for invoice in client().v1.invoices.list({"subscription": subscription.id}).data:
        paid = client().v1.invoice_payments.list({"invoice": str(invoice.id), "status": "paid"})
        for one in paid.data:
            if intent := one.payment.payment_intent:
                refund = client().v1.refunds.create(
                    {"payment_intent": str(intent), "reason": "duplicate"},
                    {"idempotency_key": f"surplus-{one.id}"},
                )
                amount += refund.amount
    return amount, currency
