"""The scenes of the machine at Stripe's own test mode, where a key of a sandbox is given.

``STRIPE_SANDBOX_KEY=sk_test_...`` names it. Let it be a sandbox of its own
(https://docs.stripe.com/sandboxes): its products become those of billing's tests. Without a key
the stand-in is asked by the very same calls, so that these tests are known to run.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
import stripe

from apps.billing.flows import plan_sync
from apps.team_billing.tests.money import holding
from apps.team_billing.tests.money.faults import SCENES
from apps.team_billing.tests.money.machine import Money
from apps.team_billing.tests.money.scene import ASKS
from apps.team_billing.tests.money.stripe_itself import Clocks, StripeItself

if TYPE_CHECKING:
    from apps.billing.tests.paying import Shop

KEY = os.environ.get("STRIPE_SANDBOX_KEY", "")

BY_API = ("unpaid_pauses", "free_seats", "late_charges", "wrong_prices", "lost_customers")
"""The scenes that need no page of Checkout, which has to be filled in by a person."""

MORE: dict[str, tuple[tuple[Any, ...], ...]] = {
    "renewal": (("wait", 31), ("wait", 31)),
    "upgrade": (("change_plan", "pro", "year"), ("wait", 31)),
    "downgrade": (("change_plan", "starter", "month"), ("wait", 31)),
    "kept": (("change_plan", "starter", "month"), ("keep_plan",), ("wait", 31)),
    "bank": (("use", ASKS), ("change_plan", "pro", "year")),
    "cancelled": (("cancel",), ("wait", 31), ("wait", 31)),
    "portal": (("cancel_in_portal",), ("resume",), ("wait", 31)),
    "seats": (("join", 2), ("wait", 14), ("leave",), ("wait", 31)),
    "staff": (("staff_end_it_in_the_dashboard",), ("wait", 1)),
}
"""Further ones, for a team that pays for Pro."""


@pytest.fixture(params=["the stand-in", "Stripe"])
def itself(
    request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch, shop: Shop
) -> StripeItself:
    """Stripe's test mode, or the stand-in asked as it would be."""
    if request.param == "Stripe":
        if not KEY.startswith(("sk_test_", "rk_test_")) or "offline" in KEY:
            pytest.skip("STRIPE_SANDBOX_KEY names no key of a sandbox")
        settings.STRIPE_SECRET_KEY = KEY
        monkeypatch.setattr(stripe, "api_key", KEY)
        monkeypatch.setattr(stripe, "api_base", stripe.DEFAULT_API_BASE)
        monkeypatch.setattr(stripe, "default_http_client", None)
        plan_sync.apply(plan_sync.plan_steps())
    made = StripeItself(Clocks(), shop.client)
    made.begin()
    return made


@pytest.mark.parametrize("scene", [*BY_API, *MORE])
def test_stripe_itself_does_as_the_stand_in(itself: Shop, scene: str) -> None:
    machine = Money()
    machine.shop = itself
    checks = [*holding.ALWAYS, *holding.ONCE_TOLD]
    checks.remove(holding.everything_at_stripe_is_the_accounts)
    try:
        machine.begin("pro", "year" if scene == "free_seats" else "month", is_subscribed=True)
        for name, *arguments in {**SCENES, **MORE}[scene]:
            getattr(machine, name)(*arguments)
            for check in checks:
                check(machine)
    finally:
        machine.teardown()
