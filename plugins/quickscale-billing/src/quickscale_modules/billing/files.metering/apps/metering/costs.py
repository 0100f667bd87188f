"""What usage costs whom: the metered items of a subscription, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from apps.billing import standings, subscription_data
from apps.metering import prices
from apps.metering.catalog import included_in

if TYPE_CHECKING:
    from datetime import datetime

    from djstripe import models as copies

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.standings import Standing
    from apps.metering.catalog import MeteredPrice

PAYING: Final = (standings.State.ACTIVE, standings.State.ENDING, standings.State.PAST_DUE)
"""The states in which usage may be paid."""


@dataclass(frozen=True, kw_only=True)
class Metered:
    """What usage of something costs a subscriber.

    Attributes:
        limit: Of what: a key of ``LIMITS``.
        unit_amount: What one unit costs, in the currency's smallest unit.
        included: How much of it costs nothing, or ``None`` where every unit is paid.
        currency: Of which currency.
        since: From when on this counts.
    """

    limit: str
    unit_amount: Decimal
    included: int | None
    currency: str
    since: datetime

    def paid_units(self, used: int) -> int:
        """Return for how much of what was used something is paid."""
        return max(0, used - (self.included or 0))

    def cost(self, used: int) -> int:
        """Return what usage comes to, in the currency's smallest unit."""
        exact = self.paid_units(used) * self.unit_amount
        return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def metered_with(plan: Plan, price: PlanPrice) -> list[MeteredPrice]:
    """Return what is paid for usage by those who pay one of a plan's prices."""
    found = prices.METERED.get(plan.key, ())
    return [one for one in found if one.currency_code == price.currency_code]


def metadata_of(plan: Plan, metered: MeteredPrice, interval: str) -> dict[str, str]:
    """Return what a metered price at Stripe says about itself, for :func:`metered_by` to read.

    Its tiers say the same, which Stripe leaves out of the items of subscriptions.
    """
    included = included_in(plan, metered, interval)
    return {
        "limit": metered.limit,
        "unit_amount": format(Decimal(metered.unit_amount).normalize(), "f"),
        "included": "" if included is None else str(included),
    }


def metered_by(standing: Standing) -> dict[str, Metered]:
    """Return what usage costs by what is subscribed to, by the limits' keys.

    That is not what ``prices.py`` says now: whoever subscribed before keeps their prices. Nothing
    is metered in a trial, whose usage Stripe does not bill, so its limits hold; nor while the plan
    that is paid for may not be used.
    """
    held = standing.subscription
    if standing.state not in PAYING or held is None or held.stripe_data["status"] == "trialing":
        return {}
    found = [_read(item, standing) for item in metered_items(held)]
    return {one.limit: one for one in found if one}


def metered_items(subscription: copies.Subscription | None) -> list[dict[str, Any]]:
    """Return the items of a subscription by which usage is paid, as Stripe tells them."""
    return [
        item for item in subscription_data.items(subscription) if subscription_data.is_metered(item)
    ]


def _read(item: dict[str, Any], standing: Standing) -> Metered | None:
    price = item["price"]
    told = price.get("metadata") or {}
    if not told.get("limit") or not told.get("unit_amount"):
        return None  # somebody added it at Stripe by hand
    begun = subscription_data.moment(item.get("created")) or timezone.now()
    return Metered(
        limit=told["limit"],
        unit_amount=Decimal(told["unit_amount"]),
        included=int(told["included"]) if told.get("included") else None,
        currency=price["currency"],
        since=max(begun, standing.period_start),
    )
