"""What time does to subscriptions, moved on by a test clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

from tests.conftest import START, types_of_events

if TYPE_CHECKING:
    from stripe_offline.testing import StripeOffline
    from tests.conftest import Shop

DAY = 24 * 3600


def item_of(sub: stripe.Subscription) -> stripe.SubscriptionItem:
    return sub["items"].data[0]  # type: ignore[no-any-return]


def test_a_test_clock_renews_a_subscription(shop: Shop, stripe_offline: StripeOffline) -> None:
    sub = shop.subscribe()

    stripe_offline.advance(shop.clock, 95)

    renewed = stripe.Subscription.retrieve(sub.id)
    assert renewed.status == "active"
    assert item_of(renewed).current_period_end == START + (31 + 30 + 31 + 31) * DAY
    assert shop.invoices() == [
        ("subscription_cycle", "paid", 1000),
        ("subscription_cycle", "paid", 1000),
        ("subscription_cycle", "paid", 1000),
        ("subscription_create", "paid", 1000),
    ]


def test_a_renewal_is_a_draft_for_an_hour(shop: Shop, stripe_offline: StripeOffline) -> None:
    shop.subscribe()

    stripe_offline.advance(shop.clock, 31)
    assert shop.invoices()[0] == ("subscription_cycle", "draft", 1000)

    stripe_offline.advance(shop.clock, 1 / 24)
    assert shop.invoices()[0] == ("subscription_cycle", "paid", 1000)


def test_a_trial_is_told_of_and_becomes_a_paid_subscription(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe(trial_period_days=14)
    assert (sub.status, sub.trial_end) == ("trialing", START + 14 * DAY)
    assert shop.invoices() == [("subscription_create", "paid", 0)]

    stripe_offline.advance(shop.clock, 12)
    assert "customer.subscription.trial_will_end" in types_of_events()

    stripe_offline.advance(shop.clock, 3)
    assert stripe.Subscription.retrieve(sub.id).status == "active"
    assert shop.invoices()[0] == ("subscription_cycle", "paid", 1000)


@pytest.mark.parametrize(
    ("behaviour", "status", "event"),
    [
        ("cancel", "canceled", "customer.subscription.deleted"),
        ("create_invoice", "past_due", "invoice.payment_failed"),
    ],
)
def test_a_trial_without_a_card_ends_as_was_chosen(
    shop: Shop, stripe_offline: StripeOffline, behaviour: str, status: str, event: str
) -> None:
    stripe.Customer.modify(shop.customer, invoice_settings={"default_payment_method": ""})
    sub = shop.subscribe(
        trial_period_days=14,
        trial_settings={"end_behavior": {"missing_payment_method": behaviour}},
    )

    stripe_offline.advance(shop.clock, 15)

    assert stripe.Subscription.retrieve(sub.id).status == status
    assert event in types_of_events()


def test_a_failed_renewal_is_past_due_until_another_card_pays(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    shop.pay_with("pm_card_chargeCustomerFail")

    stripe_offline.advance(shop.clock, 32)

    assert stripe.Subscription.retrieve(sub.id).status == "past_due"
    owed = stripe.Invoice.list(subscription=sub.id).data[0]
    assert (owed.status, owed.attempt_count) == ("open", 1)
    assert owed.next_payment_attempt is not None
    assert {"invoice.payment_failed", "charge.failed"} <= set(types_of_events())

    shop.pay_with("pm_card_visa")
    paid = stripe.Invoice.pay(owed.id)

    assert paid.status == "paid"
    assert stripe.Subscription.retrieve(sub.id).status == "active"


def test_a_failed_renewal_is_tried_again_by_itself(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    shop.pay_with("pm_card_chargeCustomerFail")
    stripe_offline.advance(shop.clock, 32)
    shop.pay_with("pm_card_visa")

    stripe_offline.advance(shop.clock, 4)

    assert stripe.Subscription.retrieve(sub.id).status == "active"


def test_a_renewal_that_is_never_paid_ends_the_subscription(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    shop.pay_with("pm_card_chargeCustomerFail")

    stripe_offline.advance(shop.clock, 50)

    ended = stripe.Subscription.retrieve(sub.id)
    assert ended.status == "canceled"
    assert ended.cancellation_details is not None
    assert ended.cancellation_details.reason == "payment_failed"
    assert stripe.Invoice.list(subscription=sub.id).data[0].attempt_count == 4


def test_a_first_payment_that_fails_leaves_it_incomplete_and_then_expired(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    shop.pay_with("pm_card_chargeCustomerFail")

    sub = shop.subscribe()
    assert sub.status == "incomplete"

    stripe_offline.advance(shop.clock, 1)
    assert stripe.Subscription.retrieve(sub.id).status == "incomplete_expired"
    assert shop.invoices() == [("subscription_create", "void", 1000)]


def test_a_first_payment_that_fails_can_be_refused_altogether(shop: Shop) -> None:
    shop.pay_with("pm_card_chargeCustomerFail")

    with pytest.raises(stripe.CardError) as refused:
        shop.subscribe(payment_behavior="error_if_incomplete")

    assert refused.value.http_status == 402
    assert refused.value.code == "card_declined"
    assert not stripe.Subscription.list(status="all").data


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("keep_as_draft", "draft"), ("void", "void"), ("mark_uncollectible", "uncollectible")],
)
def test_a_pause_of_collection_ends_by_itself(
    shop: Shop, stripe_offline: StripeOffline, behaviour: str, status: str
) -> None:
    sub = shop.subscribe()
    stripe.Subscription.modify(
        sub.id,
        pause_collection={"behavior": behaviour, "resumes_at": START + 40 * DAY},
    )

    stripe_offline.advance(shop.clock, 35)
    assert shop.invoices()[0] == ("subscription_cycle", status, 1000)

    stripe_offline.advance(shop.clock, 30)
    assert stripe.Subscription.retrieve(sub.id).pause_collection is None
    assert shop.invoices()[0] == ("subscription_cycle", "paid", 1000)
