from __future__ import annotations

import pytest
from django.utils import timezone
from djstripe.models import Subscription

from apps.billing import plans, queries, standings
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


def test_subscribers_have_months_of_invoices_and_one_payment_that_failed_first(
    stripe_offline: object,
) -> None:
    seed("a-demo-password")

    account = max(Account.objects.all(), key=lambda one: queries.invoices(one).count())
    invoices = [one.stripe_data for one in queries.invoices(account)]
    assert len(invoices) == 7
    assert {one["status"] for one in invoices} == {"paid"}
    assert sum(one["attempt_count"] > 1 for one in invoices) == 1
    days = {one["created"] // 86400 for one in invoices}
    assert len(days) == 7
    standing = standings.standing_of(account)
    assert standing.period_start < timezone.now() < (standing.until or timezone.now())


def test_subscribers_used_something_on_most_days(stripe_offline: object) -> None:
    seed("a-demo-password")

    for account in Account.objects.exclude(customer_id=None):
        days = account.usage.dates("used_at", "day")
        assert len(days) > 50
        granted = standings.standing_of(account)
        limit = granted.plan.limits["exports"]
        assert limit is not None
        assert 0 < queries.usage(account, "exports", granted.counted_since) <= limit


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
