"""What ``sync_plans`` makes at Stripe for usage to be paid: meters, products and prices.

What a metered price is made of:
https://docs.stripe.com/billing/subscriptions/usage-based/implementation-guide
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apps.billing import plans
from apps.billing.flows.plan_sync import OURS, Product, Step
from apps.billing.stripe_calls import client
from apps.metering.catalog import included_in, lookup_key, product_id
from apps.metering.costs import metadata_of, metered_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apps.billing.catalog import Plan, PlanPrice
    from apps.metering.catalog import MeteredPrice


def metered_products() -> Iterator[Product]:
    """Yield what usage is paid by, after asking Stripe which meters there are.

    A meter that is no longer needed is left alone: those who subscribed before are billed by it.
    """
    meters = _meter_ids()
    for plan in plans.PLANS:
        found: dict[str, list[tuple[MeteredPrice, PlanPrice]]] = {}
        for price in plan.prices:
            for use in metered_with(plan, price):
                found.setdefault(use.limit, []).append((use, price))
        for limit, sold in found.items():
            yield Product(
                id=product_id(plan, sold[0][0]),
                params=_product(plan, limit),
                prices={
                    lookup_key(plan, use, price): _price(plan, use, price, meters)
                    for use, price in sold
                },
                before=() if limit in meters else (_new_meter(limit),),
            )


def _meter_ids() -> dict[str, str]:
    """Return Stripe's ids of the meters that count, by the names of their events."""
    found = client().v1.billing.meters.list({"status": "active", "limit": 100})
    return {meter.event_name: meter.id for meter in found.auto_paging_iter()}


def _new_meter(limit: str) -> Step:
    params: dict[str, Any] = {
        "display_name": str(plans.LIMITS[limit]),
        "event_name": limit,
        "default_aggregation": {"formula": "sum"},
        "customer_mapping": {"type": "by_id", "event_payload_key": "stripe_customer_id"},
        "value_settings": {"event_payload_key": "value"},
    }
    return Step(verb="create", kind="billing.meter", key=limit, params=params)


def _product(plan: Plan, limit: str) -> dict[str, Any]:
    params: dict[str, Any] = {
        "name": f"{plans.LIMITS[limit]} ({plan.name})",
        "active": True,
        "metadata": {"made_by": OURS, "key": f"{plan.key}_{limit}"},
    }
    return params | ({"tax_code": plan.tax_code} if plan.tax_code else {})


def _price(
    plan: Plan, use: MeteredPrice, price: PlanPrice, meters: Mapping[str, str]
) -> dict[str, Any]:
    """Return what usage costs beside a price; a meter that is still to be made is named by key."""
    return {
        "product": product_id(plan, use),
        "currency": use.currency_code,
        "recurring": {
            "interval": price.interval,
            "usage_type": "metered",
            "meter": meters.get(use.limit, use.limit),
        },
        "metadata": metadata_of(plan, use, price.interval),
        **_amounts(plan, use, price.interval),
    }


def _amounts(plan: Plan, use: MeteredPrice, interval: str) -> dict[str, Any]:
    """Return what a unit costs, in tiers where some cost nothing."""
    included = included_in(plan, use, interval)
    amount = Decimal(use.unit_amount)
    if not included:
        return {"unit_amount_decimal": amount}
    return {
        "billing_scheme": "tiered",
        "tiers_mode": "graduated",
        "tiers": [
            {"up_to": included, "unit_amount": 0},
            {"up_to": "inf", "unit_amount_decimal": amount},
        ],
    }
