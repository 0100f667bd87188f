"""What metered prices are made of. ``prices.py`` says which ones there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.billing.conf import conf

if TYPE_CHECKING:
    from decimal import Decimal

    from apps.billing.catalog import Plan, PlanPrice


@dataclass(frozen=True, kw_only=True)
class MeteredPrice:
    """What is paid for usage, beside a plan's price, once the period is over.

    Attributes:
        limit: A key of ``LIMITS`` that is counted by ``record_usage`` and ``consume``.
        unit_amount: Of one unit, in the currency's smallest unit, or a part of it:
            ``Decimal("0.5")`` is half a cent.
        above_limit: Whether what the plan's limit allows is included, and more may be used and is
            paid. If not, every unit is paid, and the limit stays where more ends.
        currency: Three lower-case letters, or empty for ``BILLING_CURRENCY``.
    """

    limit: str
    unit_amount: Decimal | int
    above_limit: bool = True
    currency: str = ""

    @property
    def currency_code(self) -> str:
        """The currency, whichever way it was said."""
        return self.currency or conf.currency


def included_in(plan: Plan, metered: MeteredPrice, interval: str) -> int | None:
    """Return how much costs nothing in a period, or nothing where every unit is paid.

    Args:
        plan: Which plan; its limits are for a month.
        metered: What is paid for usage.
        interval: How long a period is: ``month`` or ``year``.
    """
    limit = plan.limits.get(metered.limit) if metered.above_limit else None
    return limit and limit * (12 if interval == "year" else 1)


def product_id(plan: Plan, metered: MeteredPrice) -> str:
    """Return what Stripe calls the usage that is paid; invoices name it."""
    return f"{plan.product_id}_{metered.limit}"


def lookup_key(plan: Plan, metered: MeteredPrice, price: PlanPrice) -> str:
    """Return the name by which Stripe finds what usage costs, beside a price of the plan."""
    return f"{plan.key}_{metered.limit}_{price.interval}_{metered.currency_code}"
