from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import stripe

from apps.billing import mirror, plans, standings
from apps.billing.entitlements import entitlements
from apps.billing.flows import checkout, plan_changes, previews
from apps.billing.flows.items import new_items
from apps.billing.flows.purchases import fulfil
from apps.billing.flows.surplus import end_surplus
from apps.billing.models import UsageRecord
from apps.billing.stripe_calls import BillingError
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.factories import AccountFactory
from apps.billing.tests.paying import BACK, DONE

if TYPE_CHECKING:
    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop

State = standings.State


def plan_and_price(key: str, interval: str = "month") -> tuple[Plan, PlanPrice]:
    plan = standings.find_plan(key)
    assert plan is not None
    price = plan.price(interval)
    assert price is not None
    return plan, price


class TestSubscribe:
    def test_a_trial_without_a_card_begins(self, shop: Shop, account: Account) -> None:
        shop.try_plan(account, "starter", card=None)

        standing = standings.standing_of(account)
        assert standing.state == State.TRIALING
        assert standing.plan.key == "starter"
        assert entitlements(account.user).has("reports")

    def test_a_trial_may_ask_for_a_card(self, shop: Shop, account: Account) -> None:
        shop.try_plan(account, "pro", card="pm_card_visa")

        assert standings.standing_of(account).state == State.TRIALING
        assert account.customer_id

    def test_a_plan_is_tried_once(self, shop: Shop, account: Account) -> None:
        shop.try_plan(account, "starter", card=None)
        stripe.Subscription.cancel(stripe.Subscription.list().data[0].id)
        shop.deliver()

        shop.try_plan(account, "starter", card="pm_card_visa")

        assert standings.standing_of(account).state == State.ACTIVE

    def test_nobody_tries_it_for_one_account_after_the_other(
        self, shop: Shop, account: Account
    ) -> None:
        """As somebody does who makes a team for each trial."""
        person, plan = account.user, plan_and_price("pro")
        first = checkout.subscribe(account, *plan, by=person, back=BACK, done=DONE)
        other = AccountFactory.create()
        second = checkout.subscribe(other, *plan, by=person, back=BACK, done=DONE)
        assert status(first) == "expired"

        fulfil(shop.check_out(second))
        third = AccountFactory.create()
        fulfil(shop.check_out(checkout.subscribe(third, *plan, by=person, back=BACK, done=DONE)))

        assert standings.standing_of(other).state == State.TRIALING
        assert standings.standing_of(third).state == State.ACTIVE

    def test_a_trial_without_a_card_asks_for_one_before_a_dearer_plan(
        self, shop: Shop, account: Account
    ) -> None:
        shop.try_plan(account, "starter", card=None)

        with pytest.raises(BillingError, match="Pro needs a payment method"):
            plan_changes.change_plan(account, *plan_and_price("pro"))

        method = stripe.PaymentMethod.attach("pm_card_visa", customer=account.customer_id or "")
        mirror.refresh("payment_method", method.id)
        plan_changes.change_plan(account, *plan_and_price("pro"))
        assert standings.standing_of(account).plan.key == "pro"
        assert standings.standing_of(account).state == State.TRIALING

    def test_a_trial_ends_with_a_plan_that_cannot_be_tried(
        self, shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop.try_plan(account, "starter", card="pm_card_visa")
        firm = tuple(replace(one, trial_days=0) for one in plans.PLANS)
        monkeypatch.setattr(plans, "PLANS", firm)
        plan, price = plan_and_price("pro")
        promised = previews.preview(account, plan, price, 1)

        plan_changes.change_plan(account, plan, price)

        assert promised.due_now == 4900
        assert standings.standing_of(account).state == State.ACTIVE
        [latest, _trial] = stripe.Invoice.list(customer=account.customer_id or "").data
        assert latest.amount_paid == 4900

    def test_there_is_one_subscription(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)

        with pytest.raises(checkout.AlreadySubscribedError):
            checkout.subscribe(account, *plan_and_price("starter"), back=BACK, done=DONE)

    def test_what_stripe_does_not_know_is_not_for_sale(
        self, stripe_offline: object, account: Account
    ) -> None:
        with pytest.raises(BillingError, match="not for sale yet"):
            checkout.subscribe(account, *plan_and_price("starter"), back=BACK, done=DONE)

    def test_browser_and_webhook_do_the_same_once(self, shop: Shop, account: Account) -> None:
        plan, price = plan_and_price("starter")
        session = shop.check_out(
            checkout.subscribe(account, plan, price, back=BACK, done=DONE), "pm_card_visa"
        )

        assert shop.deliver() > 0
        account.refresh_from_db()
        assert standings.standing_of(account).plan == plan
        assert fulfil(session) == account
        assert standings.subscriptions(account).count() == 1


class TestTwoPages:
    """Two tabs, or two people, each with a Checkout page."""

    def open_page(self, account: Account, plan: str = "starter") -> str:
        return checkout.subscribe(account, *plan_and_price(plan), back=BACK, done=DONE)

    def test_the_first_page_closes_when_a_second_one_opens(
        self, shop: Shop, account: Account
    ) -> None:
        first = self.open_page(account)

        second = self.open_page(account, "pro")

        assert status(first) == "expired"
        assert status(second) == "open"

    def test_pages_for_other_things_stay_open(self, shop: Shop, account: Account) -> None:
        pack = checkout.buy(account, PACK, back=BACK, done=DONE)

        self.open_page(account)

        assert status(pack) == "open"

    def test_what_was_just_paid_counts_before_its_webhook(
        self, shop: Shop, account: Account
    ) -> None:
        shop.check_out(self.open_page(account))

        with pytest.raises(checkout.AlreadySubscribedError):
            self.open_page(account)

    @pytest.mark.parametrize("late", [False, pytest.param(True, marks=pytest.mark.exhaustive)])
    def test_a_second_completion_is_undone(
        self, shop: Shop, account: Account, mailoutbox: list[Any], settings: Any, *, late: bool
    ) -> None:
        settings.CONTACT_EMAIL = "staff@example.com"
        began = shop.subscribe(account, "starter")
        session = paid_twice(shop, account)
        if late:
            shop.deliver()
        fulfil(session)
        shop.deliver()
        fulfil(session)

        assert began.subscription is not None
        (live,) = stripe.Subscription.list(customer=account.customer_id or "").data
        assert live.id == began.subscription.id
        assert standings.standing_of(account).plan.key == "starter"
        refunds = stripe.Refund.list().data
        assert [refund.amount for refund in refunds] == [4900]
        told = [mail.to[0] for mail in mailoutbox if "econd subscription" in mail.body]
        assert sorted(told) == sorted([account.email, "staff@example.com"])

    def test_what_staff_agreed_on_at_stripe_is_left_alone(
        self, shop: Shop, account: Account
    ) -> None:
        shop.subscribe(account, "starter")
        product = stripe.Product.create(name="Consulting")
        extra = stripe.Subscription.create(
            customer=account.customer_id or "",
            items=[{"price_data": {"currency": "usd", "product": product.id, "unit_amount": 100,
                                   "recurring": {"interval": "month"}}}],
        )  # fmt: skip

        assert end_surplus(account) == 0
        shop.deliver()

        assert stripe.Subscription.retrieve(extra.id).status == "active"


def status(address: str) -> str | None:
    """Return how the session of a page stands."""
    return stripe.checkout.Session.retrieve(address.rstrip("/").rpartition("/")[2]).status


def paid_twice(shop: Shop, account: Account) -> str:
    """Pay for Pro on a page that billing would not open beside a subscription."""
    plan, price = plan_and_price("pro")
    named = {"account": str(account.pk), "plan": plan.key}
    session = stripe.checkout.Session.create(
        mode="subscription",
        customer=account.customer_id or "",
        line_items=new_items(plan, price, 1),  # type: ignore[arg-type]
        subscription_data={"metadata": named},
        metadata=named,
        success_url=DONE,
        cancel_url=BACK,
    )
    return shop.check_out(session.url or "")


class TestBuy:
    def test_what_is_bought_is_added_once(self, shop: Shop, account: Account) -> None:
        address = checkout.buy(account, PACK, back=BACK, done=DONE)
        session = shop.check_out(address)

        fulfil(session)
        fulfil(session)
        shop.deliver()

        assert UsageRecord.objects.get().quantity == -100

    def test_what_a_code_makes_free_is_added(self, shop: Shop, account: Account) -> None:
        coupon = stripe.Coupon.create(percent_off=100)
        stripe.PromotionCode.create(promotion={"type": "coupon", "coupon": coupon.id}, code="GIFT")
        address = checkout.buy(account, PACK, back=BACK, done=DONE)
        shop.client.post(urlsplit(address).path, {"apply": "yes", "code": "GIFT"})

        session = shop.check_out(address, card=None)
        fulfil(session)

        assert stripe.checkout.Session.retrieve(session).payment_status == "no_payment_required"
        assert UsageRecord.objects.get().quantity == -100

    def test_nothing_is_added_before_it_is_paid(self, shop: Shop, account: Account) -> None:
        address = checkout.buy(account, PACK, back=BACK, done=DONE)

        fulfil(address.rstrip("/").rpartition("/")[2])

        assert not UsageRecord.objects.exists()


def test_the_portal_is_stripes(shop: Shop, account: Account) -> None:
    assert "/portal/" in checkout.open_portal(account, back=BACK)
