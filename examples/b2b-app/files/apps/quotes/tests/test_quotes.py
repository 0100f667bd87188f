from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.quotes.models import Customer, Quote, QuoteLine

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

LIST = reverse("quotes:list")


@pytest.fixture
def quote(user: User) -> Quote:
    """A draft over 250."""
    customer, _created = Customer.objects.get_or_create(name="Harrow & Sons")
    made = Quote.objects.create(customer=customer, written_by=user)
    QuoteLine.objects.create(quote=made, text="Oak table", quantity=2, price=Decimal("100.00"))
    QuoteLine.objects.create(quote=made, text="Delivery", price=Decimal("50.00"))
    return made


@pytest.mark.parametrize("name", ["list", "json"])
def test_quotes_are_for_colleagues(client: Client, name: str) -> None:
    answer = client.get(reverse(f"quotes:{name}"))

    assert answer.status_code == 302
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_list_says_when_it_is_empty(signed_in: Client) -> None:
    assert "No quotes yet" in signed_in.get(LIST).text


def test_a_draft_is_sent_once(signed_in: Client, quote: Quote, settings: Settings) -> None:
    settings.QUOTES_CURRENCY = "GBP"
    assert "250.00 GBP" in signed_in.get(LIST).text
    send = reverse("quotes:send", args=[quote.pk])
    assert "Quote sent" in signed_in.post(send, follow=True).text
    assert "sent already" in signed_in.post(send, follow=True).text
    quote.refresh_from_db()
    assert quote.status == Quote.Status.SENT


def test_the_bookkeeper_gets_json(signed_in: Client, quote: Quote) -> None:
    (row,) = signed_in.get(reverse("quotes:json")).json()["quotes"]

    assert row == {
        "number": f"Q-{quote.pk:05}",
        "customer": "Harrow & Sons",
        "status": "draft",
        "total": "250.00",
        "currency": "EUR",
    }


def test_the_list_asks_no_more_for_more_rows(
    signed_in: Client, quote: Quote, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in.get(LIST)
    with CaptureQueriesContext(connection) as few:
        signed_in.get(LIST)
    for _number in range(5):
        Quote.objects.create(customer=quote.customer, written_by=quote.written_by)
    with django_assert_num_queries(len(few)):
        signed_in.get(LIST)


def test_what_a_session_keeps_is_short(settings: Settings) -> None:
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60


def test_things_are_called_by_their_names(quote: Quote) -> None:
    assert str(quote.customer) == "Harrow & Sons"
    assert [str(line) for line in quote.lines.all()] == ["Oak table", "Delivery"]
