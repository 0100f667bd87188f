from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
import stripe

if TYPE_CHECKING:
    from stripe_offline.testing import StripeOffline

pytestmark = pytest.mark.usefixtures("stripe_offline")


def make_meter(formula: str = "sum") -> stripe.billing.Meter:
    return stripe.billing.Meter.create(
        display_name="Calls", event_name="calls", default_aggregation={"formula": formula}
    )


def count(customer: str, value: str = "5", **params: Any) -> stripe.billing.MeterEvent:
    payload = {"stripe_customer_id": customer, "value": value}
    return stripe.billing.MeterEvent.create(event_name="calls", payload=payload, **params)


def test_a_meter_has_its_events_to_itself_until_it_is_off() -> None:
    meter = make_meter()
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        make_meter()

    assert stripe.billing.Meter.deactivate(meter.id).status == "inactive"

    assert make_meter().status == "active"
    assert stripe.billing.Meter.list(status="inactive").data[0].id == meter.id


@pytest.mark.parametrize(
    ("value", "params", "words"),
    [
        ("5", {"identifier": "twice"}, "already exists with identifier"),
        ("many", {}, "whole number"),
        ("5", {"timestamp": int(time.time()) - 36 * 24 * 3600}, "35 days"),
        ("5", {"timestamp": int(time.time()) + 3600}, "35 days"),
    ],
)
def test_an_event_is_refused_as_stripe_does(value: str, params: Any, words: str) -> None:
    make_meter()
    customer = stripe.Customer.create().id
    assert count(customer, identifier="twice").identifier == "twice"

    with pytest.raises(stripe.InvalidRequestError, match=words):
        count(customer, value, **params)


def test_nobody_counts_without_a_meter_or_a_customer() -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No active meter"):
        count(stripe.Customer.create().id)
    make_meter()
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        count("cus_nobody")


@pytest.mark.parametrize(("formula", "quantity"), [("sum", 12), ("count", 2), ("last", 7)])
def test_what_was_counted_is_on_the_next_invoice(formula: str, quantity: int) -> None:
    meter = make_meter(formula)
    price = stripe.Price.create(
        currency="usd",
        unit_amount_decimal="1.5",  # type: ignore[arg-type]
        product_data={"name": "Calls"},
        recurring={"interval": "month", "usage_type": "metered", "meter": meter.id},
    )
    customer = stripe.Customer.create(
        payment_method="pm_card_visa", invoice_settings={"default_payment_method": "pm_card_visa"}
    ).id
    sub = stripe.Subscription.create(customer=customer, items=[{"price": price.id}])
    count(customer, "5")
    count(customer, "7")

    preview = stripe.Invoice.create_preview(subscription=sub.id)

    assert preview.lines.data[0].quantity == quantity
    assert preview.total == round(quantity * 1.5)


def test_a_metered_price_has_a_meter_and_no_quantity(stripe_offline: StripeOffline) -> None:
    recurring: Any = {"interval": "month", "usage_type": "metered"}
    product: Any = {"name": "Calls"}
    with pytest.raises(stripe.InvalidRequestError, match="No such billing meter"):
        stripe.Price.create(
            currency="usd", unit_amount=1, product_data=product, recurring=recurring
        )
    price = stripe.Price.create(
        currency="usd",
        unit_amount=1,
        product_data=product,
        recurring=recurring | {"meter": make_meter().id},
    )
    with pytest.raises(stripe.InvalidRequestError, match="Quantity should not"):
        stripe.Subscription.create(
            customer=stripe.Customer.create().id, items=[{"price": price.id, "quantity": 1}]
        )
