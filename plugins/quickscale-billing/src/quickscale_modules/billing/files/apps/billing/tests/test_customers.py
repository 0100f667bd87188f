"""Stripe's customer of an account: found again, or made anew where Stripe knows of none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.db import DatabaseError
from django.test import TestCase

from apps.billing import queries, standings
from apps.billing.entitlements import entitlements
from apps.billing.flows import checkout, endings, plan_changes, previews
from apps.billing.flows.customers import choose_contact, ensure_customer
from apps.billing.models import Account, UsageRecord, WebhookEvent
from apps.billing.stripe_calls import BillingError
from apps.billing.tests import stripe_now
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.factories import UsageRecordFactory, event_body
from apps.billing.tests.letters import send
from apps.billing.tests.paying import BACK, DONE
from apps.billing.tests.test_checkout import plan_and_price

if TYPE_CHECKING:
    from apps.billing.tests.paying import Shop

State = standings.State


@pytest.fixture
def lost(shop: Shop, account: Account) -> Account:
    """Somebody whose subscription and customer Stripe knows nothing of, and did not say so."""
    standing = shop.subscribe(account)
    assert standing.subscription is not None
    stripe_now.forget(standing.subscription.id)
    stripe_now.forget(account.customer_id or "")
    return account


def test_a_customer_that_is_missing_is_made_anew(shop: Shop, lost: Account) -> None:
    before = lost.customer_id

    shop.try_plan(lost, "starter", card="pm_card_visa")

    lost.refresh_from_db()
    assert lost.customer_id not in (before, None)
    assert standings.standing_of(lost).plan.key == "starter"


def test_one_that_was_deleted_is_made_anew(shop: Shop, account: Account) -> None:
    shop.subscribe(account)
    stripe.Customer.delete(account.customer_id or "")
    shop.offline.collect()  # nobody hears of it

    address = checkout.subscribe(account, *plan_and_price("pro"), back=BACK, done=DONE)

    shop.check_out(address)
    shop.deliver()
    assert entitlements(account.user).has("reports")


def test_other_things_are_sold_to_it_as_well(shop: Shop, lost: Account) -> None:
    shop.check_out(checkout.buy(lost, PACK, back=BACK, done=DONE))
    shop.deliver()

    assert UsageRecord.objects.get().quantity == -100


class TestLive:
    """What test keys left, under live ones."""

    @pytest.fixture
    def tried(self, shop: Shop, account: Account, settings: Any) -> Account:
        """Somebody who subscribed with test keys, before the live ones came."""
        shop.subscribe(account)
        settings.STRIPE_SECRET_KEY = "sk_live_" + "a" * 24
        return account

    def test_a_subscription_of_test_mode_pays_nothing(self, tried: Account) -> None:
        assert standings.standing_of(tried).state == State.FREE
        assert queries.deletion_obstacles(tried.user) == []

    def test_nothing_else_of_test_mode_is_there(self, tried: Account) -> None:
        plan, price = plan_and_price("pro")

        assert not queries.invoices(tried).exists()
        assert not queries.payment_methods(tried).exists()
        assert queries.price_id(plan.lookup_key(price)) == ""
        assert not queries.had_subscription(tried)

    def test_what_was_bought_for_no_real_money_adds_nothing(self, tried: Account) -> None:
        start = standings.standing_of(tried).period_start
        UsageRecordFactory.create(account=tried, quantity=-100, key="cs_test_one")
        UsageRecordFactory.create(account=tried, quantity=-50, key="cs_live_one")

        assert queries.usage(tried, "exports", start) == -50

    def test_a_webhook_of_test_mode_is_left_alone(
        self, tried: Account, shop: Shop, our_secret: None
    ) -> None:
        body = event_body("customer.updated", object="customer", id=tried.customer_id)

        send(shop.client, body)

        assert WebhookEvent.objects.get(pk=body["id"]).state == WebhookEvent.State.IGNORED


def test_a_failed_save_makes_no_second_customer(
    shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(Account, "save", fail)
        with pytest.raises(DatabaseError):
            ensure_customer(account)
    account.refresh_from_db()
    account.name = "Renamed meanwhile"

    ensure_customer(account)

    (customer,) = stripe.Customer.list().data
    assert customer.name == "Renamed meanwhile"


class TestContact:
    def told(self, account: Account) -> tuple[str | None, str | None]:
        customer = stripe.Customer.retrieve(account.customer_id or "")
        return customer.email, customer.name

    def test_a_new_address_is_told_at_once(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        person = account.user
        assert person is not None
        person.email, person.name = "new@example.com", "Grace Hopper"

        with TestCase.captureOnCommitCallbacks(execute=True):
            person.save()

        assert self.told(account) == ("new@example.com", "Grace Hopper")

    def test_nothing_is_told_that_is_known(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        said = stripe_now.said_by_us()
        assert account.user is not None

        with TestCase.captureOnCommitCallbacks(execute=True) as done:
            account.user.save()

        assert not done
        assert stripe_now.said_by_us() == said

    def test_somebody_else_is_no_contact(self, shop: Shop, account: Account) -> None:
        with pytest.raises(BillingError, match="nobody who manages billing"):
            choose_contact(account, "other@example.com")


def test_a_preview_after_a_cancellation_is_what_the_invoice_says(
    shop: Shop, account: Account
) -> None:
    shop.subscribe(account, "starter")
    endings.cancel(account)
    plan, price = plan_and_price("pro")

    promised = previews.preview(account, plan, price, 1)
    plan_changes.change_plan(account, plan, price)

    assert promised.due_now == 3000
    [latest, _first] = stripe.Invoice.list(customer=account.customer_id or "").data
    assert latest.amount_paid == promised.due_now
    assert standings.standing_of(account).state == State.ACTIVE
