"""Events on their way: signed as Stripe signs, sent over HTTP, sent again, sent in order."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
import stripe

from stripe_offline.delivery import RETRY_SECONDS, deliver, post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from stripe_offline.testing import StripeOffline


HERE = "http://localhost:9000"


@dataclass
class Receiver:
    """A site that takes webhooks over HTTP, and answers as the test wants."""

    url: str = ""
    status: int = 200
    taken: list[tuple[str, str]] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.taken.append((body, self.headers["Stripe-Signature"]))
            self.send_response(receiver.status)
            self.end_headers()
            receiver.came.set()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/hook/"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()


def test_every_event_is_forwarded_to_the_site(
    stripe_offline: StripeOffline, settings: Settings
) -> None:
    settings.STRIPE_OFFLINE_FORWARD_TO = "/hook/"
    settings.STRIPE_WEBHOOK_SECRET = "whsec_old, whsec_new"
    customer = stripe.Customer.create().id
    assert stripe_offline.collect() == []  # nobody knows yet where the site is

    for name, site in (("a", "https://a.example"), ("b", "https://a.example"), ("c", HERE)):
        stripe.billing_portal.Session.create(customer=customer, return_url=f"{site}/done/")
        stripe.Customer.modify(customer, name=name)
    letters = stripe_offline.collect()

    told = [json.loads(letter.body)["data"]["object"]["name"] for letter in letters]
    assert told == ["a", "b", "c"]
    assert {letter.url for letter in letters} == {f"{HERE}/hook/"}
    for letter in letters:
        signature = letter.headers["Stripe-Signature"]
        stripe.Webhook.construct_event(letter.body, signature, "whsec_new")


def test_an_event_is_sent_over_http_and_its_signature_holds(
    stripe_offline: StripeOffline, receiver: Receiver
) -> None:
    endpoint = stripe.WebhookEndpoint.create(url=receiver.url, enabled_events=["customer.created"])
    customer = stripe.Customer.create(email="ada@example.com")
    stripe.Product.create(name="Nobody listens for this")

    assert deliver(post) == 1

    ((body, signature),) = receiver.taken
    event = stripe.Webhook.construct_event(body, signature, endpoint.secret)
    assert event.type == "customer.created"
    assert event.data.object["id"] == customer.id
    assert stripe.Event.retrieve(event.id).pending_webhooks == 0
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body.replace("ada", "eve"), signature, endpoint.secret)


def test_the_secret_is_told_once(stripe_offline: StripeOffline) -> None:
    made = stripe.WebhookEndpoint.create(url="https://example.com/", enabled_events=["*"])

    assert made.secret is not None
    assert made.secret.startswith("whsec_")
    assert stripe.WebhookEndpoint.retrieve(made.id).secret is None


def test_an_event_is_sent_again_until_it_is_taken(
    stripe_offline: StripeOffline, receiver: Receiver
) -> None:
    stripe.WebhookEndpoint.create(url=receiver.url, enabled_events=["customer.created"])
    stripe.Customer.create()

    receiver.status = 500
    assert deliver(post) == 0
    assert deliver(post) == 0
    receiver.status = 200
    assert deliver(post) == 1
    assert deliver(post) == 0

    ids = [json.loads(body)["id"] for body, _signature in receiver.taken]
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_an_event_is_given_up_after_the_last_attempt(stripe_offline: StripeOffline) -> None:
    stripe.WebhookEndpoint.create(url="https://example.com/", enabled_events=["customer.created"])
    stripe.Customer.create()

    tries = [len(stripe_offline.collect(status=503)) for _ in range(len(RETRY_SECONDS) + 3)]

    assert sum(tries) == len(RETRY_SECONDS) + 1


def test_nobody_answering_is_no_answer(stripe_offline: StripeOffline, receiver: Receiver) -> None:
    stripe.WebhookEndpoint.create(url="http://127.0.0.1:1/", enabled_events=["customer.created"])
    stripe.WebhookEndpoint.create(url="ftp://example.com/", enabled_events=["customer.created"])
    stripe.Customer.create()

    assert deliver(post) == 0


def test_an_endpoint_that_is_off_or_gone_hears_nothing(stripe_offline: StripeOffline) -> None:
    off = stripe.WebhookEndpoint.create(url="https://example.com/off/", enabled_events=["*"])
    gone = stripe.WebhookEndpoint.create(url="https://example.com/gone/", enabled_events=["*"])
    assert stripe.WebhookEndpoint.modify(off.id, disabled=True).status == "disabled"
    stripe.Customer.create()
    stripe.WebhookEndpoint.delete(gone.id)

    assert stripe_offline.collect() == []


def test_an_update_says_what_was_there_before(stripe_offline: StripeOffline) -> None:
    stripe.WebhookEndpoint.create(url="https://example.com/", enabled_events=["customer.updated"])
    customer = stripe.Customer.create(email="ada@example.com", metadata={"team": "1"})
    stripe.Customer.modify(customer.id, email="lovelace@example.com")

    (letter,) = stripe_offline.collect()

    event = json.loads(letter.body)
    assert event["data"]["previous_attributes"] == {"email": "ada@example.com"}
    assert event["data"]["object"]["email"] == "lovelace@example.com"
    assert event["request"]["id"].startswith("req_")


def test_events_are_sent_by_themselves_where_nobody_has_to_ask(
    stripe_offline: StripeOffline, receiver: Receiver, settings: Settings
) -> None:
    settings.STRIPE_OFFLINE_DELIVERY = True
    receiver.status = 500
    stripe.WebhookEndpoint.create(url=receiver.url, enabled_events=["customer.created"])
    stripe.Customer.create()

    assert receiver.came.wait(timeout=10)
    receiver.came.clear()
    receiver.status = 200
    assert receiver.came.wait(timeout=10)

    ids = {json.loads(body)["id"] for body, _signature in receiver.taken}
    assert len(ids) == 1


def test_events_that_did_not_arrive_are_listed(stripe_offline: StripeOffline) -> None:
    stripe.WebhookEndpoint.create(url="https://a.example/", enabled_events=["customer.created"])
    stripe.Customer.create()
    stripe_offline.collect(status=500)
    lost = stripe.Event.list(delivery_success=False).data
    assert [event.type for event in lost] == ["customer.created"]

    stripe_offline.collect()

    assert stripe.Event.list(delivery_success=False).data == []
    assert lost[0].id in {event.id for event in stripe.Event.list(delivery_success=True).data}
