"""Fixtures for the tests of billing: an empty Stripe, then one that knows the plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apps.billing.tests.letters import SECRET
from apps.billing.tests.opening import _as_told, _impatient, account, fitted_out, shop
from apps.billing.tests.paying import Payer, Shop
from dev.stripe_offline.testing import stripe_offline

if TYPE_CHECKING:
    from django.test import Client

    from apps.billing.models import Account

__all__ = ["_as_told", "_impatient", "account", "fitted_out", "shop", "stripe_offline"]


@pytest.fixture
def our_secret(settings: Any) -> None:
    """Webhooks are signed with a secret that the tests know; another is on its way out."""
    settings.STRIPE_WEBHOOK_SECRET = f"whsec_old, {SECRET}"


@pytest.fixture
def payer(shop: Shop, account: Account) -> Payer:
    """Somebody whose time can be moved on."""
    return Payer(shop, account)


@pytest.fixture
def signed(client: Client, account: Account) -> Client:
    """A client that ``account``'s owner is signed in with."""
    assert account.user is not None
    client.force_login(account.user)
    return client
