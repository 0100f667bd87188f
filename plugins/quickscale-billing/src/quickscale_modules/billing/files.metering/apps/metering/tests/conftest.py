"""Fixtures for the tests of metering: a Stripe where usage is paid."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from apps.billing import plans
from apps.billing.tests.opening import _as_told, _impatient, account, fitted_out, shop
from apps.metering import prices
from apps.metering.catalog import MeteredPrice
from dev.stripe_offline.testing import stripe_offline

if TYPE_CHECKING:
    from apps.billing.tests.paying import Shop

__all__ = ["_as_told", "_impatient", "account", "fitted_out", "shop", "stripe_offline"]


@pytest.fixture(autouse=True)
def _nothing_yet(_as_told: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No usage is paid, and no other part takes part, whatever this project has."""
    settings.BILLING_PARTS = ["apps.metering.part.Metering"]
    monkeypatch.setattr(prices, "METERED", {})


@pytest.fixture
def _metered(_nothing_yet: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have exports above a plan's limit paid: 12.5 cents each in Starter, 2 cents in Pro."""
    amounts = {"starter": Decimal("12.5"), "pro": Decimal(2)}
    metered = {
        key: (MeteredPrice(limit="exports", unit_amount=amount),) for key, amount in amounts.items()
    }
    monkeypatch.setattr(prices, "METERED", metered)
    monkeypatch.setattr(plans, "PURCHASES", ())


@pytest.fixture
def metered_shop(_metered: None, shop: Shop) -> Shop:
    """Return Stripe with plans that have usage paid."""
    return shop
