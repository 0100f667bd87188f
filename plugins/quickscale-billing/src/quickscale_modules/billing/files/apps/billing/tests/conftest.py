"""Fixtures for the tests of billing: an empty Stripe, then one that knows the plans."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import stripe

from apps.billing import plans
from apps.billing.catalog import MeteredPrice
from apps.billing.tests.factories import AccountFactory
from apps.billing.tests.letters import SECRET
from apps.billing.tests.opening import fitted_out, shop
from apps.billing.tests.paying import Payer, Shop, sell_as_tested
from dev.stripe_offline.testing import stripe_offline

if TYPE_CHECKING:
    from apps.billing.models import Account

__all__ = ["fitted_out", "shop", "stripe_offline"]


@pytest.fixture(autouse=True)
def _as_told(settings: Any) -> None:
    """These tests are about people who pay; others who may have tests of their own."""
    settings.BILLING_SUBJECTS = "apps.billing.subjects.UserSubjects"
    sell_as_tested(settings)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits before Stripe is asked once more."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0)


@pytest.fixture
def _metered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have exports above a plan's limit paid: 12.5 cents each in Starter, 2 cents in Pro."""
    amounts = {"starter": Decimal("12.5"), "pro": Decimal(2)}
    changed = tuple(
        replace(plan, metered=(MeteredPrice(limit="exports", unit_amount=amounts[plan.key]),))
        if plan.key in amounts
        else plan
        for plan in plans.PLANS
    )
    monkeypatch.setattr(plans, "PLANS", changed)
    monkeypatch.setattr(plans, "PURCHASES", ())


@pytest.fixture
def metered_shop(_metered: None, shop: Shop) -> Shop:
    """Return Stripe with plans that have usage paid."""
    return shop


@pytest.fixture
def our_secret(settings: Any) -> None:
    """Webhooks are signed with a secret that the tests know; another is on its way out."""
    settings.STRIPE_WEBHOOK_SECRET = f"whsec_old, {SECRET}"


@pytest.fixture
def account(db: None) -> Account:
    """Somebody who has not bought anything."""
    return AccountFactory.create()


@pytest.fixture
def payer(shop: Shop, account: Account) -> Payer:
    """Somebody whose time can be moved on."""
    return Payer(shop, account)
