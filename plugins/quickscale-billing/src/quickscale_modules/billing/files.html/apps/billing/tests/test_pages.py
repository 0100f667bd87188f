from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.billing import mirror, plans, queries, standings
from apps.billing.flows import plan_changes
from apps.billing.parts import Part
from apps.billing.tests.test_subscriptions import confirm, use_card_that_asks

if TYPE_CHECKING:
    from django.test import Client

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account
    from apps.billing.standings import Standing
    from apps.billing.tests.paying import Shop

pytestmark = pytest.mark.django_db

OVERVIEW = reverse("billing_overview")
PRICING = reverse("billing_pricing")
CHOICE = {"plan": "pro", "interval": "month"}


def text(client: Client, url: str, **query: str) -> str:
    """Return a page that opens."""
    reply = client.get(url, query)
    assert reply.status_code == 200, reply.status_code
    return reply.content.decode()


class Loud(Part):
    """Says something about every limit."""

    def price_note(self, plan: Plan, price: PlanPrice, limit: str) -> str:
        return f"{limit} are dear"

    def usage_note(self, account: Account, standing: Standing, limit: str) -> str:
        return f"{limit} of {standing.plan.key} cost something"


class TestNotes:
    def test_other_apps_say_what_they_add(
        self, shop: Shop, account: Account, signed: Client, settings: Any
    ) -> None:
        shop.subscribe(account, "starter")
        settings.BILLING_PARTS = [f"{__name__}.Loud"]

        assert "Exports each month: 100, exports are dear" in text(signed, PRICING)
        assert "exports of starter cost something" in text(signed, OVERVIEW)


class TestTaxes:
    def test_they_are_told_on_every_page(
        self, shop: Shop, account: Account, signed: Client, settings: Any
    ) -> None:
        settings.BILLING_TRIAL_DAYS = 0
        assert "Taxes are calculated" not in text(signed, PRICING)
        settings.BILLING_TAX = True
        assert "Taxes are calculated" in text(signed, PRICING)

        address = signed.post(reverse("billing_subscribe"), {**CHOICE, "plan": "starter"})
        shop.check_out(address.headers["Location"])
        shop.deliver()

        assert "$3.80 of it is tax" in text(signed, reverse("billing_invoices"))
        assert "Tax</td>" in text(signed, reverse("billing_confirm"), **CHOICE)


class TestOverview:
    def test_of_the_free_plan_leads_to_the_others(self, signed: Client) -> None:
        page = text(signed, OVERVIEW)

        assert "Choose a plan" in page
        assert "There are none yet" in page

    def test_shows_plan_usage_and_card(self, shop: Shop, account: Account, signed: Client) -> None:
        shop.subscribe(account)

        page = text(signed, OVERVIEW)

        assert "Pro" in page
        assert "Visa •••• 4242" in page
        assert "Exports each month" in page
        assert "Cancel subscription" in page
        assert page.count("Keep subscription") == 2
        assert "Pause subscription" in page
        assert "with its limits" in page

    def test_a_price_for_seats_says_its_total(
        self, shop: Shop, account: Account, signed: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop.subscribe(account)
        monkeypatch.setattr(standings.Standing, "seats", 6)

        page = " ".join(text(signed, OVERVIEW).split())

        found = re.search(r"\$(\d+) \u00d7 6 seats = \$(\d+) each month", page)
        assert found
        assert int(found[2]) == 6 * int(found[1])

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("billing_cancel", "Keep my subscription"),
            ("billing_pause", "Resume subscription"),
            ("billing_resume", "Change plan"),
        ],
    )
    def test_one_button_one_change(
        self, shop: Shop, account: Account, signed: Client, name: str, words: str
    ) -> None:
        shop.subscribe(account)

        page = signed.post(reverse(name), follow=True).content.decode()

        assert words in page

    def test_says_what_cannot_be_done(self, signed: Client) -> None:
        page = signed.post(reverse("billing_cancel"), follow=True).content.decode()

        assert "There is no subscription." in page

    def test_leads_to_the_portal(self, shop: Shop, signed: Client, settings: Any) -> None:
        reply = signed.post(reverse("billing_portal"))
        assert "/portal/" in reply.headers["Location"]

        settings.BILLING_PORTAL = False
        assert signed.post(reverse("billing_portal")).headers["Location"] == OVERVIEW
        assert "Customer portal" not in text(signed, OVERVIEW)

    def test_is_fresh_after_a_visit_to_the_portal(
        self, shop: Shop, account: Account, signed: Client
    ) -> None:
        found = shop.subscribe(account).subscription
        assert found is not None
        stripe.Subscription.modify(found.id, cancel_at_period_end=True)

        back = signed.get(OVERVIEW, {"portal": "left"}, follow=True)

        assert "Ends soon" in back.content.decode()

    def test_the_portal_may_be_out_of_reach(
        self, shop: Shop, account: Account, signed: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise stripe.APIConnectionError("no way")  # type: ignore[no-untyped-call]

        shop.subscribe(account)
        monkeypatch.setattr(mirror, "refresh", refuse)

        back = signed.get(OVERVIEW, {"portal": "left"}, follow=True)

        assert "Your plan" in back.content.decode()

    def test_the_dashboard_leads_to_plans_and_then_says_what_comes_next(
        self, shop: Shop, account: Account, signed: Client
    ) -> None:
        assert "Choose a plan" in text(signed, reverse("pages:dashboard"))

        shop.subscribe(account)

        assert "Next invoice" in text(signed, reverse("pages:dashboard"))


class TestChange:
    def test_without_a_subscription_there_is_none(self, signed: Client) -> None:
        assert signed.get(reverse("billing_plan")).headers["Location"] == PRICING

    def test_up_says_what_it_costs_first(
        self, shop: Shop, account: Account, signed: Client
    ) -> None:
        shop.subscribe(account, "starter")
        assert "Change to Pro" in text(signed, reverse("billing_plan"))
        assert "$30 are charged now" in text(signed, reverse("billing_confirm"), **CHOICE)

        page = signed.post(reverse("billing_confirm"), CHOICE, follow=True).content.decode()

        assert "Your plan is Pro." in page

    def test_a_year_is_paid_at_once(self, shop: Shop, account: Account, signed: Client) -> None:
        shop.subscribe(account, "starter")
        year = {"plan": "starter", "interval": "year"}

        assert "$171 are charged now" in text(signed, reverse("billing_confirm"), **year)

        page = signed.post(reverse("billing_confirm"), year, follow=True).content.decode()
        assert "$171" in page

    def test_down_says_when_it_begins(self, shop: Shop, account: Account, signed: Client) -> None:
        shop.subscribe(account, "pro")
        down = {"plan": "starter", "interval": "month"}
        assert "You keep Pro until" in text(signed, reverse("billing_confirm"), **down)

        page = signed.post(reverse("billing_confirm"), down, follow=True).content.decode()
        assert "Becomes Starter" in page
        assert "Price from then" in page
        assert "Change to Pro" not in text(signed, reverse("billing_plan"))
        assert signed.get(reverse("billing_confirm"), CHOICE).headers["Location"] == OVERVIEW

        page = signed.post(reverse("billing_keep"), follow=True).content.decode()
        assert "Becomes Starter" not in page

    def test_a_bank_that_asks_is_answered(
        self, shop: Shop, account: Account, signed: Client
    ) -> None:
        shop.subscribe(account, "starter")
        use_card_that_asks(account)

        reply = signed.post(reverse("billing_confirm"), CHOICE)

        assert "/dev/stripe/invoices/" in reply.headers["Location"]
        assert "Confirm the payment" in text(signed, OVERVIEW)
        confirm(shop, reply.headers["Location"])
        page = text(signed, OVERVIEW)
        assert "Confirm the payment" not in page
        assert "Pro" in page

    def test_what_is_not_sold_is_neither_shown_nor_chosen(
        self, shop: Shop, account: Account, signed: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop.subscribe(account, "starter")
        kept = tuple(replace(one, sold=one.key != "pro") for one in plans.PLANS)
        monkeypatch.setattr(plans, "PLANS", kept)

        assert "Change to Pro" not in text(signed, reverse("billing_plan"))
        page = signed.post(reverse("billing_confirm"), CHOICE, follow=True).content.decode()
        assert "There is no such plan" in page
        assert standings.standing_of(account).plan.key == "starter"

    def test_what_cannot_be_is_said(self, shop: Shop, account: Account, signed: Client) -> None:
        shop.subscribe(account, "pro", "year")

        page = signed.post(reverse("billing_confirm"), CHOICE, follow=True).content.decode()
        assert "A year is paid" in page

        page = signed.get(reverse("billing_confirm"), {"plan": "x"}, follow=True).content.decode()
        assert "There is no such plan" in page


class TestSeats:
    def test_are_previewed_and_changed(self, shop: Shop, account: Account, signed: Client) -> None:
        shop.subscribe(account)
        url = reverse("billing_seats")
        assert "What would that cost?" in text(signed, url)
        assert "$98 are charged now" in text(signed, url, seats="3")

        page = signed.post(url, {"seats": "3"}, follow=True).content.decode()

        assert "You have 3 seats." in page

    def test_need_a_plan_that_has_them(self, shop: Shop, account: Account, signed: Client) -> None:
        shop.subscribe(account, "starter")

        assert signed.get(reverse("billing_seats")).headers["Location"] == OVERVIEW

    def test_none_is_too_few(self, shop: Shop, account: Account, signed: Client) -> None:
        shop.subscribe(account)

        assert signed.post(reverse("billing_seats"), {"seats": "0"}).status_code == 200


class TestMethods:
    URL = reverse("billing_payment_methods")

    def test_there_are_none_at_first(self, signed: Client) -> None:
        assert "No payment method yet" in text(signed, self.URL)

    def test_one_is_added_at_stripe(self, shop: Shop, account: Account, signed: Client) -> None:
        reply = signed.post(reverse("billing_add_method"))
        session = shop.check_out(reply.headers["Location"])
        signed.get(reverse("billing_done"), {"session_id": session})

        assert "4242" in text(signed, self.URL)

    def test_another_one_pays_and_the_first_goes(
        self, shop: Shop, account: Account, signed: Client
    ) -> None:
        shop.subscribe(account)
        first = queries.payment_methods(account).get()
        second = stripe.PaymentMethod.attach(
            "pm_card_mastercard", customer=account.customer_id or ""
        )
        mirror.refresh("payment_method", second.id)

        kept = signed.post(reverse("billing_remove_method"), {"method": first.id}, follow=True)
        assert "Choose another one first" in kept.content.decode()
        signed.post(reverse("billing_use_method"), {"method": second.id})
        signed.post(reverse("billing_remove_method"), {"method": first.id})

        page = text(signed, self.URL)
        assert "Mastercard" in page
        assert "Visa" not in page

    @pytest.mark.parametrize("name", ["billing_use_method", "billing_remove_method"])
    def test_nobody_elses(self, signed: Client, name: str) -> None:
        page = signed.post(reverse(name), {"method": "pm_other"}, follow=True).content.decode()

        assert "no such payment method" in page


class TestInvoices:
    URL = reverse("billing_invoices")

    def test_there_are_none_at_first(self, signed: Client) -> None:
        assert "No invoices yet" in text(signed, self.URL)

    def test_each_has_its_pdf(self, shop: Shop, account: Account, signed: Client) -> None:
        shop.subscribe(account)

        page = text(signed, self.URL)

        assert "/pdf/" in page
        assert "$49" in page

    def test_the_list_asks_as_much_for_few_as_for_many(
        self, shop: Shop, account: Account, signed: Client
    ) -> None:
        shop.subscribe(account)
        signed.get(self.URL)
        with CaptureQueriesContext(connection) as few:
            signed.get(self.URL)
        for seats in (2, 3):
            plan_changes.set_seats(account, seats)
        stripe.InvoiceItem.create(customer=account.customer_id or "", amount=900, currency="usd")
        for _ in range(2):
            made = stripe.Invoice.create(
                customer=account.customer_id or "", pending_invoice_items_behavior="include"
            )
            stripe.Invoice.finalize_invoice(made.id or "")
            mirror.refresh("invoice", made.id or "")
        signed.get(self.URL)

        with CaptureQueriesContext(connection) as many:
            signed.get(self.URL)

        assert len(many) == len(few)
