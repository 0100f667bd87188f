"""Fixtures for the tests of discounts."""

from __future__ import annotations

from apps.billing.tests.opening import _as_told, _impatient, account, fitted_out, shop
from dev.stripe_offline.testing import stripe_offline

__all__ = ["_as_told", "_impatient", "account", "fitted_out", "shop", "stripe_offline"]
