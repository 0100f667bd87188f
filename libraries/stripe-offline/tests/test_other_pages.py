"""The other pages, as a browser without JavaScript uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import stripe
from django.contrib.staticfiles import finders

from tests.conftest import START

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from stripe_offline.testing import StripeOffline
    from tests.conftest import Shop

HOME = "https://acme.example/billing/done/?session={CHECKOUT_SESSION_ID}"


def path_of(session: stripe.checkout.Session | stripe.billing_portal.Session) -> str:
    assert session.url is not None
    assert session.url.startswith("https://acme.example/dev/stripe/")
    return urlsplit(session.url).path


def test_an_invoice_is_looked_at_downloaded_and_paid(
    shop: Shop, stripe_offline: StripeOffline, client: Client
) -> None:
    sub = shop.subscribe()
    shop.pay_with("pm_card_chargeCustomerFail")
    stripe_offline.advance(shop.clock, 32)
    owed = stripe.Invoice.list(subscription=sub.id).data[0]
    assert owed.hosted_invoice_url is not None
    assert owed.invoice_pdf is not None
    path = urlsplit(owed.hosted_invoice_url).path

    assert "10.00 USD" in client.get(path).content.decode()
    declined = client.post(path, {"card": "pm_card_visa_chargeDeclined"})
    assert declined.status_code == 402
    client.post(path, {"card": "pm_card_visa"})

    assert stripe.Subscription.retrieve(sub.id).status == "active"
    pdf = client.get(urlsplit(owed.invoice_pdf).path)
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-1.4")
    charge = stripe.Charge.list(customer=shop.customer).data[0]
    assert charge.receipt_url is not None
    assert "4242" in client.get(urlsplit(charge.receipt_url).path).content.decode()


def test_an_invoice_waits_for_the_owner_of_the_card(shop: Shop, client: Client) -> None:
    shop.pay_with("pm_card_authenticationRequired")
    sub = shop.subscribe()
    assert sub.status == "incomplete"
    intent = stripe.PaymentIntent.list(customer=shop.customer).data[0]
    assert intent.status == "requires_action"
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    path = urlsplit(str(intent.next_action.redirect_to_url.url)).path

    assert "Your bank wants you to confirm" in client.get(path).content.decode()
    assert "is confirmed" in client.post(path).content.decode()

    assert stripe.Subscription.retrieve(sub.id).status == "active"
    assert "needs no confirmation" in client.get(path).content.decode()


def open_portal(shop: Shop) -> str:
    session = stripe.billing_portal.Session.create(
        customer=shop.customer, return_url="https://acme.example/billing/"
    )
    return path_of(session)


def test_the_portal_ends_and_keeps_a_subscription(shop: Shop, client: Client) -> None:
    sub = shop.subscribe()
    path = open_portal(shop)

    client.post(path, {"subscription": sub.id, "cancel": "1"})
    ended = stripe.Subscription.retrieve(sub.id)
    assert ended.cancel_at == ended["items"].data[0].current_period_end
    assert "Keep the subscription" in client.get(path).content.decode()
    client.post(path, {"subscription": sub.id, "resume": "1"})
    assert stripe.Subscription.retrieve(sub.id).cancel_at is None


def test_the_portal_switches_cards(shop: Shop, client: Client) -> None:
    shop.subscribe()
    path = open_portal(shop)

    client.post(path, {"card": "pm_card_mastercard"})

    page = client.get(path).content.decode()
    assert "Mastercard ending in 4444" in page
    new, old = stripe.PaymentMethod.list(customer=shop.customer).data
    client.post(path, {"remove": old.id})
    assert [one.id for one in stripe.PaymentMethod.list(customer=shop.customer).data] == [new.id]
    assert client.post(path, {"card": "pm_card_visa_chargeDeclined"}).status_code == 402


def test_the_portal_leaves_other_peoples_things_alone(shop: Shop, client: Client) -> None:
    path = open_portal(shop)
    eve = stripe.Customer.create(
        payment_method="pm_card_visa",
        invoice_settings={"default_payment_method": "pm_card_visa"},
    )
    sub = stripe.Subscription.create(customer=eve.id, items=[{"price": shop.monthly}])
    method = stripe.PaymentMethod.list(customer=eve.id).data[0]

    client.post(path, {"subscription": sub.id, "cancel": "1"})
    client.post(path, {"remove": method.id})

    assert stripe.Subscription.retrieve(sub.id).cancel_at is None
    assert stripe.PaymentMethod.retrieve(method.id).customer == eve.id


def test_the_overview_moves_clocks_and_sends_events_again(
    shop: Shop, stripe_offline: StripeOffline, client: Client
) -> None:
    stripe.WebhookEndpoint.create(url="https://acme.example/hook/", enabled_events=["*"])
    sub = shop.subscribe()
    stripe_offline.collect()
    page = client.get("/dev/stripe/").content.decode()
    assert "customer.subscription.created" in page
    assert "https://acme.example/hook/" in page

    client.post(f"/dev/stripe/clocks/{shop.clock}/advance/", {"days": "32"})
    assert shop.invoices()[0] == ("subscription_cycle", "paid", 1000)
    for days in ("x", "", "0", "367"):
        reply = client.post(f"/dev/stripe/clocks/{shop.clock}/advance/", {"days": days})
        assert reply.status_code == 400
        assert "Give a whole number of days" in reply.content.decode()

    stripe_offline.collect()
    event = stripe.Event.list(type="customer.subscription.created").data[0]
    client.post(f"/dev/stripe/events/{event.id}/resend/")
    (letter,) = stripe_offline.collect()
    assert event.id in letter.body
    assert sub.id in letter.body


def test_a_clock_is_advanced_by_a_month(shop: Shop, client: Client) -> None:
    shop.subscribe()
    assert "Advance the clock by a month" in client.get("/dev/stripe/").content.decode()

    client.post(f"/dev/stripe/clocks/{shop.clock}/advance/")

    clock = stripe.test_helpers.TestClock.retrieve(shop.clock)
    assert clock.frozen_time == START + (31 * 24 + 1) * 3600  # October has 31 days
    assert shop.invoices()[0] == ("subscription_cycle", "paid", 1000)


def test_pages_draw_with_the_projects_tokens_where_there_are_some(
    stripe_offline: StripeOffline, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.STRIPE_OFFLINE_STYLESHEETS = ["theme/tokens.css", "theme/gone.css"]
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "tokens.css").write_text(":root { --primary: teal }")
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]

    page = client.get("/dev/stripe/").content.decode()
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]

    assert page.index("/static/theme/tokens.css") < page.index("/static/stripe_offline/offline.css")
    assert "gone.css" not in page


def test_a_customer_is_given_a_clock_with_all_that_is_theirs(shop: Shop, client: Client) -> None:
    eve = stripe.Customer.create(
        name="Eve",
        payment_method="pm_card_visa",
        invoice_settings={"default_payment_method": "pm_card_visa"},
    )
    sub = stripe.Subscription.create(customer=eve.id, items=[{"price": shop.monthly}])
    assert "Start a test clock" in client.get("/dev/stripe/").content.decode()

    for _ in range(2):
        client.post(f"/dev/stripe/customers/{eve.id}/clock/")

    clock, _other = stripe.test_helpers.TestClock.list().data
    assert clock.name == "Eve"
    assert "Start a test clock" not in client.get("/dev/stripe/").content.decode()
    client.post(f"/dev/stripe/clocks/{clock.id}/advance/", {"days": "32"})
    renewed = stripe.Subscription.retrieve(sub.id)
    assert renewed.test_clock == clock.id
    assert len(stripe.Invoice.list(customer=eve.id).data) == 2
