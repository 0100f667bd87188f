"""A pause never gives a period that nobody paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import stripe

from apps.billing import standings
from apps.billing.flows import endings, pausing, plan_changes
from apps.billing.flows.exclusive import exclusively
from apps.billing.stripe_calls import BillingError
from apps.billing.tests.test_subscriptions import asked_by_bank, confirm

if TYPE_CHECKING:
    from apps.billing.tests.paying import Payer

State = standings.State


def test_what_was_paid_stays_until_its_period_is_over(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    until = payer.standing.until

    pausing.pause(payer.account)

    assert payer.standing.state == State.PAUSED
    assert payer.standing.until == until
    assert payer.may("reports")
    with pytest.raises(BillingError, match="paused"):
        pausing.pause(payer.account)

    payer.wait(32)

    assert payer.standing.state == State.PAUSED
    assert not payer.may("reports")
    assert payer.paid == 4900


def test_going_on_in_time_costs_nothing(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    until = payer.standing.until
    pausing.pause(payer.account)
    payer.wait(10)

    assert pausing.price_of_resuming(payer.account) is None
    pausing.unpause(payer.account)

    assert payer.standing.state == State.ACTIVE
    assert payer.standing.until == until
    assert payer.paid == 4900


@pytest.mark.parametrize("interval", ["month", pytest.param("year", marks=pytest.mark.exhaustive)])
def test_going_on_later_begins_and_bills_a_period(payer: Payer, interval: str) -> None:
    payer.shop.subscribe(payer.account, interval=interval)
    price = payer.paid
    payer.wait(5)
    pausing.pause(payer.account)
    payer.wait(33 if interval == "month" else 370)
    assert not payer.may("reports")

    promised = pausing.price_of_resuming(payer.account)
    pausing.unpause(payer.account)

    assert promised is not None
    assert promised.amount_due == price
    assert payer.paid == 2 * price
    assert payer.standing.state == State.ACTIVE
    assert payer.may("reports")
    assert payer.standing.until is not None
    whole = payer.standing.until - payer.standing.period_start
    assert whole.days >= (28 if interval == "month" else 365)


def test_a_pause_gives_no_longer_trial_and_no_period_after_it(payer: Payer) -> None:
    payer.account.refresh_from_db()
    payer.shop.try_plan(payer.account, "pro", card="pm_card_visa")
    end = payer.standing.until
    pausing.pause(payer.account)
    assert payer.may("reports")

    payer.wait(20)

    assert not payer.may("reports")
    pausing.unpause(payer.account)
    assert payer.paid == 4900
    assert payer.standing.state == State.ACTIVE
    assert end is not None
    assert payer.standing.period_start > end


@pytest.mark.exhaustive
def test_going_on_within_a_trial_goes_on_with_the_trial(payer: Payer) -> None:
    payer.shop.try_plan(payer.account, "pro", card="pm_card_visa")
    end = payer.standing.until
    pausing.pause(payer.account)
    payer.wait(3)

    pausing.unpause(payer.account)

    assert (payer.standing.state, payer.standing.until) == (State.TRIALING, end)


def test_a_declined_card_leaves_the_pause(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    pausing.pause(payer.account)
    payer.wait(33)
    payer.lose_the_card()

    with pytest.raises(BillingError, match="declined"):
        pausing.unpause(payer.account)

    assert payer.standing.state == State.PAUSED
    assert not payer.may("reports")
    assert payer.paid == 4900


def test_a_bank_that_asks_is_answered(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    pausing.pause(payer.account)
    payer.wait(33)

    address = asked_by_bank(payer.account, lambda: pausing.unpause(payer.account))
    confirm(payer.shop, address)

    assert payer.paid == 2 * 4900
    assert payer.standing.state == State.ACTIVE


def test_asked_twice_it_is_billed_once(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    pausing.pause(payer.account)
    payer.wait(33)

    pausing.unpause(payer.account)
    pausing.unpause(payer.account)

    assert payer.paid == 2 * 4900


def test_a_pause_made_at_stripe_counts_the_same(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    subscription = payer.standing.subscription
    assert subscription is not None
    stripe.Subscription.modify(subscription.id, pause_collection={"behavior": "void"})
    payer.wait(33)
    assert not payer.may("reports")

    pausing.unpause(payer.account)

    assert payer.paid == 2 * 4900


def test_nothing_is_paused_while_an_invoice_is_open(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    subscription = payer.standing.subscription
    assert subscription is not None
    payer.wait(30.5)  # the next period has begun, and Stripe collects its invoice an hour later

    if stripe.Invoice.list(subscription=subscription.id).data[0].status == "draft":
        with pytest.raises(BillingError, match="being collected"):
            pausing.pause(payer.account)
    else:
        pausing.pause(payer.account)
        assert payer.paid == 2 * 4900


def test_a_paused_plan_does_not_change(payer: Payer) -> None:
    payer.shop.subscribe(payer.account, "starter")
    pausing.pause(payer.account)
    plan = standings.find_plan("pro")
    assert plan is not None
    price = plan.price("month")
    assert price is not None

    with pytest.raises(BillingError, match="paused"):
        plan_changes.change_plan(payer.account, plan, price)
    with pytest.raises(BillingError, match="paused"):
        plan_changes.set_seats(payer.account, 2)


@pytest.mark.exhaustive
def test_a_pause_that_is_cancelled_ends(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    pausing.pause(payer.account)
    endings.cancel(payer.account)

    payer.wait(33)

    assert payer.standing.state == State.FREE
    assert payer.paid == 4900


@pytest.mark.exhaustive
def test_a_pause_made_at_stripe_while_a_payment_is_open_is_paid_once(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    payer.lose_the_card()
    payer.wait(33)
    subscription = payer.standing.subscription
    assert subscription is not None
    stripe.Subscription.modify(subscription.id, pause_collection={"behavior": "void"})
    customer = payer.account.customer_id or ""
    method = stripe.PaymentMethod.attach("pm_card_visa", customer=customer)
    stripe.Customer.modify(customer, invoice_settings={"default_payment_method": method.id})
    payer.shop.deliver()

    pausing.unpause(payer.account)
    payer.wait(10)

    assert payer.paid == 2 * 4900
    assert payer.open_invoices == 0


@pytest.mark.exhaustive
def test_many_invoices_for_seats_do_not_hide_what_is_paid(payer: Payer) -> None:
    payer.shop.subscribe(payer.account, interval="year")
    for seats in (*range(2, 14), *range(12, 0, -1)):
        plan_changes.set_seats(payer.account, seats)

    pausing.pause(payer.account)

    assert pausing.price_of_resuming(payer.account) is None


@pytest.mark.parametrize("interval", ["month", pytest.param("year", marks=pytest.mark.exhaustive)])
def test_seats_taken_before_a_pause_are_paid(payer: Payer, interval: str) -> None:
    payer.shop.subscribe(payer.account, interval=interval)
    one_seat = payer.paid
    payer.wait(10)
    plan_changes.set_seats(payer.account, 2)

    pausing.pause(payer.account)
    payer.wait(33 if interval == "month" else 370)

    assert payer.paid > 1.5 * one_seat


def test_without_a_pause_there_is_nothing_to_go_on_with(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)

    pausing.unpause(payer.account)
    with pytest.raises(BillingError, match="not paused"):
        pausing.price_of_resuming(payer.account)

    assert payer.paid == 4900


def test_one_purchase_at_a_time(payer: Payer, django_assert_num_queries: Any) -> None:
    with (
        exclusively(payer.account),
        pytest.raises(BillingError, match="in progress"),
        exclusively(payer.account),
    ):
        pass
    with django_assert_num_queries(2), exclusively(payer.account):
        pass
