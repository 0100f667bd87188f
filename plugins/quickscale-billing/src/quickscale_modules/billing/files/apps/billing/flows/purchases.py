"""What a finished Checkout leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import stripe

from apps.billing import mirror, queries, standings
from apps.billing.entitlements import forget
from apps.billing.flows.packs import carry_over
from apps.billing.flows.surplus import end_surplus
from apps.billing.models import UsageRecord
from apps.billing.parts import parts
from apps.billing.stripe_calls import client, is_missing

if TYPE_CHECKING:
    from apps.billing.models import Account


def fulfil(session_id: str) -> Account | None:
    """Hand over what was bought. Asked twice, by the browser and by a webhook, it is done once.

    Returns:
        Who bought, or nothing for a session that was not ours.
    """
    return hand_over(client().v1.checkout.sessions.retrieve(session_id))


def is_settled(session: Any) -> bool:
    """Tell whether nothing is to be paid any more: it is paid, or a code made it free.

    https://docs.stripe.com/payments/checkout/no-cost-orders
    """
    return bool(session.status == "complete" and session.payment_status != "unpaid")


def hand_over(session: Any) -> Account | None:
    """Hand over what a session was for, as :func:`fulfil` does.

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
    if subscription := getattr(session, "subscription", None):
        end_surplus(account)
        begun = standings.standing_of(account).period_start
        month = begun.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        carry_over(account, standings.free_plan(), month, str(subscription))
    forget(account)
    return account


def _copy_methods(customer_id: str) -> None:
    """Copy what a customer can pay with; one that was deleted meanwhile has nothing."""
    try:
        mirror.kept(client().v1.payment_methods.list, {"customer": customer_id})
    except stripe.InvalidRequestError as error:
        if not is_missing(error):
            raise


def _buyer(session: Any) -> Account | None:
    return queries.account_named((session.metadata or {}).get("account", ""))


def take_back(charge_id: str) -> None:
    """Take back of what was bought once as much as was paid back of it."""
    charge = client().v1.charges.retrieve(charge_id)
    if not charge.payment_intent or not charge.amount_refunded:
        return
    part = charge.amount_refunded / charge.amount
    paid_by = str(charge.payment_intent)
    sessions: list[Any] = client().v1.checkout.sessions.list({"payment_intent": paid_by}).data
    for session in sessions:
        account = _buyer(session)
        purchase = queries.find_purchase((session.metadata or {}).get("purchase", ""))
        if account is None or purchase is None:
            continue
        for limit, quantity in purchase.adds.items():
            left = quantity - round(quantity * part)
            bought = UsageRecord.objects.filter(account=account, limit=limit, key=session.id)
            bought.update(quantity=-left)
