from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import stripe
from django.core.cache import cache
from django.utils import timezone
from djstripe import models as copies

from apps.billing import queries, standings
from apps.billing.entitlements import entitlements
from apps.billing.flows import checkout, plan_changes
from apps.billing.flows.purchases import fulfil
from apps.billing.flows.usage import LimitReachedError, consume, record_usage
from apps.billing.models import UsageRecord
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.factories import UsageRecordFactory
from apps.billing.tests.paying import BACK, DONE
from apps.billing.tests.test_checkout import plan_and_price

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.billing.models import Account
    from apps.billing.tests.paying import Payer, Shop
    from apps.users.models import User

pytestmark = pytest.mark.django_db

EXTREMES = ((0, 100), (5, 100), (105, 0))
"""How much was used, and what is left of a hundred bought ones, where the plan has five."""


def test_the_free_plan_is_everybodys(user: User) -> None:
    granted = entitlements(user)

    assert granted.plan.key == "free"
    assert not granted.has("reports")
    assert granted.limit("projects") == 1
    assert granted.allows("projects", 1)
    assert not granted.allows("projects", 2)
    assert entitlements(None).plan.key == "free"


def test_a_feature_that_is_none_is_a_mistake(user: User) -> None:
    with pytest.raises(LookupError, match="FEATURES"):
        entitlements(user).has("telepathy")


def test_asking_for_a_limit_that_is_none_is_a_mistake(user: User) -> None:
    granted = entitlements(user)
    with pytest.raises(LookupError, match="LIMITS"):
        granted.limit("telepathy")
    with pytest.raises(LookupError, match="LIMITS"):
        granted.allows("telepathy", 1)


def test_what_is_used_is_counted_once(user: User) -> None:
    assert consume(user, "exports", key="first")
    assert not consume(user, "exports", key="first")
    assert record_usage(user, "exports", key="second")
    assert not record_usage(user, "exports", key="second")


def test_a_limit_holds(user: User) -> None:
    for number in range(5):
        consume(user, "exports", key=str(number))

    with pytest.raises(LimitReachedError, match="your plan allows 5"):
        consume(user, "exports", key="6")
    with pytest.raises(LimitReachedError):
        consume(user, "exports", 2, key="7")


def test_what_was_bought_on_top_is_added(account: Account) -> None:
    UsageRecordFactory.create(account=account, quantity=-100, key="cs_bought")

    assert consume(account.user, "exports", 105, key="many")
    with pytest.raises(LimitReachedError):
        consume(account.user, "exports", key="more")


class TestMonths:
    """Limits are for a month, also where a year is paid."""

    @pytest.mark.parametrize(
        ("start", "now", "since"),
        [
            ("2027-01-31", "2027-02-27", "2027-01-31"),
            ("2027-01-31", "2027-02-28", "2027-02-28"),
            ("2027-01-31", "2027-03-30", "2027-02-28"),
            ("2027-11-15", "2028-02-20", "2028-02-15"),
            ("2027-11-15", "2027-11-15", "2027-11-15"),
        ],
    )
    def test_the_month_begins_on_the_same_day(
        self, start: str, now: str, since: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        began, present = (datetime.fromisoformat(f"{one}T12:00:00+00:00") for one in (start, now))
        monkeypatch.setattr(timezone, "now", lambda: present)
        price = {"recurring": {"interval": "year"}, "unit_amount": 100, "currency": "usd"}
        item = {"price": price | {"product": "plan_pro"}, "quantity": 1}
        standing = standings.Standing(
            plan=standings.free_plan(),
            state=standings.State.ACTIVE,
            period_start=began,
            subscription=copies.Subscription(stripe_data={"items": {"data": [item]}}),
        )

        assert standing.counted_since.date().isoformat() == since

    def test_what_was_used_a_month_ago_counts_no_more(self, payer: Payer) -> None:
        payer.shop.subscribe(payer.account, "starter", "year")
        start = payer.standing.period_start
        UsageRecordFactory.create(account=payer.account, quantity=100, used_at=start)
        payer.wait(1)
        assert queries.usage(payer.account, "exports", payer.standing.counted_since) == 100

        with at_moment(start + timedelta(days=45)):
            assert queries.usage(payer.account, "exports", payer.standing.counted_since) == 0
            assert consume(payer.account.user, "exports", key="one")


@contextmanager
def at_moment(moment: datetime) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "now", lambda: moment)
        cache.clear()
        yield


class TestPacks:
    """What was bought on top stays, also when a period begins before the last one is over."""

    def begin_early(self, account: Account, used: int) -> None:
        """Have bought a pack and used some of it on the free plan, a moment before subscribing."""
        month = standings.standing_of(account).period_start
        UsageRecordFactory.create(account=account, quantity=-100, key="cs_pack", used_at=month)
        UsageRecordFactory.create(account=account, quantity=used, used_at=month)

    @pytest.mark.parametrize(
        ("used", "left"),
        [
            pytest.param(0, 100, marks=pytest.mark.exhaustive),
            pytest.param(5, 100, marks=pytest.mark.exhaustive),
            (45, 60),
            (105, 0),
        ],
    )
    def test_what_is_left_goes_along(
        self, shop: Shop, account: Account, used: int, left: int
    ) -> None:
        self.begin_early(account, used)

        shop.try_plan(account, "starter", card="pm_card_visa")
        shop.deliver()
        shop.deliver()

        standing = standings.standing_of(account)
        assert queries.usage(account, "exports", standing.counted_since) == -left

    def test_a_year_begins_with_it(self, payer: Payer) -> None:
        payer.shop.subscribe(payer.account, "starter")
        start = payer.standing.period_start
        UsageRecordFactory.create(
            account=payer.account, quantity=-100, key="cs_pack", used_at=start
        )
        payer.wait(0.5)

        plan_changes.change_plan(payer.account, *plan_and_price("starter", "year"))

        assert payer.standing.period_start > start
        assert queries.usage(payer.account, "exports", payer.standing.counted_since) == -100

    @pytest.mark.parametrize(
        ("amount", "left"), [pytest.param(900, 0, marks=pytest.mark.exhaustive), (450, 50)]
    )
    def test_what_is_paid_back_is_taken_back(
        self, shop: Shop, account: Account, amount: int, left: int
    ) -> None:
        fulfil(shop.check_out(checkout.buy(account, PACK, back=BACK, done=DONE)))
        [charge] = stripe.Charge.list(customer=account.customer_id or "").data

        stripe.Refund.create(charge=charge.id, amount=amount)
        shop.deliver()
        shop.deliver()

        assert UsageRecord.objects.get().quantity == -left


def test_a_limit_that_is_none_is_a_mistake(user: User) -> None:
    with pytest.raises(LookupError, match="LIMITS"):
        consume(user, "wishes", key="1")
