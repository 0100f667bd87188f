"""What was bought on top of a plan, when a period begins before the last one is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.billing import plans, standings
from apps.billing.models import UsageRecord

if TYPE_CHECKING:
    from datetime import datetime

    from apps.billing.catalog import Plan
    from apps.billing.models import Account


def carry_over(account: Account, plan: Plan, start: datetime, key: str) -> None:
    """Have what is left of it count in the period that has begun. Asked again, nothing is added.

    Args:
        account: Whose.
        plan: What it had until the period began: that is used up before what was bought.
        start: When the last period began.
        key: Tells the beginning of this period from others.
    """
    since = standings.standing_of(account).counted_since
    if since <= start:
        return
    held = UsageRecord.objects.filter(account=account, used_at__gte=start, used_at__lt=since)
    quantities: dict[str, list[int]] = {name: [] for name in plans.LIMITS}
    for limit, quantity in held.values_list("limit", "quantity"):
        quantities.setdefault(limit, []).append(quantity)
    for limit, found in quantities.items():
        bought = -sum(one for one in found if one < 0)
        used = sum(one for one in found if one > 0)
        allowed = plan.limits.get(limit, 0)
        left = bought if allowed is None else bought - max(0, used - allowed)
        if left > 0:
            UsageRecord.objects.get_or_create(
                account=account,
                limit=limit,
                key=f"carried-{key}",
                defaults={"quantity": -left, "used_at": since},
            )
