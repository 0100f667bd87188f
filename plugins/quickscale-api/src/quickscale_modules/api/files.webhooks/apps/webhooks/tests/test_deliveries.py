"""A delivery is tried again for days, by one process at a time; then its owner is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from apps.users.tests.factories import UserFactory
from apps.webhooks import deliveries, endpoints, outbox, queries, sending, tasks
from apps.webhooks.conf import conf
from apps.webhooks.models import Delivery, Endpoint, Message
from apps.webhooks.tests.factories import DeliveryFactory, EndpointFactory, MessageFactory

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from apps.webhooks.tests.receiving import Receiver

pytestmark = pytest.mark.django_db

State = Delivery.State


def wait_for(delivery: Delivery) -> None:
    """Let the time of the next attempt come."""
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now())


def test_it_is_tried_again_later_each_time_and_then_fails(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    receiver.status = 500
    delivery = DeliveryFactory.create(endpoint=endpoint)
    waits = []
    for _ in range(len(conf.retries) + 1):
        assert not deliveries.deliver(delivery.pk)
        delivery.refresh_from_db()
        assert delivery.tried_at is not None
        waits.append(round((delivery.due_at - delivery.tried_at).total_seconds()))
        wait_for(delivery)

    assert waits == [*conf.retries, 0]
    assert (delivery.state, delivery.status) == (State.FAILED, 500)
    assert delivery.problem == Delivery.Problem.STATUS
    assert not deliveries.deliver(delivery.pk)
    assert receiver.ids == [delivery.message.webhook_id] * (len(conf.retries) + 1)


def test_its_time_has_to_come(endpoint: Endpoint, receiver: Receiver) -> None:
    later = timezone.now() + timedelta(minutes=1)
    delivery = DeliveryFactory.create(endpoint=endpoint, due_at=later)

    assert not deliveries.deliver(delivery.pk)
    assert receiver.taken == []


def test_one_process_sends_it(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = DeliveryFactory.create(endpoint=endpoint)
    held = sending.post

    def meanwhile(*arguments: Any) -> sending.Answer:
        monkeypatch.setattr(sending, "post", held)
        assert not deliveries.deliver(delivery.pk)
        return held(*arguments)

    monkeypatch.setattr(sending, "post", meanwhile)

    assert deliveries.deliver(delivery.pk)
    assert len(receiver.taken) == 1


def test_what_a_worker_died_over_is_sent_again(endpoint: Endpoint, receiver: Receiver) -> None:
    delivery = DeliveryFactory.create(endpoint=endpoint, attempts=1)
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now() - timedelta(seconds=1))

    tasks.deliver_due()

    assert len(receiver.taken) == 1


def test_the_oldest_goes_first_and_a_failure_ends_the_round(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    now = timezone.now()
    made = [
        DeliveryFactory.create(
            endpoint=endpoint, message=MessageFactory.create(created_at=now - timedelta(hours=age))
        )
        for age in (1, 3, 2)
    ]
    in_order = [made[number].message.webhook_id for number in (1, 2, 0)]

    receiver.status = 503
    assert deliveries.deliver_all_due(endpoint.pk) == 0
    assert receiver.ids == in_order[:1]

    receiver.status, receiver.taken = 200, []
    Delivery.objects.update(due_at=now)
    assert deliveries.deliver_all_due(endpoint.pk) == 3
    assert receiver.ids == in_order


def test_an_endpoint_is_switched_off_after_days_and_its_owner_is_told(
    receiver: Receiver,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = UserFactory.create()
    settings.WEBHOOKS_OWNERS = "apps.webhooks.owners.PersonOwners"
    endpoint = EndpointFactory.create(owner=f"user:{user.pk}", url=receiver.url)
    receiver.status = 500
    delivery = DeliveryFactory.create(endpoint=endpoint)
    deliveries.deliver(delivery.pk)
    endpoint.refresh_from_db()
    assert endpoint.failing_since is not None
    assert endpoint.off_at is None

    Endpoint.objects.update(failing_since=timezone.now() - timedelta(hours=73))
    wait_for(delivery)
    with django_capture_on_commit_callbacks(execute=True):
        deliveries.deliver(delivery.pk)

    endpoint.refresh_from_db()
    assert endpoint.off_at is not None
    (letter,) = mail.outbox
    assert letter.to == [user.email]
    assert str(endpoint.pk) in letter.body
    wait_for(delivery)
    assert not deliveries.deliver(delivery.pk)
    assert len(receiver.taken) == 2


def test_switched_on_it_gets_what_has_waited(
    endpoint: Endpoint,
    receiver: Receiver,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    later = timezone.now() + timedelta(hours=1)
    DeliveryFactory.create(endpoint=endpoint, attempts=3, due_at=later)
    Endpoint.objects.update(off_at=timezone.now(), failing_since=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        endpoints.switch_on(endpoint)

    assert len(receiver.taken) == 1
    endpoint.refresh_from_db()
    assert (endpoint.off_at, endpoint.failing_since) == (None, None)


def test_one_success_ends_a_time_of_failures(endpoint: Endpoint) -> None:
    Endpoint.objects.update(failing_since=timezone.now() - timedelta(hours=90))

    deliveries.deliver(DeliveryFactory.create(endpoint=endpoint).pk)

    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_a_receiver_that_wants_no_more_is_believed(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.status = 410
    delivery = DeliveryFactory.create(endpoint=endpoint)

    deliveries.deliver(delivery.pk)

    delivery.refresh_from_db()
    endpoint.refresh_from_db()
    assert delivery.state == State.FAILED
    assert endpoint.off_at is not None


def test_a_delivery_is_sent_again_by_the_same_id(
    endpoint: Endpoint,
    receiver: Receiver,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    delivery = DeliveryFactory.create(endpoint=endpoint, state=State.FAILED, attempts=10)

    with django_capture_on_commit_callbacks(execute=True):
        deliveries.replay(delivery)
    with django_capture_on_commit_callbacks(execute=True):
        deliveries.replay(delivery)

    assert receiver.ids == [delivery.message.webhook_id] * 2


def test_a_secret_that_cannot_be_read_is_said(endpoint: Endpoint, receiver: Receiver) -> None:
    Endpoint.objects.update(secret="fernet:nothing")
    delivery = DeliveryFactory.create(endpoint=endpoint)

    deliveries.deliver(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.problem == Delivery.Problem.SECRET
    assert receiver.taken == []


def test_logs_hold_neither_addresses_nor_answers(
    endpoint: Endpoint, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(handler: Any) -> None:
        handler.send_response(500)
        handler.end_headers()
        handler.wfile.write(b"the receiver's secret")

    receiver.answer = answer
    delivery = DeliveryFactory.create(endpoint=endpoint)

    deliveries.deliver(delivery.pk)

    said = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert str(delivery.pk) in said
    assert "receiver's secret" not in said
    assert "from=site" not in said
    delivery.refresh_from_db()
    assert delivery.excerpt == "the receiver's secret"


def test_old_deliveries_are_deleted(endpoint: Endpoint) -> None:
    old = timezone.now() - timedelta(days=31)
    DeliveryFactory.create(endpoint=endpoint, message=MessageFactory.create(created_at=old))
    kept = DeliveryFactory.create(endpoint=endpoint)

    tasks.clean_up()

    assert Delivery.objects.get() == kept
    assert Message.objects.get() == kept.message


def test_a_command_does_what_no_worker_does(
    endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    DeliveryFactory.create(endpoint=endpoint)

    call_command("send_webhooks")

    assert capsys.readouterr().out == "Delivered 1 webhooks.\n"


@pytest.mark.parametrize("answer", [500, 204])
def test_what_is_sent_again_during_an_attempt_keeps_its_attempts(
    answer: int,
    endpoint: Endpoint,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receiver.status = answer
    delivery = DeliveryFactory.create(endpoint=endpoint)
    post = sending.post

    def post_and_replay(*sent: Any) -> sending.Answer:
        deliveries.replay(delivery)
        return post(*sent)

    monkeypatch.setattr(sending, "post", post_and_replay)
    taken = deliveries.deliver(delivery.pk)
    monkeypatch.setattr(sending, "post", post)
    delivery.refresh_from_db()

    assert taken is (answer == 204)
    assert delivery.attempts == 1
    assert (delivery.state == State.DELIVERED) is taken
    deliveries.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.attempts == (1 if taken else 2)


def test_examples_are_not_sent_again(
    endpoint: Endpoint, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    event = queries.events_to_choose()[0]
    with django_capture_on_commit_callbacks(execute=True):
        outbox.send_example(endpoint, event)
    DeliveryFactory.create(endpoint=endpoint, state=State.DELIVERED)
    DeliveryFactory.create(endpoint=endpoint)

    with django_capture_on_commit_callbacks(execute=True):
        assert deliveries.replay_since(endpoint, timezone.now() - timedelta(hours=1)) == 2
