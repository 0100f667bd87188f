"""One of each object that billing copies, as Stripe holds them for one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.billing.tests.bodies import catalog, checkout, invoices, payments, people, subscriptions

if TYPE_CHECKING:
    from apps.billing.tests.bodies.forms import Obj


def everything(account: str = "") -> list[Obj]:
    """Return one of each object that billing copies, and what they refer to.

    Args:
        account: The key of the account whose customer this is.
    """
    bought = {"account": account, "purchase": "export_pack"}
    return [
        catalog.product(),
        catalog.price(),
        catalog.coupon(),
        catalog.promotion_code(),
        people.customer(discount=catalog.discount()),
        people.payment_method(),
        subscriptions.subscription(metadata={"account": account}),
        invoices.invoice(),
        payments.payment_intent(),
        payments.charge(amount_refunded=900, disputed=True),
        payments.refund(),
        payments.dispute(),
        checkout.session(metadata=bought),
    ]
