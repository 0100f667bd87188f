"""What people choose on the billing pages, looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from apps.billing import queries, standings
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, QueryDict

    from apps.billing.catalog import Plan, PlanPrice, Purchase


KEY: Final = "billing_choice"
"""Under this name a session says which plan was chosen before there was an account to pay."""


def plan_in(data: QueryDict) -> tuple[Plan, PlanPrice]:
    """Return the plan somebody chose, and its price of the interval they chose.

    Raises:
        BillingError: None like that is sold.
    """
    return plan_named({name: str(data.get(name, "")) for name in ("plan", "interval")})


def plan_named(data: Mapping[str, str]) -> tuple[Plan, PlanPrice]:
    """Return the plan of a key, and its price of an interval.

    Raises:
        BillingError: None like that is sold.
    """
    plan = standings.find_plan(data.get("plan", ""))
    price = plan.price(data.get("interval", "")) if plan else None
    if plan is None or price is None or not plan.sold:
        raise BillingError(_("There is no such plan. Choose one of these."))
    return plan, price


def remember(request: HttpRequest, plan: Plan, price: PlanPrice) -> None:
    """Keep in mind what somebody chose, until it is theirs or they drop it."""
    request.session[KEY] = {"plan": plan.key, "interval": price.interval}


def remembered(request: HttpRequest) -> tuple[Plan, PlanPrice] | None:
    """Return what somebody chose and has not begun to pay for, if it is still sold."""
    chosen = request.session.get(KEY)
    try:
        return plan_named(chosen) if chosen else None
    except BillingError:
        return None


def forget(request: HttpRequest) -> None:
    """Keep it in mind no longer."""
    request.session.pop(KEY, None)


def purchase_in(data: QueryDict) -> Purchase:
    """Return what somebody wants to buy once.

    Raises:
        BillingError: It is not sold.
    """
    found = queries.find_purchase(data.get("item", ""))
    if found is None:
        raise BillingError(_("This is not for sale."))
    return found
