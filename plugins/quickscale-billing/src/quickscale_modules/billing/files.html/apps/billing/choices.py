"""What people choose on the billing pages, looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.billing import queries, standings
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from django.http import QueryDict

    from apps.billing.catalog import Plan, PlanPrice, Purchase


def plan_in(data: QueryDict) -> tuple[Plan, PlanPrice]:
    """Return the plan somebody chose, and its price of the interval they chose.

    Raises:
        BillingError: None like that is sold.
    """
    plan = standings.find_plan(data.get("plan", ""))
    price = plan.price(data.get("interval", "")) if plan else None
    if plan is None or price is None or not plan.sold:
        raise BillingError(_("There is no such plan. Choose one of these."))
    return plan, price


def purchase_in(data: QueryDict) -> Purchase:
    """Return what somebody wants to buy once.

    Raises:
        BillingError: It is not sold.
    """
    found = queries.find_purchase(data.get("item", ""))
    if found is None:
        raise BillingError(_("This is not for sale."))
    return found
