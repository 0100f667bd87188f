"""The second subscription of an account: it is ended at once, and what it took is paid back.

Checkout pages may be open in two tabs, or before two people, and Stripe completes each that is
paid. Nobody wants both, and only one is shown and can be cancelled here. The oldest one counts.

https://docs.stripe.com/api/refunds/create
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import stripe

from apps.billing import mirror, notices, subscription_data
from apps.billing.conf import conf
from apps.billing.entitlements import forget
from apps.billing.flows.paid import void_unpaid
from apps.billing.stripe_calls import client, is_missing

if TYPE_CHECKING:
    from apps.billing.models import Account

logger = logging.getLogger(__name__)


def copy_subscriptions(account: Account) -> None:
    """Copy every subscription of an account that has not ended, as Stripe has it now.

    Raises:
        stripe.StripeError: Stripe did not tell.
    """
    if account.customer_id:
        mirror.kept(client().v1.subscriptions.list, {"customer": account.customer_id})
        forget(account)


def end_surplus(account: Account) -> int:
    """End every subscription of an account but the one that counts, and pay back what it took.

    Only what our own Checkout began is ended: staff may have agreed on something else at Stripe.
    Asked again, also at the same moment, nothing is done twice.

    Returns:
        How many were ended.

    Raises:
        stripe.StripeError: Stripe did not let us; what called is tried again.
    """
    if not account.customer_id:
        return 0
    listed = client().v1.subscriptions.list({"customer": account.customer_id, "limit": 100}).data
    ours = [one for one in listed if subscription_data.is_to_a_plan(one.to_dict())]
    plans = sorted(ours, key=lambda one: subscription_data.precedence(one.to_dict()))
    # Whoever paid on a page that outlived the account gets nothing for it.
    kept = plans[0] if plans and conf.subjects.key_of(account) else None
    surplus = [one for one in plans if one is not kept and _is_of_checkout(one, account)]
    return sum(_end(account, one, kept) for one in surplus)


def _is_of_checkout(subscription: stripe.Subscription, account: Account) -> bool:
    metadata: dict[str, str] = subscription.to_dict()["metadata"]
    return metadata.get("account") == str(account.pk)


def _end(
    account: Account, subscription: stripe.Subscription, kept: stripe.Subscription | None
) -> bool:
    """Pay back what one took, tell, and end it, unless somebody else just did."""
    # An older one that no longer works has served for what it took.
    younger = kept is None or subscription.created >= kept.created
    amount, currency = _pay_back(subscription) if younger else (0, subscription.currency)
    # Told before it is ended: whoever dies in between finds it again, and tells nobody twice.
    if notices.tell_of_surplus(account, subscription.id, amount, currency):
        logger.error(
            "A second subscription is ended and paid back",
            extra={"account": str(account.pk), "subscription": subscription.id},
        )
    try:
        mirror.kept(client().v1.subscriptions.cancel, subscription.id)
    except stripe.InvalidRequestError as error:
        if not is_missing(error):
            raise
        mirror.refresh("subscription", subscription.id)
        return False
    forget(account)
    void_unpaid(subscription.id)
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
