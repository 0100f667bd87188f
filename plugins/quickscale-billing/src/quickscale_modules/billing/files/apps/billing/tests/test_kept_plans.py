"""A larger plan that is paid stays until its period is over, whatever happens until then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import stripe

from apps.billing import plans, standings, tasks
from apps.billing.flows import endings, pausing, plan_changes, plan_sync, previews
from apps.billing.stripe_calls import BillingError
from apps.billing.tests.test_checkout import plan_and_price

if TYPE_CHECKING:
    from apps.billing.models import Account
    from apps.billing.tests.paying import Payer, Shop

State = standings.State


@pytest.fixture
def keeper(payer: Payer) -> Payer:
    """Somebody with Pro whom Starter follows."""
    payer.shop.subscribe(payer.account, "pro")
    assert plan_changes.change_plan(payer.account, *plan_and_price("starter")) == "later"
    return payer


def test_a_cancellation_takes_nothing_away(keeper: Payer) -> None:
    endings.cancel(keeper.account)
    tasks.follow_up_on_time()

    assert keeper.standing.state == State.ENDING
    assert keeper.standing.plan.key == "pro"
    endings.resume(keeper.account)
    assert keeper.standing.next_plan is not None
    assert keeper.standing.plan.key == "pro"


def test_a_pause_takes_nothing_away(keeper: Payer) -> None:
    pausing.pause(keeper.account)
    tasks.follow_up_on_time()

    assert keeper.standing.state == State.PAUSED
    assert keeper.standing.plan.key == "pro"
    pausing.unpause(keeper.account)
    assert keeper.standing.plan.key == "pro"
    assert keeper.paid == 4900


@pytest.mark.exhaustive
def test_a_pause_over_the_end_goes_on_with_the_smaller_plan(keeper: Payer) -> None:
    pausing.pause(keeper.account)
    keeper.wait(33)
    assert not keeper.may("reports")

    pausing.unpause(keeper.account)

    assert keeper.standing.plan.key == "starter"
    assert keeper.paid == 4900 + 1900


def test_who_stays_after_all_pays_nothing_twice(keeper: Payer) -> None:
    endings.cancel(keeper.account)

    assert plan_changes.change_plan(keeper.account, *plan_and_price("pro")) == "now"

    assert keeper.standing.state == State.ACTIVE
    assert keeper.standing.next_plan is None
    assert keeper.paid == 4900
    keeper.wait(33)
    assert keeper.paid == 2 * 4900


def test_another_change_begins_with_staying(keeper: Payer) -> None:
    with pytest.raises(BillingError, match="Stay with Pro first"):
        plan_changes.change_plan(keeper.account, *plan_and_price("pro", "year"))
    plan, price = plan_and_price("pro", "year")
    with pytest.raises(BillingError, match="Stay with Pro first"):
        previews.preview(keeper.account, plan, price, 1)

    assert keeper.standing.next_plan is not None
    assert keeper.paid == 4900


def test_bought_seats_stay(payer: Payer) -> None:
    payer.shop.subscribe(payer.account, "pro")
    plan_changes.set_seats(payer.account, 5)
    plan_changes.change_plan(payer.account, *plan_and_price("starter"))

    plan_changes.keep_plan(payer.account)

    assert payer.standing.seats == 5


def test_bought_seats_go_along_to_the_year(payer: Payer) -> None:
    payer.shop.subscribe(payer.account, "pro")
    plan_changes.set_seats(payer.account, 5)

    plan_changes.change_plan(payer.account, *plan_and_price("pro", "year"))

    assert payer.standing.seats == 5


class TestOldPrices:
    @pytest.fixture
    def early(self, payer: Payer, monkeypatch: pytest.MonkeyPatch) -> Payer:
        """Somebody who subscribed before Pro became dearer."""
        payer.shop.subscribe(payer.account, "pro")
        dearer = tuple(
            replace(plan, prices=tuple(replace(one, amount=2 * one.amount) for one in plan.prices))
            for plan in plans.PLANS
        )
        monkeypatch.setattr(plans, "PLANS", dearer)
        plan_sync.apply(plan_sync.plan_steps())
        return payer

    def test_what_is_paid_is_shown(self, early: Payer) -> None:
        price = early.standing.price
        assert price is not None
        assert price.amount == 4900

    def test_more_seats_cost_what_the_first_one_does(self, early: Payer) -> None:
        price = early.standing.price
        assert price is not None
        preview = previews.preview(early.account, early.standing.subscribed_plan, price, 2)

        plan_changes.set_seats(early.account, 2)

        assert preview.due_now == 4900
        assert early.paid == 2 * 4900
        early.wait(33)
        assert early.paid == 4 * 4900

    def test_choosing_it_again_raises_nothing(self, early: Payer) -> None:
        plan_changes.change_plan(early.account, *plan_and_price("pro"))

        price = early.standing.price
        assert price is not None
        assert price.amount == 4900

    def test_who_stays_after_all_keeps_it(self, early: Payer) -> None:
        plan_changes.change_plan(early.account, *plan_and_price("starter"))
        kept = early.standing.present_price
        assert kept is not None
        assert kept.amount == 4900

        plan_changes.keep_plan(early.account)
        early.wait(33)

        assert early.standing.plan.key == "pro"
        assert early.paid == 2 * 4900


def test_seats_added_to_a_year_are_paid_now(shop: Shop, account: Account) -> None:
    shop.subscribe(account, "pro", "year")

    plan_changes.set_seats(account, 3)

    invoices = stripe.Invoice.list(customer=account.customer_id or "", status="paid").data
    assert [one.total for one in invoices] == [2 * 49000, 49000]
