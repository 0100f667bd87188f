"""An event is kept with what happened, or not at all, and reaches whoever wants it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from apps.ops.events import publish
from apps.users.tests.factories import UserFactory
from apps.webhooks import deliveries, endpoints, tasks
from apps.webhooks.models import Delivery, Endpoint, Message
from apps.webhooks.tests.factories import OWNER, EndpointFactory

if TYPE_CHECKING:
    from apps.webhooks.tests.receiving import Receiver

pytestmark = pytest.mark.django_db(transaction=True)

DATA = {"email": "ada@example.com", "method": "password"}


def tell(about: str = OWNER, once: str = "") -> None:
    """Tell of a sign-in."""
    user = UserFactory.build()
    publish("account.signed_in", {"user_id": user.pk, **DATA}, about=about, once=once)


def test_an_event_is_sent_once_it_has_happened(endpoint: Endpoint, receiver: Receiver) -> None:
    secret = endpoints.rotate_secret(endpoint)

    with transaction.atomic():
        tell()
        assert receiver.taken == []

    (taken,) = receiver.taken
    told = taken.verified(secret)
    message = Message.objects.get()
    assert taken.headers["webhook-id"] == message.webhook_id
    assert taken.headers["content-type"] == "application/json"
    assert told == json.loads(message.body)
    assert (told["type"], told["data"]["email"]) == ("account.signed_in", "ada@example.com")
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_what_did_not_happen_is_not_told(endpoint: Endpoint, receiver: Receiver) -> None:
    with transaction.atomic():
        tell()
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert receiver.taken == []


def test_nothing_is_lost_while_the_queue_does_not_answer(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.deliver, "delay", refuse)
    tell()
    assert receiver.taken == []

    tasks.deliver_due()

    assert len(receiver.taken) == 1


def test_only_its_owner_hears_of_it(endpoint: Endpoint, receiver: Receiver) -> None:
    tell("user:00000000-0000-4000-8000-000000000002")

    assert receiver.taken == []
    assert not Message.objects.exists()


def test_only_chosen_events_are_sent(receiver: Receiver) -> None:
    EndpointFactory.create(url=receiver.url, all_events=False, events=["account.email_changed"])
    tell()
    assert receiver.taken == []

    EndpointFactory.create(url=receiver.url, all_events=False, events=["account.signed_in"])
    tell()
    assert len(receiver.taken) == 1


def test_the_same_event_is_told_once(endpoint: Endpoint, receiver: Receiver) -> None:
    tell(once="stripe:evt_1")
    tell(once="stripe:evt_1")
    tell(once="stripe:evt_2")

    assert len(receiver.taken) == 2


def test_what_is_missed_while_an_endpoint_is_off_can_be_had_later(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    endpoints.switch_off(endpoint)
    tell()
    assert receiver.taken == []
    endpoints.switch_on(endpoint)
    assert receiver.taken == []

    count = deliveries.replay_since(endpoint, Message.objects.get().created_at)

    assert count == len(receiver.taken) == 1
