"""Prices, and the ways to Checkout and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import stripe
from django.urls import reverse

from apps.billing import plans, standings

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from apps.billing.models import Account
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


class TestCheckout:
    def test_goes_there_and_back(self, shop: Shop, account: Account, signed: Client) -> None:
        reply = signed.post(reverse("billing_subscribe"), CHOICE)
        assert reply.status_code == 302
        session = shop.check_out(reply.headers["Location"])

        back = signed.get(reverse("billing_done"), {"session_id": session}, follow=True)

        assert "Everything is in place" in back.content.decode()
        account.refresh_from_db()
        assert standings.standing_of(account).state == standings.State.TRIALING

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
