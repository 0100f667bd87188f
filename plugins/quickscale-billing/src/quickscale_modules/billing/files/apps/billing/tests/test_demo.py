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


def test_some_have_paid_for_months_and_used_something_on_most_days(
    stripe_offline: object, subtests: pytest.Subtests
) -> None:
    demo = seed("a-demo-password")
    payers = list(Account.objects.exclude(customer_id=None))
    made = (Account.objects.count(), UsageRecord.objects.count())

    with subtests.test("there are subscribers, and somebody is left to choose"):
        states = [standings.standing_of(account).state for account in payers]
        assert standings.State.ACTIVE in states
        subject = conf.subjects.account_of(demo.user)
        assert subject is None or standings.standing_of(subject).state == standings.State.FREE

    with subtests.test("one has invoices of months, and a payment that failed first"):
        account = max(payers, key=lambda one: queries.invoices(one).count())
        invoices = [one.stripe_data for one in queries.invoices(account)]
        assert len({one["created"] // 86400 for one in invoices}) == len(invoices) == 7
        assert {one["status"] for one in invoices} == {"paid"}
        assert sum(one["attempt_count"] > 1 for one in invoices) == 1
        standing = standings.standing_of(account)
        assert standing.period_start < timezone.now() < (standing.until or timezone.now())

    for account in payers:
        with subtests.test("used something on most days, within the plan", account=str(account)):
            assert len(account.usage.dates("used_at", "day")) > 50
            granted = standings.standing_of(account)
            limit = granted.plan.limits["exports"]
            assert limit is not None
            assert 0 < queries.usage(account, "exports", granted.counted_since) <= limit

    with subtests.test("seeding twice changes nothing"):
        seed("a-demo-password")
        assert (Account.objects.count(), UsageRecord.objects.count()) == made


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
