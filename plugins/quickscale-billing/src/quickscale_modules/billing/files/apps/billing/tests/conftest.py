"""Fixtures for the tests of billing: an empty Stripe, then one that knows the plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apps.billing import endpoints
from apps.billing.flows import plan_sync
from apps.billing.tests.factories import AccountFactory
from apps.billing.tests.paying import Shop
from apps.stripe_offline.testing import StripeOffline, stripe_offline

if TYPE_CHECKING:
    from django.test import Client

    from apps.billing.models import Account

__all__ = ["stripe_offline"]


@pytest.fixture(autouse=True)
def _people_pay(settings: Any) -> None:
    """These tests are about people who pay; others who may have tests of their own."""
    settings.BILLING_SUBJECTS = "apps.billing.subjects.UserSubjects"


@pytest.fixture
def shop(db: None, client: Client, stripe_offline: StripeOffline) -> Shop:
    """Stripe with our plans, which tells us what happens."""
    plan_sync.apply(plan_sync.plan_steps())
    endpoints.register("http://testserver")
    stripe_offline.collect()
    return Shop(stripe_offline, client)


@pytest.fixture
def account(db: None) -> Account:
    """Somebody who has not bought anything."""
    return AccountFactory.create()
