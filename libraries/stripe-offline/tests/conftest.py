from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import stripe

from stripe_offline.conformity import departures, departures_of_event
from stripe_offline.kinds import KINDS
from stripe_offline.ledger import Ledger
from stripe_offline.rendering import rendered
from stripe_offline.store import the_store
from stripe_offline.testing import StripeOffline, stripe_offline

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["shop", "stripe_offline", "wrong_shapes"]

START = 1_760_000_000
"""9 October 2025, 08:53:20 UTC: where the test clocks begin."""


@dataclass
class Shop:
    """A product with prices, and a customer with a card who lives by a test clock."""

    clock: str
    customer: str
    product: str
    monthly: str
    dearer: str
    yearly: str

    def subscribe(self, **params: object) -> stripe.Subscription:
        given = {"customer": self.customer, "items": [{"price": self.monthly}]} | params
        return stripe.Subscription.create(**given)  # type: ignore[arg-type]

    def pay_with(self, card: str) -> None:
        """Have the customer's invoices paid by another test card."""
        method = stripe.PaymentMethod.attach(card, customer=self.customer)
        stripe.Customer.modify(
            self.customer, invoice_settings={"default_payment_method": method.id}
        )

    def invoices(self) -> list[tuple[str | None, str | None, int]]:
        """Return reason, status and total of the customer's invoices, newest first."""
        found = stripe.Invoice.list(customer=self.customer).data
        return [(one.billing_reason, one.status, one.total) for one in found]


def types_of_events() -> list[str]:
    """Return the types of all events, oldest first."""
    return [str(event.type) for event in stripe.Event.list(limit=100).auto_paging_iter()][::-1]


def wrong_shapes() -> list[str]:
    """Return in what the objects that are there, and their events, are not as Stripe's are."""
    ledger = Ledger(the_store())
    wrong: list[str] = []
    for kind in KINDS:
        check = departures_of_event if kind == "event" else departures
        for obj in ledger.find(kind):
            wrong += check(rendered(ledger, obj))
    return sorted(set(wrong))


@pytest.fixture(autouse=True)
def _shapes_hold(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold everything that a test leads to against the classes of Stripe's library."""
    if "stripe_offline" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("stripe_offline")  # so that it is emptied after this
    yield
    assert wrong_shapes() == []


@pytest.fixture
def shop(stripe_offline: StripeOffline) -> Shop:
    product = stripe.Product.create(name="Pro").id

    def price(amount: int, interval: str) -> str:
        recurring = {"interval": interval}
        made = stripe.Price.create(
            product=product,
            unit_amount=amount,
            currency="usd",
            recurring=recurring,  # type: ignore[arg-type]
        )
        return made.id

    clock = stripe.test_helpers.TestClock.create(frozen_time=START).id
    customer = stripe.Customer.create(
        email="ada@example.com",
        name="Ada Lovelace",
        test_clock=clock,
        payment_method="pm_card_visa",
        invoice_settings={"default_payment_method": "pm_card_visa"},
    ).id
    return Shop(
        clock=clock,
        customer=customer,
        product=product,
        monthly=price(1000, "month"),
        dearer=price(3000, "month"),
        yearly=price(10000, "year"),
    )
