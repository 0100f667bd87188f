"""A system check: what cannot work in the prices of usage, told at start."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Error, register

from apps.billing import plans, standings
from apps.metering import prices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig

    from apps.billing.catalog import Plan
    from apps.metering.catalog import MeteredPrice


@register()
def check_prices(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Look at ``prices.py``."""
    return [
        Error(
            text,
            hint="Correct apps/metering/prices.py, or apps/billing/plans.py.",
            id="metering.E001",
        )
        for text in _mistakes()
    ]


def _mistakes() -> Iterator[str]:
    for key, uses in prices.METERED.items():
        plan = standings.find_plan(key)
        if plan is None:
            yield f"There is no plan {key!r}."
        else:
            yield from _mistakes_in(plan, uses)
    metered = {use.limit for uses in prices.METERED.values() for use in uses}
    for one in plans.PURCHASES:
        for name in sorted(set(one.adds) & metered):
            yield (
                f"Purchase {one.key!r} of plans.py adds to {name!r}, of which a plan's usage is"
                " paid already: sell one or the other."
            )


def _mistakes_in(plan: Plan, uses: Sequence[MeteredPrice]) -> Iterator[str]:
    currencies = {price.currency_code for price in plan.prices}
    found = Counter((use.limit, use.currency_code) for use in uses)
    for (limit, currency), count in found.items():
        if count > 1:
            yield f"Plan {plan.key!r} meters {limit!r} in {currency} {count} times."
        if limit not in plans.LIMITS:
            yield f"Plan {plan.key!r} meters {limit!r}, which is not in LIMITS."
        if currency not in currencies:
            yield f"Plan {plan.key!r} meters {limit!r} in {currency}, in which it has no price."
    for use in uses:
        if use.unit_amount <= 0:
            yield f"Plan {plan.key!r} meters {use.limit!r}, and asks nothing for it."
        if use.above_limit and plan.limits.get(use.limit) is None:
            yield f"Plan {plan.key!r} meters {use.limit!r} above a limit that it does not have."
