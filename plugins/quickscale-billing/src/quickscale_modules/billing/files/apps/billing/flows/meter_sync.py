"""What ``sync_plans`` has to do about meters and metered prices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apps.billing import plans
from apps.billing.metering import metadata_of
from apps.billing.stripe_calls import client

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apps.billing.catalog import MeteredPrice, Plan

__all__ = ["Step", "apply_meter", "meter_ids", "meter_steps", "metered_prices"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do at Stripe.

    Attributes:
        verb: ``create``, ``update`` or ``archive``.
        kind: ``meter``, ``product`` or ``price``.
        key: The product's id, or the price's lookup key.
        params: What is sent.
        object_id: What is changed, unless it is made.
    """

    verb: str
    kind: str
    key: str
    params: dict[str, Any]
    object_id: str = ""

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.key}"


def meter_ids() -> dict[str, str]:
    """Return Stripe's ids of the meters that count, by the names of their events."""
    found = client().v1.billing.meters.list({"status": "active", "limit": 100})
    return {meter.event_name: meter.id for meter in found.auto_paging_iter()}


def meter_steps(held: Mapping[str, str]) -> Iterator[Step]:
    """Yield what is to be done so that there is a meter for each limit whose usage is paid.

    A meter that is no longer needed is left alone: those who subscribed before are billed by it.

    Args:
        held: What :func:`meter_ids` returned.
    """
    wanted = {use.limit for plan in plans.PLANS for use in plan.metered}
    for limit in sorted(wanted - set(held)):
        params: dict[str, Any] = {
            "display_name": str(plans.LIMITS[limit]),
            "event_name": limit,
            "default_aggregation": {"formula": "sum"},
            "customer_mapping": {"type": "by_id", "event_payload_key": "stripe_customer_id"},
            "value_settings": {"event_payload_key": "value"},
        }
        yield Step(verb="create", kind="meter", key=limit, params=params)


def apply_meter(step: Step) -> dict[str, str]:
    """Make a meter.

    Args:
        step: One of :func:`meter_steps`.

    Returns:
        Its id, by the name of its events.
    """
    params: Any = step.params
    return {step.key: client().v1.billing.meters.create(params).id}


def metered_prices(plan: Plan, meters: Mapping[str, str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what usage costs by a plan: prices by lookup key, by the limits' keys.

    Args:
        plan: Which plan.
        meters: What :func:`meter_ids` returned; a meter that is still to be made is named by its
            events instead of by its id.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for price in plan.prices:
        for use in plan.metered_with(price):
            found.setdefault(use.limit, {})[plan.metered_lookup_key(use, price)] = {
                "product": plan.metered_product_id(use),
                "currency": use.currency_code,
                "recurring": {
                    "interval": price.interval,
                    "usage_type": "metered",
                    "meter": meters.get(use.limit, use.limit),
                },
                "metadata": metadata_of(plan, use, price.interval),
                **_amounts(plan, use, price.interval),
            }
    return found


def _amounts(plan: Plan, use: MeteredPrice, interval: str) -> dict[str, Any]:
    """Return what a unit costs, in tiers where some cost nothing."""
    included = plan.included(use, interval)
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
