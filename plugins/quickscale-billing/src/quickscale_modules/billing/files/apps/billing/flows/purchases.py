"""What a finished Checkout leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import stripe
from django.utils import timezone

from apps.billing import mirror, queries
from apps.billing.entitlements import forget
from apps.billing.flows.surplus import end_surplus
from apps.billing.models import UsageRecord
from apps.billing.parts import parts
from apps.billing.stripe_calls import client, is_missing

if TYPE_CHECKING:
    from apps.billing.models import Account

__all__ = ["fulfil", "hand_over", "is_settled"]


def fulfil(session_id: str) -> Account | None:
    """Hand over what was bought. Asked twice, by the browser and by a webhook, it is done once.

    Args:
        session_id: Stripe's id of the Checkout session.

    Returns:
        Who bought, or nothing for a session that was not ours.
    """
    return hand_over(client().v1.checkout.sessions.retrieve(session_id))


def is_settled(session: Any) -> bool:
    """Tell whether nothing is to be paid any more: it is paid, or a code made it free.

    https://docs.stripe.com/payments/checkout/no-cost-orders

    Args:
        session: Stripe's Checkout session.
    """
    return bool(session.status == "complete" and session.payment_status != "unpaid")


def hand_over(session: Any) -> Account | None:
    """Hand over what a session was for, as :func:`fulfil` does.

    Args:
        session: Stripe's Checkout session.

    Returns:
        Who bought, or nothing for a session that was not ours.
    """
    account = _buyer(session)
    if account is None or session.status != "complete":
        return account
    for kind in ("customer", "subscription", "invoice"):
        if object_id := getattr(session, kind, None):
            mirror.refresh(kind, str(object_id))
    for part in parts():
        part.follow(session)
    if account.customer_id:
        _copy_methods(account.customer_id)
    purchase = queries.find_purchase((session.metadata or {}).get("purchase", ""))
    if purchase is not None and is_settled(session):
        for limit, quantity in purchase.adds.items():
            UsageRecord.objects.get_or_create(
                account=account, limit=limit, key=session.id, defaults={"quantity": -quantity}
            )
    if getattr(session, "subscription", None):
        end_surplus(account)
    forget(account)
    return account


def _copy_methods(customer_id: str) -> None:
    """Copy what a customer can pay with; one that was deleted meanwhile has nothing."""
    asked_at = timezone.now()
    try:
        found = client().v1.payment_methods.list({"customer": customer_id}).data
    except stripe.InvalidRequestError as error:
        if not is_missing(error):
            raise
        return
    for method in found:
        mirror.store(method, asked_at)


def _buyer(session: Any) -> Account | None:
    return queries.account_named((session.metadata or {}).get("account", ""))
