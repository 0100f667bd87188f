"""Endpoints and deliveries over the API, of a person where there are no teams."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.test import Client
from django.utils import timezone

from apps.users.tests.factories import UserFactory
from apps.webhooks.models import Delivery, Endpoint
from apps.webhooks.tests.factories import DeliveryFactory, EndpointFactory, MessageFactory

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from apps.users.models import User
    from apps.webhooks.tests.receiving import Receiver

pytestmark = pytest.mark.django_db

ROOT: Final = "/api/v1/webhooks"
URL: Final = "https://hooks.example.com/in"


class Caller:
    """Somebody who calls the API."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def __call__(self, method: str, path: str, **sent: Any) -> tuple[int, Any]:
        """Call it; return the status and what was answered."""
        answer = self.client.generic(
            method, f"{ROOT}/{path}", json.dumps(sent), content_type="application/json"
        )
        return answer.status_code, json.loads(answer.content or "null")


@pytest.fixture
def user(settings: Settings) -> User:
    """Whose endpoints are, also where teams have them."""
    settings.WEBHOOKS_OWNERS = "apps.webhooks.owners.PersonOwners"
    made: User = UserFactory.create()
    return made


@pytest.fixture
def call(user: User) -> Caller:
    """How they call."""
    return Caller(user)


@pytest.fixture
def mine(user: User) -> Endpoint:
    """An endpoint of theirs."""
    made: Endpoint = EndpointFactory.create(owner=f"user:{user.pk}", url=URL)
    return made


def delivery_to(endpoint: Endpoint, **more: Any) -> Delivery:
    """Return a delivery to an endpoint."""
    message = MessageFactory.create(owner=endpoint.owner)
    made: Delivery = DeliveryFactory.create(endpoint=endpoint, message=message, **more)
    return made


def test_an_endpoint_is_made_shown_and_removed(call: Caller, user: User) -> None:
    status, made = call("POST", "endpoints/", url=URL, events=["account.signed_in"])
    assert status == 201
    assert made["secret"].startswith("whsec_")
    assert Endpoint.objects.get().owner == f"user:{user.pk}"

    status, listed = call("GET", "endpoints/")
    (shown,) = listed["results"]
    assert (shown["events"], shown["is_on"]) == (["account.signed_in"], True)
    assert "secret" not in shown
    assert call("GET", f"endpoints/{made['id']}/") == (200, shown)

    assert call("DELETE", f"endpoints/{made['id']}/") == (204, None)
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(
    ("sent", "pointer", "code"),
    [
        ({"url": "https://10.0.0.1/"}, "#/url", "url_refused"),
        ({"url": "https://user:word@example.com/"}, "#/url", "url_refused"),
        ({}, "#/url", "required"),
        ({"url": URL, "events": ["no.such"]}, "#/events", "no_such_event"),
    ],
)
def test_what_cannot_work_is_refused(
    call: Caller, sent: dict[str, Any], pointer: str, code: str
) -> None:
    status, problem = call("POST", "endpoints/", **sent)

    assert status == 400
    (error,) = problem["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_one_too_many_is_a_conflict(call: Caller, mine: Endpoint, settings: Settings) -> None:
    settings.WEBHOOKS_ENDPOINTS_EACH = 1

    status, problem = call("POST", "endpoints/", url=URL)

    assert (status, problem["code"]) == (409, "webhooks_refuse")


def test_an_endpoint_is_changed_and_switched(call: Caller, mine: Endpoint) -> None:
    path = f"endpoints/{mine.pk}/"
    status, shown = call("PATCH", path, description="CRM", is_on=False)
    assert (status, shown["description"], shown["is_on"]) == (200, "CRM", False)
    assert shown["url"] == URL

    _status, shown = call("PATCH", path, is_on=True, events=["account.email_changed"])
    assert (shown["is_on"], shown["events"]) == (True, ["account.email_changed"])
    assert call("PATCH", path, events=None)[1]["events"] is None


def test_one_that_is_off_at_first(call: Caller) -> None:
    assert call("POST", "endpoints/", url=URL, is_on=False)[1]["is_on"] is False


def test_a_secret_is_rotated(call: Caller, mine: Endpoint) -> None:
    status, shown = call("POST", f"endpoints/{mine.pk}/secret/")

    assert status == 201
    assert shown["secret"].startswith("whsec_")
    mine.refresh_from_db()
    assert mine.old_secret


def test_an_example_is_sent(
    call: Caller,
    mine: Endpoint,
    receiver: Receiver,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    Endpoint.objects.update(url=receiver.url)
    path = f"endpoints/{mine.pk}/test/"
    with django_capture_on_commit_callbacks(execute=True):
        status, sent = call("POST", path, event="account.signed_in")

    assert status == 201
    assert receiver.ids == [sent["webhook_id"]]
    assert json.loads(sent["body"])["test"] is True
    assert call("GET", f"deliveries/{sent['id']}/")[1]["state"] == "delivered"
    assert call("POST", path, event="no.such")[0] == 400
    call("PATCH", f"endpoints/{mine.pk}/", is_on=False)
    assert call("POST", path, event="account.signed_in")[0] == 409


def test_deliveries_are_listed_and_sent_again(call: Caller, mine: Endpoint) -> None:
    failed = delivery_to(mine, state="failed", status=500, problem="status", attempts=10)
    delivery_to(mine, state="delivered")

    status, listed = call("GET", f"endpoints/{mine.pk}/deliveries/?state=failed")
    (shown,) = listed["results"]
    assert (status, shown["id"], shown["problem"]) == (200, str(failed.pk), "status")

    status, shown = call("POST", f"deliveries/{failed.pk}/replay/")
    assert (status, shown["state"], shown["attempts"]) == (202, "waiting", 0)


def test_events_are_sent_again_since_a_moment(call: Caller, mine: Endpoint) -> None:
    delivery_to(mine, state="delivered")
    path = f"endpoints/{mine.pk}/replay/"
    now = timezone.now()

    assert call("POST", path, since=(now - timedelta(hours=1)).isoformat()) == (202, {"count": 1})
    assert call("POST", path, since=(now + timedelta(hours=1)).isoformat())[0] == 400


def test_the_events_there_are_say_what_they_hold(call: Caller) -> None:
    status, events = call("GET", "events/")

    assert status == 200
    found = {event["name"]: event for event in events}
    names = [one["name"] for one in found["account.signed_in"]["data"]]
    assert names == ["user_id", "email", "method"]


def test_those_of_others_are_not_there(call: Caller, user: User) -> None:
    other = delivery_to(EndpointFactory.create(owner="user:00000000-0000-4000-8000-000000000000"))
    for method, path in (
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "secret/"),
        ("POST", "test/"),
        ("POST", "replay/"),
        ("GET", "deliveries/"),
    ):
        assert call(method, f"endpoints/{other.endpoint_id}/{path}")[0] == 404
    assert call("GET", f"deliveries/{other.pk}/")[0] == 404
    assert call("POST", f"deliveries/{other.pk}/replay/")[0] == 404
    assert call("GET", "endpoints/")[1]["results"] == []


def test_nobody_in_particular_is_answered() -> None:
    assert Client().get(f"{ROOT}/endpoints/").status_code in (401, 403)
