"""What a subscription is made of at Stripe: the plan's price, and what other apps add beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.billing import queries
from apps.billing.conf import conf
from apps.billing.parts import parts
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from djstripe import models as copies

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account
    from apps.billing.standings import Standing


def sold_price(lookup_key: str) -> str:
    """Return Stripe's id of a price.

    Raises:
        BillingError: Stripe has none of that name.
    """
    if found := queries.price_id(lookup_key):
        return found
    raise BillingError(
        _("This is not for sale yet. The operator of this site has to sync its plans.")
    )


def new_items(plan: Plan, price: PlanPrice, seats: int) -> list[dict[str, Any]]:
    """Return the items of a subscription that begins.

    Raises:
        BillingError: Stripe does not know a price.
    """
    first = {"price": sold_price(plan.lookup_key(price)), "quantity": seats}
    return [first, *other_items(plan, price, None)]


def seats_taken(account: Account) -> int:
    """Return how many seats an account's people take; somebody always pays for one."""
    return max(1, conf.subjects.seats_in_use(account))


def with_seats(standing: Standing, seats: int) -> dict[str, Any]:
    """Return the item of a subscription that is its plan, with another number of seats."""
    return {"id": standing.item["id"], "quantity": seats}


def changed_items(
    standing: Standing, plan: Plan, price: PlanPrice, seats: int
) -> list[dict[str, Any]]:
    """Return the items of a subscription as those of another plan, or of the same.

    Whoever stays with a plan keeps what they pay, whatever is sold now.

    Raises:
        BillingError: Stripe does not know a price.
    """
    first = with_seats(standing, seats)
    if is_subscribed(standing, plan, price):
        return [first]
    own = {**first, "price": sold_price(plan.lookup_key(price))}
    return [own, *other_items(plan, price, standing.subscription)]


def is_subscribed(standing: Standing, plan: Plan, price: PlanPrice) -> bool:
    """Tell whether a plan is subscribed to and paid by the same interval, at whatever price."""
    paid = standing.price
    return standing.subscribed_plan == plan and paid is not None and paid.interval == price.interval


def other_items(
    plan: Plan, price: PlanPrice, held: copies.Subscription | None
) -> list[dict[str, Any]]:
    """Return what a subscription needs beside its plan's price, or to be changed; see ``Part``.

    Raises:
        BillingError: Stripe does not know a price.
    """
    return [item for part in parts() for item in part.items(plan, price, held)]
