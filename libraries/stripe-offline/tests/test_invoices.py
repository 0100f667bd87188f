"""Invoices, written by hand or looked at before they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

from tests.conftest import types_of_events

if TYPE_CHECKING:
    from tests.conftest import Shop

pytestmark = pytest.mark.usefixtures("stripe_offline")


def test_an_invoice_is_written_by_hand(shop: Shop) -> None:
    invoice = stripe.Invoice.create(customer=shop.customer, description="Work", currency="usd")
    item = stripe.InvoiceItem.create(
        customer=shop.customer, invoice=invoice.id, amount=2500, currency="usd", description="Day"
    )
    assert item.invoice == invoice.id
    assert stripe.Invoice.retrieve(invoice.id).total == 2500

    sent = stripe.Invoice.finalize_invoice(invoice.id)
    assert (sent.status, sent.amount_due) == ("open", 2500)
    assert sent.number is not None
    (entry,) = stripe.InvoicePayment.list(invoice=invoice.id).data
    assert entry.status == "open"
    paid = stripe.Invoice.pay(invoice.id)

    assert (paid.status, paid.amount_paid, paid.amount_remaining) == ("paid", 2500, 0)
    assert stripe.InvoicePayment.retrieve(entry.id).status == "paid"
    assert [line.description for line in paid.lines.data] == ["Day"]
    listed = stripe.Invoice.list_lines(invoice.id)
    assert [line.amount for line in listed.data] == [2500]
    for call in (stripe.Invoice.pay, stripe.Invoice.finalize_invoice):
        with pytest.raises(stripe.InvalidRequestError):
            call(invoice.id)


def test_what_waits_goes_on_an_invoice_on_request(shop: Shop) -> None:
    stripe.InvoiceItem.create(customer=shop.customer, pricing={"price": one_off(shop)}, quantity=3)

    without = stripe.Invoice.create(customer=shop.customer, currency="usd")
    with_it = stripe.Invoice.create(
        customer=shop.customer, currency="usd", pending_invoice_items_behavior="include"
    )

    assert (without.total, with_it.total) == (0, 600)
    assert not stripe.InvoiceItem.list(pending=True).data


def one_off(shop: Shop) -> str:
    return stripe.Price.create(product=shop.product, currency="usd", unit_amount=200).id


def test_a_preview_leaves_nothing_behind(shop: Shop) -> None:
    sub = shop.subscribe()
    told = types_of_events()
    change = {"id": sub["items"].data[0].id, "quantity": 3}

    preview = stripe.Invoice.create_preview(
        subscription=sub.id,
        subscription_details={"items": [change], "proration_behavior": "none"},  # type: ignore[list-item]
        expand=["lines.data.pricing.price_details.price"],
    )

    assert preview.total == 3000
    pricing = preview.lines.data[0].pricing
    assert pricing is not None
    assert pricing.price_details is not None
    assert isinstance(pricing.price_details.price, stripe.Price)
    assert stripe.Subscription.retrieve(sub.id)["items"].data[0].quantity == 1
    assert types_of_events() == told


def test_there_may_be_nothing_to_preview(shop: Shop) -> None:
    sub = shop.subscribe()
    assert stripe.Invoice.create_preview(subscription=sub.id).total == 1000
    stripe.Subscription.modify(sub.id, cancel_at_period_end=True)

    with pytest.raises(stripe.InvalidRequestError, match="No upcoming") as refused:
        stripe.Invoice.create_preview(subscription=sub.id)

    assert refused.value.code == "invoice_upcoming_none"


def test_what_is_void_is_not_collected(shop: Shop) -> None:
    stripe.InvoiceItem.create(customer=shop.customer, amount=900, currency="usd")
    made = stripe.Invoice.create(customer=shop.customer, pending_invoice_items_behavior="include")
    stripe.Invoice.finalize_invoice(str(made.id))

    void = stripe.Invoice.void_invoice(str(made.id))

    assert (void.status, void.amount_paid) == ("void", 0)
    with pytest.raises(stripe.InvalidRequestError, match="no longer be paid"):
        stripe.Invoice.pay(str(made.id))


def test_a_draft_that_advances_by_itself_is_collected_once_it_is_final(shop: Shop) -> None:
    stripe.InvoiceItem.create(customer=shop.customer, amount=900, currency="usd")
    made = stripe.Invoice.create(
        customer=shop.customer, pending_invoice_items_behavior="include", auto_advance=True
    )

    assert stripe.Invoice.finalize_invoice(str(made.id)).status == "paid"


def test_an_invoice_that_is_void_gives_a_credit_back(shop: Shop) -> None:
    stripe.Customer.modify(shop.customer, balance=-300)
    made = stripe.Invoice.create(customer=shop.customer, auto_advance=False)
    stripe.InvoiceItem.create(
        customer=shop.customer, invoice=made.id, amount=1000, currency="usd", description="Work"
    )
    asked = stripe.Invoice.finalize_invoice(str(made.id))
    assert asked.amount_due == 700
    assert stripe.Customer.retrieve(shop.customer).balance == 0

    stripe.Invoice.void_invoice(str(made.id))

    assert stripe.Customer.retrieve(shop.customer).balance == -300
