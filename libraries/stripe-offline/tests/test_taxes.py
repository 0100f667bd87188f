from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import stripe

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("stripe_offline")


def open_session(**params: Any) -> stripe.checkout.Session:
    """Return a session for two chairs with a tenth off."""
    coupon = stripe.Coupon.create(percent_off=10, duration="once")
    price: Any = {"currency": "eur", "unit_amount": 1005, "product_data": {"name": "Chair"}}
    return stripe.checkout.Session.create(
        mode="payment",
        invoice_creation={"enabled": True},
        success_url="http://testserver/done/",
        line_items=[{"price_data": price, "quantity": 2}],
        discounts=[{"coupon": coupon.id}],
        **params,
    )


def test_tax_is_on_what_is_left_after_discounts() -> None:
    made = open_session(automatic_tax={"enabled": True})

    session = stripe.checkout.Session.retrieve(made.id, expand=["total_details.breakdown"])

    details = session.total_details
    assert details is not None
    assert (details.amount_discount, details.amount_tax) == (201, 362)
    assert session.amount_total == 2010 - 201 + 362
    assert details.breakdown is not None
    assert details.breakdown.taxes[0].rate.percentage == 20


def test_without_it_there_is_none() -> None:
    session = open_session()

    assert session.total_details is not None
    assert session.total_details.amount_tax == 0


@pytest.mark.parametrize(
    ("value", "kind"),
    [("DE123456789", "eu_vat"), ("GB123456789", "gb_vat"), ("CHE-123.456.789", "ch_vat")],
)
def test_a_tax_id_is_kept_and_on_every_invoice(client: Client, value: str, kind: str) -> None:
    session = open_session(
        automatic_tax={"enabled": True},
        tax_id_collection={"enabled": True},
    )
    assert session.url is not None
    answer = {"card": "pm_card_visa", "email": "a@example.com", "tax_id": value}

    assert client.post(session.url, answer).status_code == 302

    done = stripe.checkout.Session.retrieve(session.id, expand=["invoice"])
    invoice: Any = done.invoice
    assert invoice.automatic_tax.status == "complete"
    assert [tax.amount for tax in invoice.total_taxes] == [362]
    assert [(one.type, one.value) for one in invoice.customer_tax_ids] == [(kind, value)]
    ids = stripe.Customer.list_tax_ids(str(done.customer)).data
    assert [one.value for one in ids] == [value]
    page = client.get(invoice.hosted_invoice_url).content.decode()
    assert value in page
    assert "3.62 EUR" in page
    assert client.get(invoice.invoice_pdf).status_code == 200


def test_a_tax_id_is_not_taken_where_none_is_asked_for(client: Client) -> None:
    session = open_session()
    assert session.url is not None

    client.post(session.url, {"card": "pm_card_visa", "email": "a@example.com", "tax_id": "DE1"})

    assert not stripe.Customer.list_tax_ids(stripe.Customer.list().data[0].id).data
