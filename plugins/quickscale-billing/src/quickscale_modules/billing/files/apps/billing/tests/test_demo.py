from __future__ import annotations

import pytest
from djstripe.models import Subscription

from apps.billing import plans, standings
from apps.billing.conf import conf
from apps.billing.models import Account, UsageRecord
from apps.billing.tests.catalogue import FREE
from apps.ops.seeding import seed

pytestmark = pytest.mark.django_db


def test_there_are_subscribers_and_somebody_left_to_choose(stripe_offline: object) -> None:
    demo = seed("a-demo-password")

    states = [standings.standing_of(account).state for account in Account.objects.all()]
    assert standings.State.ACTIVE in states
    subject = conf.subjects.account_of(demo.user) if conf.subjects.key(demo.user) else None
    assert subject is None or standings.standing_of(subject).state == standings.State.FREE


def test_seeding_twice_changes_nothing(stripe_offline: object) -> None:
    seed("a-demo-password")
    before = (Account.objects.count(), UsageRecord.objects.count())

    seed("a-demo-password")

    assert (Account.objects.count(), UsageRecord.objects.count()) == before


def test_nobody_is_said_to_have_a_plan_that_is_not_sold(
    stripe_offline: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "PLANS", (FREE,))

    demo = seed("a-demo-password")

    assert not [line for line in demo.made if "subscription" in line]
    assert not Subscription.objects.exists()


def test_a_real_stripe_is_left_alone(settings: object) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_of_somebodys_own_account"  # type: ignore[attr-defined]

    seed("a-demo-password")

    assert not Account.objects.exists()
