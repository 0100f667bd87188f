"""Changes that count once they are paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

if TYPE_CHECKING:
    from django.test import Client

    from stripe_offline.testing import StripeOffline
    from tests.conftest import Shop


@pytest.fixture
def waiting(shop: Shop) -> stripe.Subscription:
    """A dearer price that waits for the card's owner."""
    sub = shop.subscribe()
    shop.pay_with("pm_card_authenticationRequired")
    item = {"id": sub["items"].data[0].id, "price": shop.dearer}
    return stripe.Subscription.modify(
        sub.id,
        items=[item],  # type: ignore[list-item]
        metadata={"chosen": "yes"},
        proration_behavior="always_invoice",
        payment_behavior="pending_if_incomplete",
    )


def price_of(sub: stripe.Subscription) -> str:
    return str(stripe.Subscription.retrieve(sub.id)["items"].data[0].price.id)


def test_nothing_changes_before_it_is_paid(shop: Shop, waiting: stripe.Subscription) -> None:
    assert waiting.status == "active"
    assert waiting.pending_update is not None
    assert price_of(waiting) != shop.dearer
    assert "chosen" not in waiting.to_dict()["metadata"]
    assert shop.invoices()[0] == ("subscription_update", "open", 2000)


def test_it_counts_once_it_is_paid(
    shop: Shop, waiting: stripe.Subscription, client: Client
) -> None:
    invoice = stripe.Invoice.retrieve(str(waiting.latest_invoice))
    page = client.get(invoice.hosted_invoice_url or "")
    client.post(page.headers["Location"])

    assert price_of(waiting) == shop.dearer
    assert stripe.Subscription.retrieve(waiting.id).to_dict()["metadata"]["chosen"] == "yes"
    assert [total for _reason, _status, total in shop.invoices()] == [2000, 1000]


def test_it_is_dropped_after_a_day(
    shop: Shop, waiting: stripe.Subscription, stripe_offline: StripeOffline
) -> None:
    stripe_offline.advance(shop.clock, 1)

    assert stripe.Subscription.retrieve(waiting.id).pending_update is None
    assert shop.invoices()[0] == ("subscription_update", "void", 2000)


def test_another_change_takes_its_place(shop: Shop, waiting: stripe.Subscription) -> None:
    stripe.Subscription.modify(waiting.id, cancel_at_period_end=True)

    assert stripe.Subscription.retrieve(waiting.id).pending_update is None
    assert shop.invoices()[0] == ("subscription_update", "void", 2000)


def test_what_cannot_wait_is_refused(shop: Shop) -> None:
    sub = shop.subscribe()

    with pytest.raises(stripe.InvalidRequestError, match="not supported"):
        stripe.Subscription.modify(
            sub.id, cancel_at_period_end=True, payment_behavior="pending_if_incomplete"
        )
