"""Fixtures for the tests of discounts."""

from __future__ import annotations

from typing import Any

import pytest

from apps.billing.tests.opening import _as_told, _impatient, account, fitted_out, shop
from dev.stripe_offline.testing import stripe_offline

__all__ = ["_as_told", "_impatient", "account", "fitted_out", "shop", "stripe_offline"]


@pytest.fixture(autouse=True)
def _discounts_alone(_as_told: None, settings: Any) -> None:
    """No other part of billing takes part, whatever this project has."""
    settings.BILLING_PARTS = ["apps.discounts.part.Discounts"]
