"""Who may see what, and what every page says of a failed payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from djstripe import models as copies

from apps.billing import queries
from apps.billing.entitlements import feature_required
from apps.billing.flows import endings

if TYPE_CHECKING:
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


class TestGuards:
    @pytest.mark.parametrize(
        "url",
        [OVERVIEW, reverse("billing_invoices"), reverse("billing_seats"), reverse("billing_plan")],
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


def test_nobody_elses_invoice_is_paid(signed: Client) -> None:
    reply = signed.post(reverse("billing_pay_invoice", args=("in_other",)), follow=True)

    assert "This invoice is not open." in reply.content.decode()


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
