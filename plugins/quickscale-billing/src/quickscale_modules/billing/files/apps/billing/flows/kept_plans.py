"""A larger plan that is paid until the period ends, while Stripe has the smaller one already.

What was paid, and for how many, stands in the subscription's metadata: its item says what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.billing import mirror, standings
from apps.billing.conf import conf
from apps.billing.flows.items import seats_taken, sold_price, with_seats
from apps.billing.flows.running import check_changeable, update
from apps.billing.stripe_calls import BillingError, as_billing_error, client

if TYPE_CHECKING:
    from stripe.params import InvoiceCreateParams

    from apps.billing.models import Account
    from apps.billing.standings import Kept, Standing

NOTHING: Final = dict.fromkeys(("kept_plan", "kept_until", "kept_seats", "kept_amount"), "")
"""The note of a plan that keeps nothing; Stripe deletes what is empty."""


def note(standing: Standing) -> dict[str, str]:
    """Return the note that the present plan is kept until the period ends."""
    return {
        "kept_plan": standing.plan.key,
        "kept_until": str(standing.item.get("current_period_end") or ""),
        "kept_seats": str(standing.seats),
        "kept_amount": str(standing.price.amount if standing.price else ""),
    }


def check_none_kept(standing: Standing) -> None:
    """See to it that no smaller plan waits: what another change costs then, Stripe cannot tell.

    Raises:
        BillingError: One waits.
    """
    if standing.kept:
        words = {"next": standing.subscribed_plan.name, "plan": standing.kept.plan.name}
        raise BillingError(
            _("%(next)s follows when the period ends. Stay with %(plan)s first, then change.")
            % words
        )


def take_back(account: Account, standing: Standing, kept: Kept) -> Standing:
    """Have the larger plan go on, at the price that was paid for it.

    Returns:
        How it stands now.
    """
    seats = kept.seats
    if kept.plan.per_seat and conf.subjects.seats_follow:
        follow_seats(account, standing, kept)
        seats = seats_taken(account)
    item = with_seats(standing, seats) | _price(kept)
    update(account, standing, {"items": [item], "proration_behavior": "none", "metadata": NOTHING})
    return standings.standing_of(account)


def _price(kept: Kept) -> dict[str, Any]:
    """Return the kept price as an item names it; one that is not sold any more is made for it.

    Stripe takes no archived price for an item (https://docs.stripe.com/products-prices/manage-prices).
    """
    sold = kept.plan.price(kept.price.interval, kept.price.currency)
    if sold and sold.amount == kept.price.amount:
        return {"price": sold_price(kept.plan.lookup_key(sold))}
    return {
        "price_data": {
            "currency": kept.price.currency,
            "product": kept.plan.product_id,
            "recurring": {"interval": kept.price.interval},
            "unit_amount": kept.price.amount,
        }
    }


def follow_seats(account: Account, standing: Standing, kept: Kept) -> bool:
    """Have people pay who joined while a larger plan lasts, and count them for the one to follow.

    Returns:
        Whether anything changed.
    """
    params: dict[str, Any] = {}
    seats = seats_taken(account)
    joined = seats - kept.seats if kept.plan.per_seat else 0
    if joined > 0:
        params["metadata"] = {"kept_seats": str(seats)}
        params["add_invoice_items"] = [_rest_of_period(standing, kept, joined)]
    if standing.subscribed_plan.per_seat and seats != standing.seats:
        params["items"] = [with_seats(standing, seats)]
    if not params:
        return False
    check_changeable(standing)
    update(account, standing, {**params, "proration_behavior": "none"})
    if joined > 0:
        _invoice(account, standing)
    return True


def _rest_of_period(standing: Standing, kept: Kept, joined: int) -> dict[str, Any]:
    """Return what some more seats of the kept plan cost until the period ends."""
    start, end = standing.item["current_period_start"], standing.item["current_period_end"]
    left = max(0, end - _now(standing)) / (end - start)
    return {
        "price_data": {
            "currency": kept.price.currency,
            "product": kept.plan.product_id,
            "unit_amount": round(kept.price.amount * joined * left),
        }
    }


def _now(standing: Standing) -> int:
    """Return what time it is for a subscription: one in a test may have a clock of its own."""
    if clock := standing.told.get("test_clock"):
        with as_billing_error():
            return client().v1.test_helpers.test_clocks.retrieve(str(clock)).frozen_time
    return int(timezone.now().timestamp())


def _invoice(account: Account, standing: Standing) -> None:
    """Ask at once for what waits for the subscription's next invoice, which may be a year away.

    A payment that fails is collected like every other one.
    """
    params: InvoiceCreateParams = {
        "customer": account.customer_id or "",
        "subscription": standing.subscription_id,
        "pending_invoice_items_behavior": "include",
        "auto_advance": True,
    }
    if conf.tax:
        params["automatic_tax"] = {"enabled": True}
    with as_billing_error():
        made = client().v1.invoices.create(params)
        client().v1.invoices.finalize_invoice(str(made.id))
        mirror.refresh("invoice", str(made.id))
