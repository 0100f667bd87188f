"""A shop that is fitted out once and stands ready for every test: fitting out takes 80 requests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.apps import apps
from django.db import transaction
from djstripe import models as copies

from apps.billing import plans
from apps.billing.conf import conf
from apps.billing.flows import plan_sync
from apps.billing.models import ObjectReading
from apps.billing.parts import parts
from apps.billing.tests.catalogue import sell_as_tested
from apps.billing.tests.factories import AccountFactory
from apps.billing.tests.paying import Shop
from dev.stripe_offline.store import the_store

if TYPE_CHECKING:
    from django.db.models import Model
    from django.test import Client

    from apps.billing.models import Account
    from dev.stripe_offline.store import Row
    from dev.stripe_offline.testing import StripeOffline


@pytest.fixture(autouse=True)
def _as_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about people who pay; others who may have tests of their own."""
    settings.BILLING_SUBJECTS = "apps.billing.subjects.UserSubjects"
    sell_as_tested(settings, monkeypatch)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits before Stripe is asked once more, nor looks twice for whose a key is."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0)
    # dj-stripe looks for the key's account with every copy, and with every part of one.
    asked_once = cache(copies.Account.get_or_retrieve_for_api_key)
    monkeypatch.setattr(copies.Account, "get_or_retrieve_for_api_key", asked_once)


@pytest.fixture
def account(db: None) -> Account:
    """Somebody who has not bought anything."""
    return AccountFactory.create()


@dataclass(frozen=True)
class _FittedOut:
    """What there is at Stripe, and here, when plans are synced and webhooks are asked for."""

    answers: tuple[Any, ...]
    at_stripe: list[Row]
    here: list[list[Model]]

    def lay_out(self) -> None:
        the_store().load(self.at_stripe)
        with transaction.atomic():
            for rows in self.here:
                type(rows[0])._default_manager.bulk_create(rows)


@pytest.fixture(scope="session")
def fitted_out() -> list[_FittedOut]:
    """The shops fitted out so far: one for each catalogue that tests sell from."""
    return []


@pytest.fixture
def shop(
    db: None,
    client: Client,
    stripe_offline: StripeOffline,
    fitted_out: list[_FittedOut],
) -> Shop:
    """Stripe with our plans, which tells us what happens."""
    answers = (
        *(plans.PLANS, plans.PURCHASES, conf.currency, conf.trial_days, conf.tax),
        conf.webhook_secrets,
        [(one.id, one.prices) for part in parts() for one in part.products()],
    )
    for known in fitted_out:
        if known.answers == answers:
            known.lay_out()
            return Shop(stripe_offline, client)
    plan_sync.apply(plan_sync.plan_steps())
    stripe_offline.collect()
    kinds: list[type[Model]] = [*apps.get_app_config("djstripe").get_models(), ObjectReading]
    here = [list(kind._default_manager.all()) for kind in kinds]
    fitted_out.append(_FittedOut(answers, the_store().dump(), [it for it in here if it]))
    return Shop(stripe_offline, client)
