"""What the tests sell, whatever ``plans.py`` says, so that no edit of it breaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from apps.billing import composed, plans
from apps.billing.catalog import Plan, PlanPrice, Purchase

if TYPE_CHECKING:
    import pytest

FEATURES: Final = {
    "reports": "Reports",
    "integrations": "Integrations",
    "priority_support": "Priority support",
}

LIMITS: Final = {"projects": "Projects", "exports": "Exports each month"}

FREE: Final = Plan(
    key="free",
    name="Free",
    description="To look around, for as long as you like.",
    limits={"projects": 1, "exports": 5},
)

STARTER: Final = Plan(
    key="starter",
    name="Starter",
    description="For one person with real work to do.",
    prices=(
        PlanPrice(amount=1900, interval="month"),
        PlanPrice(amount=19000, interval="year"),
    ),
    features=("reports",),
    limits={"projects": 10, "exports": 100},
    trial_needs_card=False,
)

PRO: Final = Plan(
    key="pro",
    name="Pro",
    description="For teams that work in it every day.",
    prices=(
        PlanPrice(amount=4900, interval="month"),
        PlanPrice(amount=49000, interval="year"),
    ),
    features=("reports", "integrations", "priority_support"),
    limits={"projects": None, "exports": 2000},
    per_seat=True,
    highlighted=True,
)

PLANS: Final = (FREE, STARTER, PRO)

PACK: Final = Purchase(
    key="export_pack",
    name="100 more exports",
    description="On top of your plan, until the period ends.",
    amount=900,
    adds={"exports": 100},
)


def sell_as_tested(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sell the plans of this file, with the answers that the tests count on.

    Args:
        settings: The fixture of pytest-django.
        monkeypatch: The fixture of pytest.
    """
    monkeypatch.setattr(plans, "FEATURES", dict(FEATURES))
    monkeypatch.setattr(plans, "LIMITS", dict(LIMITS))
    monkeypatch.setattr(plans, "PLANS", PLANS)
    monkeypatch.setattr(plans, "PURCHASES", (PACK,))
    monkeypatch.setattr(composed, "FEATURES", ())
    monkeypatch.setattr(composed, "LIMITS", ())
    settings.BILLING_CURRENCY = "usd"
    settings.BILLING_TRIAL_DAYS = 14
    settings.BILLING_TAX = False
    settings.BILLING_PORTAL = True
    settings.BILLING_GRACE_DAYS = 7
    settings.BILLING_WEBHOOK_ATTEMPTS = 8
    settings.BILLING_EVENT_DAYS = 90
    settings.BILLING_PARTS = ()  # they have tests of their own
