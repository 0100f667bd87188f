"""Other programs hear of subscriptions and payments, once for each event of Stripe's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apps.billing import announcements
from apps.billing.conf import conf
from apps.billing.tests.bodies import invoices, subscriptions
from apps.billing.tests.factories import WebhookEventFactory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_django import Settings

    from apps.billing.models import Account, WebhookEvent

pytestmark = pytest.mark.django_db

heard: list[Any] = []


def hear(told: Any) -> None:
    """Listen to an event."""
    heard.append(told)


@pytest.fixture(autouse=True)
def listening(settings: Settings) -> None:
    settings.EVENT_LISTENERS = [f"{__name__}.hear"]
    heard.clear()


def tell(account: Account, type_: str, found: Mapping[str, Any]) -> WebhookEvent:
    """Let an event come in of something that is now as given."""
    event: WebhookEvent = WebhookEventFactory.create(account=account, type=type_)
    announcements.announce(account, event, found)
    return event


@pytest.mark.parametrize("type_", announcements.SUBSCRIPTIONS)
def test_a_subscription_is_told_as_it_is(account: Account, type_: str) -> None:
    found = subscriptions.subscription(cancel_at_period_end=True, cancel_at=None)

    event = tell(account, type_, found)

    (told,) = heard
    assert told.event.name == announcements.SUBSCRIPTIONS[type_]
    assert told.about == conf.subjects.key_of(account)
    assert told.once == f"stripe:{event.pk}"
    assert told.data["subscription_id"] == found["id"]
    assert told.data["status"] == found["status"]
    assert told.data["ends_at"] is not None


@pytest.mark.parametrize("type_", announcements.PAYMENTS)
def test_a_payment_is_told_with_its_amount(account: Account, type_: str) -> None:
    found = invoices.invoice(amount_paid=1900, amount_due=1900)

    tell(account, type_, found)

    (told,) = heard
    assert told.data["amount"] == 1900
    assert told.data["currency"] == found["currency"]


def test_nothing_paid_is_no_payment(account: Account) -> None:
    tell(account, "invoice.paid", invoices.invoice(amount_paid=0))

    assert heard == []


def test_what_is_gone_is_told_as_it_was_last(account: Account) -> None:
    found = subscriptions.subscription()
    event = WebhookEventFactory.create(
        account=account,
        type="customer.subscription.deleted",
        body={"id": "evt_gone", "data": {"object": found}},
    )

    announcements.announce(account, event, None)

    assert heard[0].data["subscription_id"] == found["id"]


def test_an_account_of_nobody_tells_nobody(account: Account) -> None:
    account.user = None
    account.save()

    tell(account, "invoice.paid", invoices.invoice(amount_paid=1900))

    assert heard == []
