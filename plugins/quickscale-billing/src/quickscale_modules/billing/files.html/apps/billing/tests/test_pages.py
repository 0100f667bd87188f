from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from djstripe import models as copies

from apps.billing import mirror, plans, queries, standings
from apps.billing.entitlements import feature_required
from apps.billing.flows import endings, plan_changes
from apps.billing.parts import Part
from apps.billing.tests.test_subscriptions import confirm, use_card_that_asks

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account
    from apps.billing.standings import Standing
    from apps.billing.tests.paying import Shop

pytestmark = pytest.mark.django_db

OVERVIEW = reverse("billing_overview")
PRICING = reverse("billing_pricing")
CHOICE = {"plan": "pro", "interval": "month"}


@pytest.fixture
def signed(client: Client, account: Account) -> Client:
    """A client that ``account``'s owner is signed in with."""
    assert account.user is not None
    client.force_login(account.user)
    return client


def text(client: Client, url: str, **query: str) -> str:
    """Return a page that opens."""
    reply = client.get(url, query)
    assert reply.status_code == 200, reply.status_code
    return reply.content.decode()


class TestPricing:
    def test_is_for_everybody(self, client: Client) -> None:
        page = text(client, PRICING)

        assert "$49" in page
        assert "Start 14-day trial" in page
        assert "$490" in text(client, PRICING, interval="year")

    def test_a_year_says_what_it_saves(self, client: Client) -> None:
        monthly, yearly = text(client, PRICING), text(client, PRICING, interval="year")

        assert "save up to 16 %" in monthly
        assert "You save" not in monthly
        assert "You save $98 a year" in yearly

    def test_a_year_that_saves_nothing_says_nothing_of_it(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dear = tuple(
            replace(
                plan,
                prices=tuple(
                    replace(price, amount=price.amount * 2) if price.interval == "year" else price
                    for price in plan.prices
                ),
            )
            for plan in plans.PLANS
        )
        monkeypatch.setattr(plans, "PLANS", dear)

        page = text(client, PRICING, interval="year")

        assert "save" not in page.lower()

    def test_marks_one_plan_above_its_name(self, client: Client) -> None:
        page = text(client, PRICING)

        assert page.count("Recommended") == 1
        assert page.index("Recommended") < page.index(">Pro<")

    def test_compares_what_plans_have(self, client: Client) -> None:
        table = text(client, PRICING).split("<table")[1].split("</table>")[0]

        assert 'aria-label="Included"' in table
        assert 'aria-label="Not included"' in table
        assert "No limit" in table
        assert "2,000" in table
        rows = table.count("<tr") - 1
        assert rows == len(plans.LIMITS) + len(plans.FEATURES)

    def test_answers_questions(self, client: Client, settings: Settings) -> None:
        assert "What happens when a trial ends?" in text(client, PRICING)
        settings.BILLING_TRIAL_DAYS = 0
        assert "What happens when a trial ends?" not in text(client, PRICING)

    def test_home_shows_plans_and_asks_no_database(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            page = text(client, reverse("pages:home"))

        assert "Start 14-day trial" in page
        assert "How do I cancel?" in page

    def test_offers_trials_once(self, shop: Shop, account: Account, signed: Client) -> None:
        assert "Start 14-day trial" in text(signed, PRICING)
        shop.subscribe(account)
        subscription = standings.live_subscription(account)
        assert subscription is not None
        stripe.Subscription.cancel(subscription.id)
        shop.deliver()

        page = text(signed, PRICING)

        assert "Start 14-day trial" not in page
        assert "Subscribe to Pro" in page

    def test_leads_subscribers_to_a_change(
        self, shop: Shop, account: Account, signed: Client
    ) -> None:
        shop.subscribe(account, "starter")

        page = text(signed, PRICING)

        assert "Change to Pro" in page
        assert "Your plan" in page


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


class TestCheckout:
    def test_goes_there_and_back(self, shop: Shop, account: Account, signed: Client) -> None:
        reply = signed.post(reverse("billing_subscribe"), CHOICE)
        assert reply.status_code == 302
        session = shop.check_out(reply.headers["Location"])

        back = signed.get(reverse("billing_done"), {"session_id": session}, follow=True)

        assert "Everything is in place" in back.content.decode()
        assert "Trial" in back.content.decode()

    def test_is_no_way_to_a_second_subscription(
        self, shop: Shop, account: Account, signed: Client
    ) -> None:
        shop.subscribe(account, "starter")

        reply = signed.post(reverse("billing_subscribe"), CHOICE)

        assert reply.headers["Location"].startswith(reverse("billing_confirm"))

    @pytest.mark.parametrize("name", ["billing_subscribe", "billing_buy"])
    def test_refuses_what_is_not_sold(self, signed: Client, name: str) -> None:
        reply = signed.post(reverse(name), {"plan": "free", "interval": "month"}, follow=True)

        assert "There is no such plan" in reply.content.decode() or (
            "not for sale" in reply.content.decode()
        )

    @pytest.mark.parametrize(
        ("name", "data"),
        [("billing_subscribe", CHOICE), ("billing_buy", {"item": "export_pack"})],
    )
    def test_says_when_nothing_is_sold_yet(
        self, stripe_offline: object, signed: Client, name: str, data: dict[str, str]
    ) -> None:
        assert "not for sale yet" in signed.post(reverse(name), data, follow=True).content.decode()

    def test_sells_once_as_well(self, shop: Shop, signed: Client) -> None:
        reply = signed.post(reverse("billing_buy"), {"item": "export_pack"})
        session = shop.check_out(reply.headers["Location"])

        back = signed.get(reverse("billing_done"), {"session_id": session}, follow=True)

        assert "Everything is in place" in back.content.decode()

    def test_does_not_thank_for_what_others_paid(self, shop: Shop, signed: Client) -> None:
        stranger = stripe.checkout.Session.create(mode="setup", currency="usd", success_url="x:/")

        for session in (stranger.id, "cs_test_none"):
            back = signed.get(reverse("billing_done"), {"session_id": session}, follow=True)
            assert "Thank you" not in back.content.decode()


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

    def test_nobody_elses_is_paid(self, signed: Client) -> None:
        reply = signed.post(reverse("billing_pay_invoice", args=("in_other",)), follow=True)

        assert "This invoice is not open." in reply.content.decode()

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


class TestGuards:
    @pytest.mark.parametrize(
        "url", [OVERVIEW, TestInvoices.URL, TestMethods.URL, reverse("billing_plan")]
    )
    def test_money_is_for_the_signed_in(self, client: Client, url: str) -> None:
        assert client.get(url).headers["Location"].startswith(reverse("account_login"))

    def test_a_feature_opens_a_view(self, shop: Shop, account: Account, signed: Client) -> None:
        @feature_required("reports")
        def reports(_request: Any) -> HttpResponse:
            return HttpResponse("reports")

        @method_decorator(feature_required("reports"), name="dispatch")
        class Reports(View):
            def get(self, _request: Any) -> HttpResponse:
                return HttpResponse("reports")

        request = signed.get(PRICING).wsgi_request
        for view in (reports, Reports.as_view()):
            assert view(request).headers["Location"] == PRICING
        shop.subscribe(account)
        request = signed.get(PRICING).wsgi_request
        for view in (reports, Reports.as_view()):
            assert view(request).status_code == 200

    def test_a_stranger_signs_in_first(self, client: Client) -> None:
        @feature_required("reports")
        def reports(_request: Any) -> HttpResponse:
            return HttpResponse("reports")

        request = client.get(PRICING).wsgi_request

        assert reverse("account_login") in reports(request).headers["Location"]

    def test_templates_ask_too(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        request = RequestFactory().get("/")
        assert account.user is not None
        request.user = account.user
        source = (
            "{% load billing %}{% plan_has 'reports' as ok %}{% plan_limit 'exports' as most %}"
            "{{ ok }} {{ most }} {{ 450|money:'eur' }} {{ 0|moment }}"
        )

        assert Template(source).render(Context({"request": request})) == "True 2000 €4.50 None"


@pytest.mark.parametrize(
    ("grace", "words"), [(7, "Everything works until"), (0, "Your plan is suspended")]
)
def test_every_page_says_that_a_payment_failed(
    shop: Shop, account: Account, signed: Client, grace: int, words: str
) -> None:
    shop.subscribe(account)
    copy = copies.Subscription.objects.get()
    copy.stripe_data["status"] = "past_due"
    copy.save()

    with override_settings(BILLING_GRACE_DAYS=grace):
        assert words in text(signed, reverse("pages:dashboard"))
        assert words in text(signed, OVERVIEW)


def test_a_subscriber_cancels_before_leaving(shop: Shop, account: Account, signed: Client) -> None:
    assert account.user is not None
    shop.subscribe(account)
    assert queries.deletion_obstacles(account.user)

    endings.cancel(account)

    assert queries.deletion_obstacles(account.user) == []
    data = queries.billing_data(account.user)["billing"]
    assert data["plan"] == "pro"
    assert data["invoices"][0]["total"] == 4900


def test_a_new_name_is_taken_over(account: Account) -> None:
    assert account.user is not None
    account.user.name = "Ada Lovelace"
    account.user.save()

    account.refresh_from_db()
    assert str(account) == "Ada Lovelace"
