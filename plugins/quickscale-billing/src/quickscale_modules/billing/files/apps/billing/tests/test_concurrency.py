"""Six deliveries at once, each on a connection of its own, where the database locks rows."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.db import connection

from apps.billing import queries, standings, webhooks
from apps.billing.flows import checkout
from apps.billing.models import SentNotice, UsageRecord, WebhookEvent
from apps.billing.plans import PURCHASES
from apps.billing.tests.factories import AccountFactory
from apps.billing.tests.paying import BACK, DONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.billing.tests.paying import Shop

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not connection.features.has_select_for_update, reason="this database locks no rows"
    ),
]

TIMES = 6
SECRET = "whsec_known_to_the_test"


def at_once(action: Callable[[], Any]) -> None:
    """Do something six times at the same moment."""
    barrier = Barrier(TIMES)

    def act(_number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            action()
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        list(pool.map(act, range(TIMES)))


def test_every_event_has_one_effect(shop: Shop, settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    account = AccountFactory.create()
    shop.subscribe(account)
    session = shop.check_out(checkout.buy(account, PURCHASES[0], back=BACK, done=DONE))
    subscription = standings.live_subscription(account)
    assert subscription is not None
    stripe.Subscription.cancel(subscription.id)
    letters = [letter.body for letter in shop.offline.collect()]
    assert len(letters) > 10

    for body in letters:
        signature = stripe.WebhookSignature.generate_signature_header(body, SECRET)
        at_once(lambda: webhooks.receive(body.encode(), signature))  # noqa: B023

    events = WebhookEvent.objects.all()
    assert events.count() == len({json.loads(body)["id"] for body in letters})
    assert {event.attempts for event in events} <= {0, 1}
    assert not [event.error for event in events if event.error]
    assert UsageRecord.objects.get(key=session).quantity == -100
    assert standings.standing_of(account).state == standings.State.FREE
    assert queries.invoices(account).count() == 2
    assert SentNotice.objects.filter(kind="ended").count() == 1
