"""The table of what is answered, and what the rest is refused with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import stripe

from stripe_offline.reference import table
from stripe_offline.resources import ROUTES

if TYPE_CHECKING:
    from stripe_offline.testing import StripeOffline

README = Path(__file__).parents[1] / "README.md"


def lines() -> list[str]:
    """Return the rows as the README has them."""
    rows = []
    for row in table():
        requests = "<br>".join(f"`{request}`" for request in row.requests)
        rows.append(f"| [{row.name}]({row.url}) | {requests} |")
    return rows


def test_the_readme_has_the_table() -> None:
    text = README.read_text(encoding="utf-8").splitlines()
    assert [line for line in text if line.startswith("| [")] == lines()


def test_every_route_is_in_the_table_once() -> None:
    shown = [request for row in table() for request in row.requests]
    assert sorted(shown) == sorted(f"{route.method} {route.path}" for route in ROUTES)


def refused(call: str) -> str:
    client = stripe.StripeClient(
        "sk_test_1", base_addresses={"api": stripe.api_base}, http_client=stripe.default_http_client
    )
    method, _, path = call.partition(" ")
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.raw_request(method.lower(), f"/v1/{path}")
    assert caught.value.http_status == 404
    return str(caught.value)


def test_a_resource_that_is_not_there_is_refused_by_name(stripe_offline: StripeOffline) -> None:
    assert "does not have subscription schedules" in refused("POST subscription_schedules")
    assert "does not have credit notes" in refused("GET credit_notes/cn_1")


def test_what_a_resource_does_not_do_is_refused_with_what_it_does(
    stripe_offline: StripeOffline,
) -> None:
    said = refused("POST invoices/in_1/send")
    assert "does not answer POST invoices/in_1/send. Of Invoices" in said
    assert "https://docs.stripe.com/api/invoices" in said
    assert "POST invoices/{}/pay" in said


def test_what_stripe_does_not_have_either_is_said_so(stripe_offline: StripeOffline) -> None:
    assert "Stripe has no such address" in refused("GET spaceships")
