"""Six deliveries at once, each on a connection of its own, where the database locks rows."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.db import connection
from djstripe import models as copies

from apps.accounts.tests.factories import MemberFactory
from apps.billing import mirror, queries, standings, webhooks
from apps.billing.flows import checkout, pausing, staff
from apps.billing.flows.customers import ensure_customer
from apps.billing.flows.purchases import fulfil
from apps.billing.models import SentNotice, StaffAction, UsageRecord, WebhookEvent
from apps.billing.stripe_calls import BillingError
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.crowd import at_once
from apps.billing.tests.factories import AccountFactory
from apps.billing.tests.letters import SECRET
from apps.billing.tests.paying import BACK, DONE, Payer
from apps.billing.tests.test_checkout import paid_twice

if TYPE_CHECKING:
    from apps.billing.tests.paying import Shop

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not connection.features.has_select_for_update, reason="this database locks no rows"
    ),
]


def test_every_event_has_one_effect(shop: Shop, settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    account = AccountFactory.create()
    shop.subscribe(account)
    session = shop.check_out(checkout.buy(account, PACK, back=BACK, done=DONE))
    subscription = standings.live_subscription(account)
    assert subscription is not None
    stripe.Subscription.cancel(subscription.id)
    letters = [letter.body for letter in shop.offline.collect()]
    assert len(letters) > 10

    for body in letters:
        signature = stripe.WebhookSignature.generate_signature_header(body, SECRET)
        at_once(*[lambda: webhooks.receive(body.encode(), signature)] * 6)  # noqa: B023

    events = WebhookEvent.objects.all()
    assert events.count() == len({json.loads(body)["id"] for body in letters})
    assert {event.attempts for event in events} <= {0, 1}
    assert not [event.error for event in events if event.error]
    assert UsageRecord.objects.get(key=session).quantity == -100
    assert standings.standing_of(account).state == standings.State.FREE
    assert queries.invoices(account).count() == 2
    assert SentNotice.objects.filter(kind="ended").count() == 1


def test_a_refund_that_is_sent_six_times_is_paid_and_noted_once(shop: Shop) -> None:
    account = AccountFactory.create()
    clerk = MemberFactory.create(is_staff=True)
    shop.subscribe(account)
    made = stripe.Charge.list(customer=account.customer_id or "").data[0]
    mirror.refresh("charge", made.id)
    charge = copies.Charge.objects.get()

    at_once(*[lambda: staff.refund(charge, 900, reason="Late", by=clerk, key="one")] * 6)

    assert StaffAction.objects.get().amount == 900
    assert len(stripe.Refund.list().data) == 1


def test_two_pages_that_are_paid_at_once_become_one_subscription(shop: Shop) -> None:
    account = AccountFactory.create()
    ensure_customer(account)
    first, second = (paid_twice(shop, account) for _ in range(2))

    at_once(*[lambda: fulfil(first), lambda: fulfil(second)] * 3)

    assert len(stripe.Subscription.list(customer=account.customer_id or "").data) == 1
    assert [refund.amount for refund in stripe.Refund.list().data] == [4900]
    assert SentNotice.objects.filter(kind="surplus").count() == 1
    assert standings.standing_of(account).plan.key == "pro"


def test_pages_that_are_opened_at_once_leave_one_open(shop: Shop) -> None:
    account = AccountFactory.create()
    ensure_customer(account)
    plan = standings.find_plan("pro")
    assert plan is not None
    price = plan.price("month")
    assert price is not None

    def open_page() -> None:
        with suppress(BillingError):  # another one is in progress
            checkout.subscribe(account, plan, price, back=BACK, done=DONE)

    at_once(*[open_page] * 6)

    sessions = stripe.checkout.Session.list(customer=account.customer_id or "", status="open")
    assert len(sessions.data) == 1


def test_a_pause_that_ends_twice_at_once_is_billed_once(shop: Shop) -> None:
    payer = Payer(shop, AccountFactory.create())
    shop.subscribe(payer.account)
    pausing.pause(payer.account)
    payer.wait(33)

    def go_on() -> None:
        with suppress(BillingError):
            pausing.unpause(payer.account)

    at_once(*[go_on] * 6)

    assert payer.paid == 2 * 4900
