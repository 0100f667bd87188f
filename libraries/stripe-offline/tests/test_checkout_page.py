"""Checkout's page, as a browser without JavaScript uses it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import stripe

from stripe_offline.cards import CARDS
from tests.conftest import types_of_events

if TYPE_CHECKING:
    from django.test import Client

    from stripe_offline.testing import StripeOffline
    from tests.conftest import Shop

HOME = "https://acme.example/billing/done/?session={CHECKOUT_SESSION_ID}"


def open_checkout(shop: Shop, **params: Any) -> stripe.checkout.Session:
    given = {
        "mode": "subscription",
        "line_items": [{"price": shop.monthly, "quantity": 2}],
        "success_url": HOME,
        "cancel_url": "https://acme.example/pricing/",
    }
    return stripe.checkout.Session.create(**(given | params))


def path_of(session: stripe.checkout.Session | stripe.billing_portal.Session) -> str:
    assert session.url is not None
    assert session.url.startswith("https://acme.example/dev/stripe/")
    return urlsplit(session.url).path


def test_a_person_subscribes(shop: Shop, client: Client) -> None:
    session = open_checkout(shop, client_reference_id="team-7", metadata={"plan": "pro"})
    page = client.get(path_of(session))
    assert "20.00 USD" in page.content.decode()
    assert "style=" not in page.content.decode()
    assert "<script" not in page.content.decode()

    answer = client.post(path_of(session), {"email": "eve@example.com", "card": "pm_card_visa"})

    assert answer.headers["Location"] == HOME.replace("{CHECKOUT_SESSION_ID}", session.id)
    done = stripe.checkout.Session.retrieve(session.id, expand=["subscription", "customer"])
    assert (done.status, done.payment_status, done.url) == ("complete", "paid", None)
    assert (done.client_reference_id, done.metadata.to_dict()) == ("team-7", {"plan": "pro"})  # type: ignore[union-attr]
    assert isinstance(done.subscription, stripe.Subscription)
    assert done.subscription.status == "active"
    assert done.subscription["items"].data[0].quantity == 2
    assert isinstance(done.customer, stripe.Customer)
    assert done.customer.email == "eve@example.com"
    assert types_of_events()[-1] == "checkout.session.completed"
    assert client.get(path_of(session)).status_code == 410


def test_a_card_that_is_declined_leaves_the_page_open(shop: Shop, client: Client) -> None:
    session = open_checkout(shop, customer=shop.customer)
    before = types_of_events()

    for card in ("pm_card_chargeCustomerFail", "pm_card_visa_chargeDeclined"):
        answer = client.post(path_of(session), {"card": card})
        assert answer.status_code == 402
        assert "declined" in answer.content.decode()

    assert types_of_events() == before
    client.post(path_of(session), {"card": "pm_card_visa"})
    assert stripe.checkout.Session.retrieve(session.id).status == "complete"


def test_a_card_may_ask_its_owner(shop: Shop, client: Client) -> None:
    session = open_checkout(shop, customer=shop.customer)
    card = "pm_card_authenticationRequired"

    asked = client.post(path_of(session), {"card": card})
    assert "Confirm the payment" in asked.content.decode()
    client.post(path_of(session), {"card": card, "confirm": "1"})

    assert stripe.checkout.Session.retrieve(session.id).status == "complete"


def test_a_trial_begins_without_a_card(shop: Shop, client: Client) -> None:
    session = open_checkout(
        shop,
        customer_email="new@example.com",
        payment_method_collection="if_required",
        subscription_data={"trial_period_days": 14, "metadata": {"team": "7"}},
    )
    page = client.get(path_of(session)).content.decode()
    assert "Start trial" in page
    assert "Test card" not in page

    client.post(path_of(session))

    done = stripe.checkout.Session.retrieve(session.id, expand=["subscription"])
    assert done.payment_status == "no_payment_required"
    assert isinstance(done.subscription, stripe.Subscription)
    assert done.subscription.status == "trialing"
    assert done.subscription.metadata.to_dict() == {"team": "7"}


def test_a_promotion_code_is_typed_in(
    shop: Shop, stripe_offline: StripeOffline, client: Client
) -> None:
    coupon = stripe.Coupon.create(percent_off=25, duration="once")
    stripe.PromotionCode.create(promotion={"type": "coupon", "coupon": coupon.id}, code="QUARTER")
    session = open_checkout(shop, customer=shop.customer, allow_promotion_codes=True)

    wrong = client.post(path_of(session), {"code": "nothing", "apply": "1"})
    assert "not valid" in wrong.content.decode()
    right = client.post(path_of(session), {"code": "quarter", "apply": "1"})
    assert "15.00 USD" in right.content.decode()
    client.post(path_of(session), {"card": "pm_card_visa"})

    assert shop.invoices()[0] == ("subscription_create", "paid", 1500)
    assert stripe.PromotionCode.list(code="QUARTER").data[0].times_redeemed == 1
    stripe_offline.advance(shop.clock, 32)
    assert shop.invoices()[0] == ("subscription_cycle", "paid", 2000)


def test_something_is_bought_once_with_an_invoice(shop: Shop, client: Client) -> None:
    price = stripe.Price.create(product=shop.product, currency="eur", unit_amount=4900).id
    coupon = stripe.Coupon.create(amount_off=900, currency="eur", duration="once").id
    session = open_checkout(
        shop,
        mode="payment",
        line_items=[{"price": price, "quantity": 2}],
        customer=shop.customer,
        discounts=[{"coupon": coupon}],
        invoice_creation={"enabled": True, "invoice_data": {"metadata": {"order": "1"}}},
    )

    client.post(path_of(session), {"card": "pm_card_visa"})

    expand = ["payment_intent", "invoice", "line_items"]
    done = stripe.checkout.Session.retrieve(session.id, expand=expand)
    assert isinstance(done.invoice, stripe.Invoice)
    assert (done.invoice.status, done.invoice.total) == ("paid", 8900)
    assert done.invoice.metadata is not None
    assert done.invoice.metadata.to_dict() == {"order": "1"}
    assert isinstance(done.payment_intent, stripe.PaymentIntent)
    assert (done.payment_intent.amount_received, done.payment_intent.currency) == (8900, "eur")
    assert done.line_items is not None
    assert done.line_items.data[0].amount_total == 9800


def test_a_credit_is_kept_for_the_subscription(shop: Shop, client: Client) -> None:
    """Stripe takes nothing off what is bought once: https://docs.stripe.com/billing/customer/balance."""
    stripe.Customer.modify(shop.customer, balance=-3000)
    price = stripe.Price.create(product=shop.product, currency="usd", unit_amount=900).id
    session = open_checkout(
        shop,
        mode="payment",
        line_items=[{"price": price, "quantity": 1}],
        customer=shop.customer,
        invoice_creation={"enabled": True},
    )

    client.post(path_of(session), {"card": "pm_card_visa"})

    assert stripe.Charge.list(customer=shop.customer).data[0].amount == 900
    invoice = stripe.Invoice.list(customer=shop.customer).data[0]
    assert (invoice.amount_paid, invoice.starting_balance, invoice.ending_balance) == (
        900,
        -3000,
        -3000,
    )
    assert stripe.Customer.retrieve(shop.customer).balance == -3000


def test_what_it_lacks_it_says(shop: Shop) -> None:
    price = stripe.Price.create(product=shop.product, currency="usd", unit_amount=500).id

    for mode in ("payment", "subscription"):
        with pytest.raises(stripe.InvalidRequestError, match="Stripe offline"):
            open_checkout(shop, mode=mode, line_items=[{"price": price}])


def test_a_card_is_saved(shop: Shop, client: Client) -> None:
    session = open_checkout(shop, mode="setup", line_items=[], customer=shop.customer)

    client.post(path_of(session), {"card": "pm_card_mastercard"})

    done = stripe.checkout.Session.retrieve(session.id, expand=["setup_intent.payment_method"])
    assert isinstance(done.setup_intent, stripe.SetupIntent)
    assert isinstance(done.setup_intent.payment_method, stripe.PaymentMethod)
    assert done.setup_intent.payment_method.customer == shop.customer


def test_a_session_that_nobody_completes_is_closed(shop: Shop, client: Client) -> None:
    session = open_checkout(shop, expires_at=int(time.time()))

    assert client.get(path_of(session)).status_code == 410

    assert stripe.checkout.Session.retrieve(session.id).status == "expired"


def test_what_is_not_there_is_said(shop: Shop, client: Client) -> None:
    answer = client.get("/dev/stripe/checkout/cs_test_nothing/")

    assert answer.status_code == 404
    assert "No such checkout.session" in answer.content.decode()


def test_every_card_is_offered(shop: Shop, client: Client) -> None:
    page = client.get(path_of(open_checkout(shop))).content.decode()

    for card in CARDS.values():
        assert card.number in page
