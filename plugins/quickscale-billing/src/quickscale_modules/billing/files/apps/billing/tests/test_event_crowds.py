"""Every type of event six times at once, and a life's events all at once, where rows are locked."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from djstripe import models as copies

from apps.billing import standings, webhooks
from apps.billing.conf import conf
from apps.billing.models import SentNotice, StaffAction, UsageRecord, WebhookEvent
from apps.billing.tests.bodies.checkout import SESSION
from apps.billing.tests.bodies.events import event, subjects
from apps.billing.tests.bodies.everything import everything
from apps.billing.tests.bodies.payments import charge, dispute, refund
from apps.billing.tests.bodies.people import CUSTOMER, customer, payment_method
from apps.billing.tests.bodies.subscriptions import SUBSCRIPTION, subscription
from apps.billing.tests.crowd import at_once
from apps.billing.tests.factories import AccountFactory
from apps.billing.tests.letters import signed
from apps.billing.tests.stripe_now import hold, said_by_us, wrong_copies

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.billing.models import Account
    from apps.billing.tests.bodies.forms import Obj

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("our_secret", "stripe_offline"),
    pytest.mark.skipif(
        not connection.features.has_select_for_update, reason="this database locks no rows"
    ),
]

TIMES = 6


@pytest.fixture
def payer() -> Account:
    """Somebody whose customer has one of everything, of which there is no copy yet."""
    account = AccountFactory.create(customer_id=CUSTOMER)
    hold(*everything(str(account.pk)))
    # Tests look once for whose the key is: what is found has to be there for all who come at once.
    copies.Account.get_or_retrieve_for_api_key(conf.secret_key)
    return account


def arrival(body: Obj) -> Callable[[], Any]:
    """Return what happens when an event comes in."""
    text = json.dumps(body)
    return partial(webhooks.receive, text.encode(), signed(text))


def assert_dealt_with(count: int) -> None:
    """Assert that so many events were kept, and each dealt with at its first attempt."""
    assert WebhookEvent.objects.count() == count
    assert not WebhookEvent.objects.filter(state=WebhookEvent.State.WAITING).exists()
    assert list(WebhookEvent.objects.exclude(error="").values_list("type", "error")) == []
    assert set(WebhookEvent.objects.values_list("attempts", flat=True)) <= {0, 1}
    assert wrong_copies() == []


def test_each_has_one_effect(payer: Account, mailoutbox: list[Any]) -> None:
    for type_, subject in subjects().items():
        at_once(*[arrival(event(type_, subject))] * TIMES)

    assert_dealt_with(len(subjects()))
    bought = UsageRecord.objects.get()
    assert (bought.key, bought.quantity) == (SESSION, -100)
    assert standings.standing_of(payer).state == standings.State.ACTIVE
    assert not SentNotice.objects.exists()
    assert not StaffAction.objects.exists()
    assert mailoutbox == []
    assert said_by_us() == 0


def test_all_of_a_life_at_once(payer: Account, mailoutbox: list[Any]) -> None:
    about = {"metadata": {"account": str(payer.pk)}}
    hold(subscription(**about, status="canceled"))
    found = subjects()
    bodies = [
        event("customer.created", customer()),
        event("payment_method.attached", payment_method()),
        event("customer.subscription.created", subscription(**about)),
        event("customer.subscription.deleted", subscription(**about)),
        event("invoice.paid", found["invoice.paid"]),
        event("charge.succeeded", charge()),
        event("charge.dispute.created", dispute()),
        event("refund.created", refund()),
        event("checkout.session.completed", found["checkout.session.completed"]),
        event("price.updated", found["price.updated"]),
    ]

    at_once(*map(arrival, bodies))

    assert_dealt_with(len(bodies))
    assert UsageRecord.objects.count() == 1
    assert standings.standing_of(payer).state == standings.State.FREE
    assert list(SentNotice.objects.values_list("kind", "about")) == [("ended", SUBSCRIPTION)]
    assert len(mailoutbox) == 1
