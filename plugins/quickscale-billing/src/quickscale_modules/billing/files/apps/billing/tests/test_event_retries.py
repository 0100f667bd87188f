"""Events that could not be dealt with: tried again, given up, asked for again by staff."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.db.models import F
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from djstripe import models as copies

from apps.accounts.tests.factories import MemberFactory
from apps.billing import tasks, webhooks
from apps.billing.models import StaffAction, UsageRecord, WebhookEvent
from apps.billing.tests.bodies.checkout import session
from apps.billing.tests.bodies.events import event
from apps.billing.tests.bodies.everything import everything
from apps.billing.tests.bodies.people import CUSTOMER, customer
from apps.billing.tests.factories import WebhookEventFactory
from apps.billing.tests.letters import send
from apps.billing.tests.stripe_now import hold, wrong_copies

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from apps.billing.models import Account
    from apps.billing.tests.paying import Payer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_secret", "stripe_offline")]

State = WebhookEvent.State


class Line(stripe.HTTPClient):
    """A line to Stripe on which something happens before anything is asked.

    Attributes:
        happen: What.
    """

    name = "line"

    def __init__(self, happen: Callable[[], None]) -> None:
        super().__init__()
        self.happen = happen

    def request(self, *_args: Any, **_kwargs: Any) -> Any:
        """Let it happen; there is no answer."""
        self.happen()
        raise stripe.APIError("Stripe is busy")


@pytest.fixture
def waiting() -> WebhookEvent:
    """An event about a customer, who is at Stripe."""
    hold(customer())
    body = event("customer.updated", customer())
    return WebhookEventFactory.create(id=body["id"], body=body)


def later(span: timedelta) -> None:
    """Have some time go by, for events."""
    WebhookEvent.objects.update(due_at=F("due_at") - span)


def test_each_attempt_waits_longer_and_the_last_is_for_somebody_to_look_at(
    waiting: WebhookEvent, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.BILLING_WEBHOOK_ATTEMPTS = 4
    monkeypatch.setattr(stripe, "default_http_client", Line(lambda: None))
    waits = []
    for _ in range(4):
        asked = timezone.now()
        assert not webhooks.process(waiting.pk)
        assert not webhooks.process(waiting.pk)  # its turn has not come
        waiting.refresh_from_db()
        waits.append(round((waiting.due_at - asked) / timedelta(minutes=1)))
        later(timedelta(minutes=waits[-1]))

    assert waits == [1, 2, 4, 8]
    assert (waiting.state, waiting.attempts) == (State.FAILED, 4)
    assert waiting.error == "APIError: Stripe is busy"
    assert webhooks.due_events() == []


def test_nothing_is_lost_while_stripe_does_not_answer(
    waiting: WebhookEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(stripe, "default_http_client", Line(lambda: None))
        assert tasks.process_due_events() == 0
    assert webhooks.due_events() == []
    later(timedelta(minutes=1))

    assert tasks.process_due_events() == 1

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.error) == (State.DONE, 2, "")
    assert copies.Customer.objects.filter(id=CUSTOMER).exists()
    assert wrong_copies() == []


def die() -> None:
    raise SystemExit


def test_what_a_worker_died_over_is_taken_up_when_its_lease_is_over(
    waiting: WebhookEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(stripe, "default_http_client", Line(die))
        with pytest.raises(SystemExit):
            webhooks.process(waiting.pk)
    assert not webhooks.process(waiting.pk)
    assert webhooks.due_events() == []
    later(webhooks.LEASE)

    assert tasks.process_due_events() == 1

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (State.DONE, 2)


def test_what_every_worker_dies_over_is_given_up(
    waiting: WebhookEvent, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.BILLING_WEBHOOK_ATTEMPTS = 2
    monkeypatch.setattr(stripe, "default_http_client", Line(die))
    for _ in range(2):
        with pytest.raises(SystemExit):
            webhooks.process(waiting.pk)
        later(webhooks.LEASE)

    assert not webhooks.process(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.state == State.FAILED
    assert waiting.error


def test_who_comes_back_after_the_lease_changes_nothing(
    waiting: WebhookEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtake() -> None:
        monkeypatch.undo()
        later(webhooks.LEASE)
        assert webhooks.process(waiting.pk)

    monkeypatch.setattr(stripe, "default_http_client", Line(overtake))

    assert not webhooks.process(waiting.pk)  # too slow, and then it fails as well

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.error) == (State.DONE, 2, "")


@pytest.mark.parametrize("state", [State.DONE, State.FAILED])
def test_staff_have_one_dealt_with_again(account: Account, client: Client, state: str) -> None:
    account.customer_id = CUSTOMER
    account.save()
    hold(*everything(str(account.pk)))
    body = event("checkout.session.completed", session())
    send(client, body)
    WebhookEvent.objects.update(state=state, attempts=8, error="It went wrong.")
    clerk = MemberFactory.create(is_staff=True, is_superuser=True)
    client.force_login(clerk)

    with TestCase.captureOnCommitCallbacks(execute=True):
        reply = client.post(
            reverse("admin:billing_webhookevent_changelist"),
            {"action": "replay", "_selected_action": [body["id"]]},
        )

    assert reply.status_code == 302
    again = WebhookEvent.objects.get()
    assert (again.state, again.attempts, again.error) == (State.DONE, 1, "")
    assert UsageRecord.objects.get().quantity == -100
    action = StaffAction.objects.get()
    assert (action.kind, action.object_id, action.user) == ("event_replayed", body["id"], clerk)


def test_what_stripe_could_not_deliver_is_asked_for(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    payer.shop.deliver()
    (held,) = stripe.Subscription.list().data
    stripe.Subscription.cancel(held.id)
    payer.shop.offline.collect(status=500)
    assert payer.may("reports")

    with TestCase.captureOnCommitCallbacks(execute=True):
        tasks.follow_up_on_time()
        assert webhooks.fetch_undelivered() == 0

    assert not payer.may("reports")


def test_what_was_delivered_is_not_asked_for(payer: Payer) -> None:
    payer.shop.subscribe(payer.account)
    payer.shop.deliver()
    WebhookEvent.objects.all().delete()

    assert webhooks.fetch_undelivered() == 0


def test_without_a_key_or_an_answer_the_rest_is_done(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = WebhookEventFactory.create(state=State.DONE)
    WebhookEvent.objects.update(received_at=timezone.now() - timedelta(days=91))
    monkeypatch.setattr(stripe, "default_http_client", Line(lambda: None))

    tasks.follow_up_on_time()
    settings.STRIPE_SECRET_KEY = ""

    assert webhooks.fetch_undelivered() == 0
    assert not WebhookEvent.objects.filter(pk=old.pk).exists()
