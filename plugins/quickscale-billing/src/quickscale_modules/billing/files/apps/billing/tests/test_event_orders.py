"""The events of a life in every order, and while it goes on: what counts is how things are now."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from apps.billing import standings, webhooks
from apps.billing.models import SentNotice, UsageRecord, WebhookEvent
from apps.billing.tests.bodies.catalog import price, product
from apps.billing.tests.bodies.events import event
from apps.billing.tests.bodies.everything import everything
from apps.billing.tests.bodies.forms import Obj, days_ago
from apps.billing.tests.bodies.invoices import INVOICE, invoice
from apps.billing.tests.bodies.people import CUSTOMER, customer, payment_method
from apps.billing.tests.bodies.subscriptions import SUBSCRIPTION, subscription
from apps.billing.tests.factories import WebhookEventFactory
from apps.billing.tests.stripe_now import (
    answers,
    copy_all,
    delete_customer,
    hold,
    said_by_us,
    wrong_copies,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.billing.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stripe_offline")]

UNPAID = {"id": "in_1SByHandThird00000001", "status": "open", "amount_remaining": 4900}
ENDED = {"status": "canceled", "canceled_at": days_ago(1), "ended_at": days_ago(1)}


@pytest.fixture
def payer(account: Account) -> Account:
    """Somebody with a subscription, of which there is no copy yet."""
    account.customer_id = CUSTOMER
    account.save()
    hold(*everything(str(account.pk)))
    copy_all([product(), price(), customer(), payment_method()])
    return account


def kept(type_: str, subject: Obj) -> WebhookEvent:
    """Return an event that waits for its turn."""
    body = event(type_, subject, days=2)
    return WebhookEventFactory.create(id=body["id"], type=type_, object_id=subject["id"], body=body)


class Orders:
    """Deals with events in every order there is.

    Attributes:
        seen: How it ended each time: the plan's state, what people were told, how many e-mails.
    """

    def __init__(self, payer: Account, mails: list[Any]) -> None:
        self.payer, self.mails, self.now = payer, mails, answers()
        self.seen: list[tuple[str, tuple[str, ...], int]] = []

    def try_all(self, waiting: Sequence[WebhookEvent]) -> None:
        """Deal with each first, then with the rest in every order; undo it all."""
        if not waiting:
            self._look()
        for first in waiting:
            mails = len(self.mails)
            with transaction.atomic():
                assert webhooks.process(first.pk)
                assert not webhooks.process(first.pk)
                self.try_all([one for one in waiting if one != first])
                transaction.set_rollback(True)
            del self.mails[mails:]

    def _look(self) -> None:
        assert wrong_copies(now=self.now) == []
        assert not WebhookEvent.objects.exclude(state=WebhookEvent.State.DONE).exists()
        assert not UsageRecord.objects.exists()
        self.payer.refresh_from_db()
        told = SentNotice.objects.order_by("kind").values_list("kind", "about")
        standing = standings.standing_of(self.payer)
        words = tuple(f"{kind} {about}" for kind, about in told)
        self.seen.append((standing.state, words, len(self.mails)))


@pytest.mark.exhaustive
@pytest.mark.skipif(
    not connection.features.has_select_for_update,
    reason="120 orders take their time: they are for the database that sites are on",
)
def test_a_life_that_ends_unpaid(payer: Account, mailoutbox: list[Any]) -> None:
    about = {"metadata": {"account": str(payer.pk)}}
    hold(subscription(**about, **ENDED, latest_invoice=UNPAID["id"]), invoice(**UNPAID))
    orders = Orders(payer, mailoutbox)

    orders.try_all([
        kept("customer.subscription.created", subscription(status="incomplete")),
        kept("customer.subscription.updated", subscription(status="past_due")),
        kept("invoice.paid", invoice()),
        kept("invoice.payment_failed", invoice(**UNPAID)),
        kept("customer.subscription.deleted", subscription(**ENDED)),
    ])  # fmt: skip

    told = (f"ended {SUBSCRIPTION}", f"payment_failed {UNPAID['id']}:1")
    assert len(orders.seen) == 120
    assert set(orders.seen) == {(standings.State.FREE, told, 2)}
    assert said_by_us() == 0


@pytest.mark.exhaustive
def test_a_life_that_goes_on(payer: Account, mailoutbox: list[Any]) -> None:
    orders = Orders(payer, mailoutbox)

    orders.try_all([
        kept("customer.subscription.created", subscription(status="incomplete")),
        kept("invoice.payment_failed", invoice(status="open")),
        kept("customer.subscription.updated", subscription(status="past_due")),
        kept("invoice.paid", invoice()),
    ])  # fmt: skip

    assert len(orders.seen) == 24
    assert set(orders.seen) == {(standings.State.ACTIVE, (), 0)}


@pytest.mark.exhaustive
def test_a_life_whose_customer_is_deleted(payer: Account, mailoutbox: list[Any]) -> None:
    delete_customer()
    about = {"metadata": {"account": str(payer.pk)}}
    orders = Orders(payer, mailoutbox)

    orders.try_all([
        kept("customer.subscription.created", subscription(**about)),
        kept("customer.subscription.deleted", subscription(**about, **ENDED)),
        kept("payment_method.detached", payment_method(customer=None)),
        kept("customer.deleted", customer()),
    ])  # fmt: skip

    assert len(orders.seen) == 24
    assert set(orders.seen) == {(standings.State.FREE, (f"ended {SUBSCRIPTION}",), 1)}


LIFE: tuple[tuple[str, Obj], ...] = (
    ("customer.subscription.created", subscription(status="incomplete")),
    ("invoice.paid", invoice()),
    ("customer.subscription.updated", subscription()),
    ("customer.updated", customer(name="Ada King")),
    ("invoice.payment_failed", invoice(**UNPAID)),
    ("customer.subscription.updated", subscription(status="past_due")),
    ("invoice.paid", invoice(id=UNPAID["id"])),
    ("customer.subscription.updated", subscription()),
    ("customer.subscription.deleted", subscription(**ENDED)),
)
"""What happens, one after the other, with the object as it is from then on."""


@pytest.mark.parametrize(
    "seed",
    [0, 1, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(2, 8))],
)
def test_events_that_come_while_life_goes_on(payer: Account, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same each time
    ahead, waiting = list(LIFE), list[WebhookEvent]()
    while ahead or waiting:
        if ahead and (not waiting or chance.random() < 0.5):
            type_, now = ahead.pop(0)
            hold(now)
            waiting.append(kept(type_, now))
        else:
            assert webhooks.process(waiting.pop(chance.randrange(len(waiting))).pk)

    assert wrong_copies() == []
    assert standings.standing_of(payer).state == standings.State.FREE
    assert SentNotice.objects.filter(kind="ended", about=SUBSCRIPTION).count() == 1
    assert INVOICE in {one.object_id for one in WebhookEvent.objects.all()}
