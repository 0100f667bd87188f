"""What an owner may make of ``plans.py``: other keys, names, currencies, limits, trials, prices."""

from __future__ import annotations

from apps.billing import with_modules
from apps.billing.catalog import Plan, PlanPrice

FEATURES = with_modules.features({"exports": "Exports", "own_domain": "A domain of one's own"})

LIMITS = with_modules.limits({"pages": "Pages", "visits": "Visits each month"})

PLANS = with_modules.plans(
    Plan(key="visitor", name="Visitor", limits={"pages": 3}),
    Plan(
        key="starter",
        name="Studio",
        prices=(PlanPrice(amount=725000, interval="month", currency="jpy"),),
        features=("own_domain",),
        limits={"pages": None, "visits": 40},
        trial_days=0,
        per_seat=True,
    ),
    Plan(
        key="house",
        name="House",
        prices=(PlanPrice(amount=9900, interval="year", currency="chf"),),
        features=("exports", "own_domain"),
        limits={"visits": None},
        trial_days=3,
        sold=False,
    ),
)

PURCHASES = with_modules.purchases()
