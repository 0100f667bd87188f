"""Once "cancelled" is shown, nothing is charged any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.test import TestCase

from apps.billing import queries, standings, tasks
from apps.billing.flows import checkout, endings, pausing, plan_changes
from apps.billing.flows.purchases import fulfil
from apps.billing.stripe_calls import BillingError
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.paying import BACK, DONE
from apps.billing.tests.test_checkout import paid_twice, plan_and_price

if TYPE_CHECKING:
    from apps.billing.models import Account
    from apps.billing.tests.paying import Payer, Shop

State = standings.State


@pytest.fixture
def unpaid(payer: Payer) -> Payer:
    """Somebody whose renewal failed just now."""
    payer.shop.subscribe(payer.account)
    payer.lose_the_card()
    payer.wait(33)
    assert payer.standing.state == State.PAST_DUE
    return payer


def pay_again(payer: Payer) -> None:
    """Have a card that works again."""
    customer = payer.account.customer_id or ""
    method = stripe.PaymentMethod.attach("pm_card_visa", customer=customer)
    stripe.Customer.modify(customer, invoice_settings={"default_payment_method": method.id})


def test_what_is_cancelled_while_a_payment_is_open_ends_now(unpaid: Payer) -> None:
    assert endings.cancel(unpaid.account)
    pay_again(unpaid)
    unpaid.wait(40)

    assert unpaid.standing.state == State.FREE
    assert unpaid.paid == 4900
    assert unpaid.open_invoices == 0
    assert [one.stripe_data["status"] for one in queries.invoices(unpaid.account)] == [
        "void",
        "paid",
    ]


def test_what_is_cancelled_at_stripe_while_a_payment_is_open_ends_now(unpaid: Payer) -> None:
    subscription = unpaid.standing.subscription
    assert subscription is not None
    stripe.Subscription.modify(subscription.id, cancel_at_period_end=True)
    unpaid.shop.deliver()
    pay_again(unpaid)
    unpaid.wait(40)

    assert unpaid.standing.state == State.FREE
    assert unpaid.paid == 4900
    assert unpaid.open_invoices == 0


def test_a_period_that_has_just_begun_is_not_charged_for(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    end = payer.standing.until
    assert end is not None
    payer.wait((end - payer.standing.period_start).days + 0.01)  # its invoice is a draft

    assert endings.cancel(payer.account)
    payer.wait(3)

    assert payer.paid == 4900
    assert payer.open_invoices == 0


def test_a_period_that_has_just_begun_is_not_charged_for_when_it_is_cancelled_at_stripe(
    payer: Payer,
) -> None:
    payer.shop.subscribe(payer.account)
    standing = payer.standing
    assert standing.until is not None
    assert standing.subscription is not None
    payer.wait((standing.until - standing.period_start).days + 0.01)  # its invoice is a draft

    stripe.Subscription.modify(standing.subscription.id, cancel_at_period_end=True)
    payer.shop.deliver()
    payer.wait(1)

    assert payer.standing.state == State.FREE
    assert payer.paid == 4900


def test_one_that_is_to_end_in_a_later_period_goes_on(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    standing = payer.standing
    assert standing.until is not None
    assert standing.subscription is not None
    days = (standing.until - standing.period_start).days
    until = int(standing.until.timestamp()) + 20 * 24 * 3600
    stripe.Subscription.modify(standing.subscription.id, cancel_at=until)
    payer.shop.deliver()

    payer.wait(days + 0.01)
    payer.wait(1)

    assert payer.standing.state == State.ENDING
    assert payer.paid == 2 * 4900


def test_nothing_is_paid_back_of_what_is_not_paid_yet(payer: Payer) -> None:
    """A credit for a period whose invoice is void would pay for another one."""
    payer.shop.subscribe(payer.account, "starter", "month")
    standing = payer.standing
    assert standing.until is not None
    payer.wait((standing.until - standing.period_start).days + 0.01)  # its invoice is a draft
    plan = standings.find_plan("pro")
    assert plan is not None
    price = plan.price("year")
    assert price is not None

    with pytest.raises(BillingError, match="being collected"):
        plan_changes.change_plan(payer.account, plan, price)
    payer.wait(1)

    assert plan_changes.change_plan(payer.account, plan, price) == "now"


def test_what_is_paid_lasts_until_it_is_over(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    plan_changes.set_seats(payer.account, 2)
    paid = payer.paid

    assert not endings.cancel(payer.account)
    assert payer.may("reports")
    payer.wait(33)

    assert payer.standing.state == State.FREE
    assert payer.paid == paid
    assert payer.open_invoices == 0


@pytest.mark.exhaustive
def test_a_pause_that_outlasted_what_was_paid_ends_now(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    pausing.pause(payer.account)
    payer.wait(33)

    assert endings.cancel(payer.account)

    assert payer.standing.state == State.FREE


def test_a_cancellation_made_in_the_portal_is_one(shop: Shop, account: Account) -> None:
    standing = shop.subscribe(account)
    assert standing.subscription is not None
    stripe.Subscription.modify(standing.subscription.id, cancel_at="min_period_end")
    shop.deliver()

    assert standings.standing_of(account).state == State.ENDING
    assert queries.deletion_obstacles(account.user) == []

    endings.resume(account)
    assert standings.standing_of(account).state == State.ACTIVE


class TestDeletion:
    def delete(self, account: Account) -> None:
        assert account.user is not None
        with TestCase.captureOnCommitCallbacks(execute=True):
            account.user.delete()
        account.refresh_from_db()

    def test_a_subscription_ends_with_its_person(self, unpaid: Payer) -> None:
        self.delete(unpaid.account)
        pay_again(unpaid)
        unpaid.wait(40)

        assert stripe.Subscription.list(customer=unpaid.account.customer_id or "").data == []
        assert unpaid.paid == 4900
        assert unpaid.open_invoices == 0

    def test_pages_that_are_open_close(self, shop: Shop, account: Account) -> None:
        pages = [
            checkout.subscribe(account, *plan_and_price("starter"), back=BACK, done=DONE),
            checkout.buy(account, PACK, back=BACK, done=DONE),
        ]

        self.delete(account)

        for page in pages:
            name = page.rstrip("/").rpartition("/")[2]
            assert stripe.checkout.Session.retrieve(name).status == "expired"

    @pytest.mark.parametrize("late", [False, pytest.param(True, marks=pytest.mark.exhaustive)])
    def test_what_is_paid_after_it_is_undone(
        self, shop: Shop, account: Account, *, late: bool
    ) -> None:
        checkout.buy(account, PACK, back=BACK, done=DONE)
        self.delete(account)
        session = paid_twice(shop, account)
        if late:
            shop.deliver()
        fulfil(session)
        shop.deliver()

        assert stripe.Subscription.list(customer=account.customer_id or "").data == []
        assert [refund.amount for refund in stripe.Refund.list().data] == [4900]


class TestWhichCounts:
    def test_one_that_waits_for_its_payment_hides_no_other(
        self, shop: Shop, account: Account
    ) -> None:
        shop.subscribe(account, "pro")
        plan, price = plan_and_price("starter")
        second = stripe.Subscription.create(
            customer=account.customer_id or "",
            items=[{"price": queries.price_id(plan.lookup_key(price))}],
            payment_behavior="default_incomplete",
        )
        shop.deliver()

        assert second.status == "incomplete"
        assert standings.standing_of(account).plan.key == "pro"

    def test_what_staff_agreed_on_hides_no_plan(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "pro")
        product = stripe.Product.create(name="Consulting")
        stripe.Subscription.create(
            customer=account.customer_id or "",
            items=[{"price_data": {"currency": "usd", "product": product.id, "unit_amount": 100,
                                   "recurring": {"interval": "month"}}}],
        )  # fmt: skip
        shop.deliver()

        assert standings.standing_of(account).plan.key == "pro"


def test_two_people_do_not_change_it_at_once(shop: Shop, account: Account) -> None:
    standing = shop.subscribe(account, "pro")
    assert standing.subscription is not None
    # One of them has the year by now, and the webhook is on its way.
    plan, price = plan_and_price("pro", "year")
    item = {"id": standing.item["id"], "price": queries.price_id(plan.lookup_key(price))}
    stripe.Subscription.modify(standing.subscription.id, items=[item])  # type: ignore[list-item]

    with pytest.raises(BillingError, match="A year is paid"):
        plan_changes.change_plan(account, *plan_and_price("starter"))


def test_an_account_is_closed_once_however_often_that_is_tried(
    shop: Shop, account: Account
) -> None:
    shop.subscribe(account)

    tasks.close_account(str(account.pk))
    ended = stripe.Subscription.list(customer=account.customer_id or "", status="all").data
    tasks.close_account(str(account.pk))

    assert [one.status for one in ended] == ["canceled"]
    again = stripe.Subscription.list(customer=account.customer_id or "", status="all").data
    assert [one.to_dict() for one in again] == [one.to_dict() for one in ended]


def test_no_try_to_close_an_account_waits_until_another_worker_has_it_as_well(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    class RetriedError(Exception):
        pass

    waits: list[int] = []

    def fail(_account: Account) -> None:
        raise BillingError("Stripe does not answer.")

    def retry(*, exc: Exception, countdown: int) -> Exception:
        waits.append(countdown)
        return RetriedError(str(exc))

    monkeypatch.setattr(endings, "close", fail)
    task: Any = tasks.close_account
    monkeypatch.setattr(task, "retry", retry)
    for number in range(task.max_retries):
        task.push_request(retries=number, is_eager=False)
        with pytest.raises(RetriedError):
            task.run(str(account.pk))
        task.pop_request()

    visible = task.app.conf.broker_transport_options.get("visibility_timeout", 3600)
    assert max(waits) < visible
    assert sum(waits) >= 2 * 24 * 3600
