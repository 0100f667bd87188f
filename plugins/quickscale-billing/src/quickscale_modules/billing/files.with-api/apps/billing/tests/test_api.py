"""What the API tells of money: exact amounts, to whoever may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from apps.api.tests.factories import client_with, key_of
from apps.billing import plans
from apps.billing.money import money
from apps.billing.tests.factories import AccountFactory, UsageRecordFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop

pytestmark = pytest.mark.django_db


def client_of(account: Account) -> Client:
    """Return the client of whoever pays."""
    assert account.user is not None
    client = Client()
    client.force_login(account.user)
    return client


def get(client: Client, path: str) -> Any:
    """Return what an address below that of billing answers."""
    answer = client.get(f"/api/v1/billing/{path}/")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_everybody_sees_what_is_sold() -> None:
    found = get(Client(), "plans")

    sold = [plan for plan in plans.PLANS if plan.sold]
    assert [one["key"] for one in found] == [plan.key for plan in sold]
    for shown, plan in zip(found, sold, strict=True):
        assert [one["price"] for one in shown["prices"]] == [
            {
                "amount": price.amount,
                "currency": price.currency_code,
                "text": money(price.amount, price.currency_code),
            }
            for price in plan.prices
        ]
        assert [one["name"] for one in shown["limits"]] == list(plans.LIMITS)


def test_whoever_bought_nothing_has_the_free_plan(account: Account) -> None:
    found = get(client_of(account), "subscription")

    assert (found["state"], found["price"], found["next_plan"]) == ("free", None, None)
    assert get(client_of(account), "invoices")["results"] == []


def test_a_subscription_and_its_invoice_are_told(shop: Shop, account: Account) -> None:
    shop.subscribe(account)
    client = client_of(account)

    found, [invoice] = get(client, "subscription"), get(client, "invoices")["results"]

    assert found["state"] == "active"
    assert found["price"]["price"] == invoice["total"]
    assert found["until"].endswith("Z")
    assert (invoice["status"], invoice["tax"]["amount"]) == ("paid", 0)


def test_what_is_used_is_told_beside_what_is_allowed(account: Account) -> None:
    UsageRecordFactory.create(account=account, quantity=3)

    [exports] = [one for one in get(client_of(account), "usage") if one["name"] == "exports"]

    assert exports["used"] == 3


def test_what_others_pay_is_told_to_nobody(shop: Shop, account: Account) -> None:
    shop.subscribe(account)

    client = client_of(AccountFactory.create())

    assert get(client, "invoices")["results"] == []
    assert get(client, "subscription")["state"] == "free"
    assert Client().get("/api/v1/billing/invoices/").status_code == 401


def test_a_program_reads_with_a_key(account: Account) -> None:
    _key, text = key_of(account.user, "billing:read")  # type: ignore[arg-type]

    assert get(client_with(text), "subscription")["state"] == "free"


def test_usage_costs_the_same_however_much_is_used(
    account: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    UsageRecordFactory.create_batch(10, account=account)
    client = client_of(account)
    get(client, "usage")

    with django_assert_max_num_queries(8):
        get(client, "usage")
