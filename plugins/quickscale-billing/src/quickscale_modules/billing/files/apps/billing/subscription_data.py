"""What a subscription at Stripe says: its items, its plan, its end, and which of several counts."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from apps.billing import plans
from apps.billing.former_plans import former_plan
from apps.billing.stripe_calls import id_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from djstripe import models as copies

    from apps.billing.catalog import Plan

RANK: Final = {"active": 0, "trialing": 0, "past_due": 0, "unpaid": 1, "paused": 1}
"""Which of several subscriptions counts, by Stripe's state; all other states come after these."""


def items(subscription: copies.Subscription | None) -> list[dict[str, Any]]:
    """Return the items of a subscription, as Stripe tells them."""
    found = (subscription.stripe_data.get("items") or {}).get("data") if subscription else None
    return [dict(item) for item in found or ()]


def first_item(subscription: copies.Subscription | None) -> dict[str, Any]:
    """Return the item of a subscription that is its plan, as Stripe tells it; empty without one."""
    return next((item for item in items(subscription) if not is_metered(item)), {})


def is_metered(item: dict[str, Any]) -> bool:
    """Tell whether an item of a subscription is about usage, as none of a plan is."""
    return (item["price"].get("recurring") or {}).get("usage_type") == "metered"


def plan_of_item(item: dict[str, Any]) -> Plan | None:
    """Return which plan an item of a subscription is for."""
    product_id = id_of((item.get("price") or {}).get("product"))
    found = next((plan for plan in plans.PLANS if plan.product_id == product_id), None)
    return found or former_plan(product_id)


def is_to_a_plan(data: Mapping[str, Any]) -> bool:
    """Tell whether a subscription, as Stripe tells it, is to a plan of ours."""
    return any(plan_of_item(dict(item)) for item in data["items"]["data"])


def will_end(data: Mapping[str, Any]) -> bool:
    """Tell whether a subscription, as Stripe tells it, is cancelled and goes on until it ends."""
    return bool(data.get("cancel_at_period_end") or data.get("cancel_at"))


def precedence(data: Mapping[str, Any]) -> tuple[bool, int, int, bool, str]:
    """Return by what the one that counts of several subscriptions is chosen: the least.

    It is one to a plan of ours rather than something that staff agreed on, one that works rather
    than one that waits for its first payment, and the oldest of these.

    Args:
        data: A subscription as Stripe tells it.
    """
    begun_here = bool((data.get("metadata") or {}).get("account"))
    rank = RANK.get(data["status"], 2)
    return not is_to_a_plan(data), rank, data["created"], begun_here, data["id"]


def months_later(start: datetime, months: int) -> datetime:
    """Return the same day some months later, or the month's last day where it has none such."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last))


def moment(timestamp: int | None) -> datetime | None:
    """Return a moment from Stripe's seconds, or nothing from nothing."""
    return datetime.fromtimestamp(timestamp, tz=UTC) if timestamp else None
