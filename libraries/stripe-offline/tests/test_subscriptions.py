"""Subscriptions: begun, changed and ended."""

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


def test_a_subscription_is_paid_at_once_and_has_its_period_on_its_items(shop: Shop) -> None:
    sub = shop.subscribe(expand=["latest_invoice.payments"])

    assert sub.status == "active"
    assert item_of(sub).current_period_start == START
    assert item_of(sub).current_period_end == START + 31 * DAY
    invoice = sub.latest_invoice
    assert isinstance(invoice, stripe.Invoice)
    assert (invoice.status, invoice.amount_paid, invoice.billing_reason) == (
        "paid",
        1000,
        "subscription_create",
    )
    assert invoice.parent is not None
    assert invoice.parent.subscription_details is not None
    assert invoice.parent.subscription_details.subscription == sub.id
    assert invoice.payments is not None
    assert invoice.payments.data[0].payment.type == "payment_intent"


def test_an_upgrade_is_prorated_on_the_next_invoice(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    stripe_offline.advance(shop.clock, 15.5)

    change = {"id": item_of(sub).id, "price": shop.dearer}
    preview = stripe.Invoice.create_preview(
        subscription=sub.id,
        subscription_details={"items": [change]},  # type: ignore[list-item]
    )
    assert [line.amount for line in preview.lines.data] == [-500, 1500, 3000]
    assert shop.invoices() == [("subscription_create", "paid", 1000)]

    stripe.Subscription.modify(sub.id, items=[change])  # type: ignore[list-item]
    stripe_offline.advance(shop.clock, 16)
    assert shop.invoices()[0] == ("subscription_cycle", "paid", 4000)


def test_a_change_can_be_invoiced_at_once_or_for_nothing(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    stripe_offline.advance(shop.clock, 15.5)
    item = item_of(sub).id

    stripe.Subscription.modify(
        sub.id, items=[{"id": item, "quantity": 3}], proration_behavior="always_invoice"
    )
    assert shop.invoices()[0] == ("subscription_update", "paid", 1000)

    stripe.Subscription.modify(
        sub.id, items=[{"id": item, "quantity": 9}], proration_behavior="none"
    )
    assert not stripe.InvoiceItem.list(customer=shop.customer, pending=True).data


def test_another_interval_begins_a_new_period_with_an_invoice(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    stripe_offline.advance(shop.clock, 15.5)

    changed = stripe.Subscription.modify(
        sub.id, items=[{"id": item_of(sub).id, "price": shop.yearly}]
    )

    assert shop.invoices()[0] == ("subscription_update", "paid", 9500)
    assert item_of(changed).current_period_start == START + round(15.5 * DAY)


def test_what_is_left_of_a_credit_goes_to_the_balance(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe(items=[{"price": shop.dearer}])
    stripe_offline.advance(shop.clock, 15.5)

    stripe.Subscription.modify(
        sub.id,
        items=[{"id": item_of(sub).id, "price": shop.monthly}],
        proration_behavior="always_invoice",
    )
    assert stripe.Customer.retrieve(shop.customer).balance == -1000

    stripe_offline.advance(shop.clock, 16)
    renewal = stripe.Invoice.list(subscription=sub.id).data[0]
    assert (renewal.total, renewal.amount_due, renewal.status) == (1000, 0, "paid")


def test_cancelling_at_the_end_of_the_period_can_be_taken_back(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    going = stripe.Subscription.modify(sub.id, cancel_at_period_end=True)
    assert going.cancel_at == item_of(sub).current_period_end

    staying = stripe.Subscription.modify(sub.id, cancel_at_period_end=False)
    assert (staying.cancel_at, staying.canceled_at) == (None, None)

    stripe.Subscription.modify(sub.id, cancel_at_period_end=True)
    stripe_offline.advance(shop.clock, 32)
    assert stripe.Subscription.retrieve(sub.id).status == "canceled"
    assert types_of_events().count("customer.subscription.deleted") == 1
    assert len(shop.invoices()) == 1


def test_cancelling_now_is_final(shop: Shop) -> None:
    sub = shop.subscribe()

    ended = stripe.Subscription.cancel(sub.id, cancellation_details={"comment": "Too dear"})

    assert ended.status == "canceled"
    assert ended.cancellation_details is not None
    assert ended.cancellation_details.comment == "Too dear"
    with pytest.raises(stripe.InvalidRequestError):
        stripe.Subscription.modify(sub.id, cancel_at_period_end=True)


def test_items_are_added_changed_and_taken_away(shop: Shop) -> None:
    sub = shop.subscribe()

    two = stripe.Subscription.modify(sub.id, items=[{"price": shop.dearer, "quantity": 2}])
    more = next(one for one in two["items"].data if one.quantity == 2)
    stripe.Subscription.modify(sub.id, items=[{"id": more.id, "quantity": 5}])
    listed = stripe.Subscription.retrieve(sub.id)["items"].data
    assert {one.quantity for one in listed} == {1, 5}

    one = stripe.Subscription.modify(sub.id, items=[{"id": more.id, "deleted": True}])
    assert [left.id for left in one["items"].data] == [item_of(sub).id]
    with pytest.raises(stripe.InvalidRequestError, match="at least one"):
        stripe.Subscription.modify(sub.id, items=[{"id": item_of(sub).id, "deleted": True}])


@pytest.mark.parametrize(
    "params",
    [
        {"collection_method": "send_invoice", "days_until_due": 7},
        {"billing_cycle_anchor": START + DAY},
        {"trial_end": START + DAY},
    ],
)
def test_what_is_done_in_one_way_only_is_refused_in_others(
    shop: Shop, params: dict[str, object]
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Stripe offline does not do"):
        shop.subscribe(**params)


def test_what_is_open_is_not_collected_once_a_subscription_is_cancelled(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    shop.pay_with("pm_card_chargeCustomerFail")
    stripe_offline.advance(shop.clock, 32)
    assert shop.invoices()[0] == ("subscription_cycle", "open", 1000)

    stripe.Subscription.cancel(sub.id)
    shop.pay_with("pm_card_visa")
    stripe_offline.advance(shop.clock, 40)

    assert shop.invoices()[0] == ("subscription_cycle", "open", 1000)


def test_what_waits_is_collected_when_a_subscription_ends_with_its_period(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    product = str(item_of(sub).price.product)
    stripe.Subscription.modify(
        sub.id,
        cancel_at_period_end=True,
        add_invoice_items=[
            {"price_data": {"currency": "usd", "product": product, "unit_amount": 70}}
        ],
    )

    stripe_offline.advance(shop.clock, 32)

    assert shop.invoices()[0] == ("subscription_cycle", "paid", 70)
    assert stripe.Subscription.retrieve(sub.id).status == "canceled"


def test_a_change_that_cannot_be_collected_is_tried_again(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    sub = shop.subscribe()
    shop.pay_with("pm_card_chargeCustomerFail")
    item = {"id": item_of(sub).id, "quantity": 2}
    stripe.Subscription.modify(
        sub.id,
        items=[item],  # type: ignore[list-item]
        proration_behavior="always_invoice",
    )
    assert stripe.Subscription.retrieve(sub.id).status == "past_due"

    shop.pay_with("pm_card_visa")
    stripe_offline.advance(shop.clock, 4)

    assert stripe.Subscription.retrieve(sub.id).status == "active"
