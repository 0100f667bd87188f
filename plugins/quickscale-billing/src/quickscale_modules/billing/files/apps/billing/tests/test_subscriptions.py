from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import stripe
from django.utils import timezone

from apps.billing import mirror, notices, queries, standings, tasks
from apps.billing.entitlements import entitlements
from apps.billing.flows import endings, payment_methods, plan_changes, previews
from apps.billing.models import WebhookEvent
from apps.billing.stripe_calls import BillingError, ConfirmationNeededError
from apps.billing.webhooks import process, replay

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop

State = standings.State


def choice(key: str, interval: str = "month") -> tuple[Plan, PlanPrice]:
    plan = standings.find_plan(key)
    assert plan is not None
    price = plan.price(interval)
    assert price is not None
    return plan, price


def use_card_that_asks(account: Account) -> None:
    """Pay with a card from now on whose bank asks its owner each time."""
    customer = account.customer_id or ""
    method = stripe.PaymentMethod.attach("pm_card_authenticationRequired", customer=customer)
    stripe.Customer.modify(customer, invoice_settings={"default_payment_method": method.id})


def asked_by_bank(account: Account, do: Callable[[], object]) -> str:
    """Do something that the bank asks about; return where it is answered."""
    use_card_that_asks(account)
    with pytest.raises(ConfirmationNeededError) as caught:
        do()
    assert caught.value.address
    return caught.value.address


def confirm(shop: Shop, address: str) -> None:
    """Answer the bank on Stripe's page, and hear of it."""
    page = shop.client.get(urlsplit(address).path)
    shop.client.post(page.headers["Location"])
    shop.deliver()


def paid_invoices(account: Account) -> list[stripe.Invoice]:
    return list(stripe.Invoice.list(customer=account.customer_id or "", status="paid").data)


class TestChange:
    def test_a_larger_plan_begins_at_once(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")
        assert not entitlements(account.user).has("integrations")

        when = plan_changes.change_plan(account, *choice("pro"))

        assert when == "now"
        assert entitlements(account.user).has("integrations")

    def test_a_preview_counts_what_is_kept_from_before(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")
        before = previews.preview(account, *choice("pro"), 1).due_now
        stripe.Customer.modify(account.customer_id or "", balance=-500)

        preview = previews.preview(account, *choice("pro"), 1)

        assert preview.due_now == before - 500
        assert preview.lines[-1] == ("Credit", -500)

    def test_a_preview_tells_what_it_costs_and_changes_nothing(
        self, shop: Shop, account: Account
    ) -> None:
        shop.subscribe(account, "starter")

        preview = previews.preview(account, *choice("pro"), 1)

        assert preview.due_now == 4900 - 1900
        assert standings.standing_of(account).plan.key == "starter"

    def test_a_smaller_plan_waits_for_the_end_of_the_period(
        self, shop: Shop, account: Account
    ) -> None:
        before = shop.subscribe(account, "pro")

        when = plan_changes.change_plan(account, *choice("starter"))

        standing = standings.standing_of(account)
        assert when == "later"
        assert standing.plan.key == "pro"
        assert standing.next_plan is not None
        assert standing.next_plan.key == "starter"
        assert standing.until == before.until
        assert len(stripe.Invoice.list(customer=account.customer_id or "").data) == 1

    def test_a_waiting_change_can_be_taken_back(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "pro")
        plan_changes.change_plan(account, *choice("starter"))

        plan_changes.keep_plan(account)

        standing = standings.standing_of(account)
        assert standing.next_plan is None
        assert standing.subscribed_plan.key == "pro"
        with pytest.raises(BillingError, match="No change"):
            plan_changes.keep_plan(account)

    def test_what_is_paid_for_is_not_paid_again(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "pro")
        plan_changes.change_plan(account, *choice("starter"))

        assert plan_changes.change_plan(account, *choice("pro")) == "now"

        standing = standings.standing_of(account)
        assert standing.next_plan is None
        assert standing.present_plan.key == "pro"
        assert len(stripe.Invoice.list(customer=account.customer_id or "").data) == 1

    def test_a_month_becomes_a_year_at_once(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "pro")

        assert plan_changes.change_plan(account, *choice("pro", "year")) == "now"

        price = standings.standing_of(account).price
        assert price is not None
        assert price.interval == "year"

    def test_a_paid_year_does_not_become_a_month(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "pro", "year")

        with pytest.raises(BillingError, match="A year is paid"):
            plan_changes.change_plan(account, *choice("pro"))

    def test_a_smaller_plan_keeps_the_interval(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "pro")

        with pytest.raises(BillingError, match="billing interval"):
            plan_changes.change_plan(account, *choice("starter", "year"))

    def test_a_declined_card_changes_nothing(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")
        method = stripe.PaymentMethod.attach(
            "pm_card_chargeCustomerFail", customer=account.customer_id or ""
        )
        stripe.Customer.modify(
            account.customer_id or "", invoice_settings={"default_payment_method": method.id}
        )

        with pytest.raises(BillingError, match="declined"):
            plan_changes.change_plan(account, *choice("pro"))

        assert standings.standing_of(account).plan.key == "starter"

    def test_a_bank_that_asks_is_answered_first(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter", card="pm_card_visa")
        address = asked_by_bank(account, lambda: plan_changes.change_plan(account, *choice("pro")))
        assert standings.standing_of(account).plan.key == "starter"

        confirm(shop, address)

        assert standings.standing_of(account).plan.key == "pro"
        assert [one.amount_paid for one in paid_invoices(account)] == [3000, 1900]

    def test_a_year_begins_once_the_bank_is_answered(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "pro")
        address = asked_by_bank(
            account, lambda: plan_changes.change_plan(account, *choice("pro", "year"))
        )

        confirm(shop, address)

        price = standings.standing_of(account).price
        assert price is not None
        assert price.interval == "year"
        assert sum(one.amount_paid for one in paid_invoices(account)) == 49000

    @pytest.mark.exhaustive
    def test_seats_wait_for_the_bank_as_well(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "pro")
        address = asked_by_bank(account, lambda: plan_changes.set_seats(account, 3))
        assert standings.standing_of(account).seats == 1

        confirm(shop, address)

        assert standings.standing_of(account).seats == 3

    def test_without_a_subscription_there_is_nothing_to_change(self, account: Account) -> None:
        with pytest.raises(BillingError, match="no subscription"):
            plan_changes.change_plan(account, *choice("pro"))


class TestEnd:
    def test_a_cancelled_plan_stays_until_it_is_over(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)

        endings.cancel(account)

        standing = standings.standing_of(account)
        assert standing.state == State.ENDING
        assert standing.until is not None
        assert entitlements(account.user).has("reports")

    def test_a_cancellation_can_be_taken_back(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        endings.cancel(account)

        endings.resume(account)

        assert standings.standing_of(account).state == State.ACTIVE

    def test_a_change_of_plan_takes_a_cancellation_back(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")
        endings.cancel(account)

        plan_changes.change_plan(account, *choice("pro"))

        assert standings.standing_of(account).state == State.ACTIVE


class TestSeats:
    def test_seats_are_paid_for(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)

        plan_changes.set_seats(account, 3)

        assert standings.standing_of(account).seats == 3

    def test_a_flat_plan_has_none(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")

        with pytest.raises(BillingError, match="one price"):
            plan_changes.set_seats(account, 3)
        assert not plan_changes.sync_seats(account)

    def test_no_fewer_than_are_taken(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)

        with pytest.raises(BillingError, match="More people"):
            plan_changes.set_seats(account, 0)

    def test_they_follow_the_people(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        plan_changes.set_seats(account, 3)

        assert plan_changes.sync_seats(account)
        assert standings.standing_of(account).seats == 1
        assert not plan_changes.sync_seats(account)


class TestUnpaid:
    @pytest.fixture
    def unpaid(self, shop: Shop, account: Account) -> Account:
        """Somebody whose renewal failed just now."""
        clock = stripe.test_helpers.TestClock.create(
            frozen_time=int((timezone.now() - timedelta(days=33)).timestamp())
        )
        customer = stripe.Customer.create(
            email=account.email,
            metadata={"account": str(account.pk)},
            test_clock=clock.id,
            payment_method="pm_card_visa",
            invoice_settings={"default_payment_method": "pm_card_visa"},
        )
        account.customer_id = customer.id
        account.save()
        shop.subscribe(account, "pro", card="pm_card_visa")
        method = stripe.PaymentMethod.attach("pm_card_chargeCustomerFail", customer=customer.id)
        stripe.Customer.modify(customer.id, invoice_settings={"default_payment_method": method.id})
        shop.offline.advance(clock.id, 33)
        shop.deliver()
        return account

    def test_there_are_days_of_grace_and_then_the_plan_is_suspended(
        self, unpaid: Account, settings: object
    ) -> None:
        standing = standings.standing_of(unpaid)

        assert standing.state == State.PAST_DUE
        assert standing.grace_ends_at is not None
        assert entitlements(unpaid.user).has("reports")

        settings.BILLING_GRACE_DAYS = 0  # type: ignore[attr-defined]
        assert standings.standing_of(unpaid).state == State.SUSPENDED

    def test_a_change_of_plan_waits_for_the_payment(self, unpaid: Account) -> None:
        with pytest.raises(BillingError, match="payment is open"):
            plan_changes.change_plan(unpaid, *choice("starter"))

    def test_another_card_pays_what_is_open(
        self, unpaid: Account, shop: Shop, mailoutbox: list[object]
    ) -> None:

        method = stripe.PaymentMethod.attach("pm_card_visa", customer=unpaid.customer_id or "")
        mirror.refresh("payment_method", method.id)
        payment_methods.make_default(unpaid, method.id)
        invoice = queries.invoices(unpaid).filter(stripe_data__status="open").get()

        payment_methods.pay_invoice(unpaid, invoice.id)

        assert standings.standing_of(unpaid).state == State.ACTIVE

    def test_a_bank_that_asks_about_an_invoice_is_answered(
        self, unpaid: Account, shop: Shop
    ) -> None:
        invoice = queries.invoices(unpaid).filter(stripe_data__status="open").get()
        address = asked_by_bank(unpaid, lambda: payment_methods.pay_invoice(unpaid, invoice.id))

        confirm(shop, address)

        assert standings.standing_of(unpaid).state == State.ACTIVE

    def test_the_owner_is_told_once_of_the_failure_and_of_the_end_of_grace(
        self,
        unpaid: Account,
        settings: object,
        mailoutbox: list,  # type: ignore[type-arg]
    ) -> None:
        def told(word: str) -> list[Any]:
            return [mail for mail in mailoutbox if word in mail.subject]

        assert [mail.to for mail in told("failed")] == [[unpaid.email]]
        for event in WebhookEvent.objects.filter(type="invoice.payment_failed"):
            replay(event)
            process(event.pk)
        assert notices.tell_of_ended_grace() == 0
        assert len(told("failed")) == 1
        assert not told("suspended")

        settings.BILLING_GRACE_DAYS = 0  # type: ignore[attr-defined]
        tasks.follow_up_on_time()
        tasks.follow_up_on_time()

        assert len(told("suspended")) == 1
