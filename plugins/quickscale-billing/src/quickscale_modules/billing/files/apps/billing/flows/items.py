"""What a subscription is made of at Stripe: the plan's price, and the metered ones beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.billing import queries, standings
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.standings import Standing

__all__ = ["changed_items", "metered_changes", "new_items", "sold_price"]


def sold_price(lookup_key: str) -> str:
    """Return Stripe's id of a price.

    Args:
        lookup_key: Its name.

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

    Args:
        plan: For what.
        price: At which of its prices.
        seats: For how many.

    Raises:
        BillingError: Stripe does not know a price.
    """
    first = {"price": sold_price(plan.lookup_key(price)), "quantity": seats}
    keys = [plan.metered_lookup_key(one, price) for one in plan.metered_with(price)]
    return [first, *({"price": sold_price(key)} for key in keys)]


def changed_items(
    standing: Standing, plan: Plan, price: PlanPrice, seats: int
) -> list[dict[str, Any]]:
    """Return the items of a subscription as those of another plan, or of the same.

    Whoever stays with a plan keeps what they pay for usage, whatever ``plans.py`` says now.

    Args:
        standing: How its account stands.
        plan: The plan it shall have.
        price: Which of its prices.
        seats: For how many.

    Raises:
        BillingError: Stripe does not know a price.
    """
    own = sold_price(plan.lookup_key(price))
    first = {"id": standing.item["id"], "price": own, "quantity": seats}
    if standing.subscribed_plan == plan and standing.price == price:
        return [first]
    return [first, *metered_changes(standing, plan, price)]


def metered_changes(standing: Standing, plan: Plan, price: PlanPrice) -> list[dict[str, Any]]:
    """Return what it takes for usage to be paid as a plan says; nothing where it is.

    Args:
        standing: How the account stands.
        plan: Which plan.
        price: Which of its prices.

    Raises:
        BillingError: Stripe does not know a price.
    """
    wanted = {plan.metered_product_id(one): one for one in plan.metered_with(price)}
    gone = []
    for item in standings.metered_items(standing.subscription):
        if item["price"]["recurring"]["interval"] == price.interval and _product(item) in wanted:
            del wanted[_product(item)]
        else:
            gone.append({"id": item["id"], "deleted": True})
    new = [sold_price(plan.metered_lookup_key(one, price)) for one in wanted.values()]
    return [*gone, *({"price": one} for one in new)]


def _product(item: dict[str, Any]) -> str:
    product = item["price"]["product"]
    return product if isinstance(product, str) else str(product["id"])
