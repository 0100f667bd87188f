"""The pages of endpoints and deliveries, of a person where there are no teams."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.users.tests.factories import UserFactory
from apps.webhooks import owners
from apps.webhooks.models import Delivery, Endpoint
from apps.webhooks.tests.factories import DeliveryFactory, EndpointFactory, MessageFactory

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from apps.users.models import User
    from apps.webhooks.tests.receiving import Receiver

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.com/in"


@pytest.fixture(autouse=True)
def of_persons(settings: Settings) -> None:
    """Let every person have endpoints, also where teams have them."""
    settings.WEBHOOKS_OWNERS = f"{owners.__name__}.PersonOwners"


@pytest.fixture
def user() -> User:
    """Whose endpoints are."""
    made: User = UserFactory.create()
    return made


@pytest.fixture
def browser(user: User) -> Client:
    """What they use."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


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


def test_without_endpoints_the_page_says_what_they_are(browser: Client) -> None:
    assert "No endpoints yet" in browser.get(reverse("webhook_endpoints")).content.decode()


def test_a_visitor_is_sent_to_sign_in() -> None:
    answer = Client().get(reverse("webhook_endpoints"))

    assert answer.status_code == 302


def test_an_endpoint_is_added_and_its_secret_shown_once(browser: Client, user: User) -> None:
    form = {"url": URL, "which": "some", "events": ["account.signed_in"]}

    answer = browser.post(reverse("webhook_endpoint_new"), form)

    made = Endpoint.objects.get()
    assert (made.owner, made.url, made.events) == (f"user:{user.pk}", URL, ["account.signed_in"])
    assert not made.all_events
    assert b"whsec_" in answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    page = browser.get(reverse("webhook_endpoint", kwargs={"pk": made.pk}))
    assert b"whsec_" not in page.content
    assert b"account.signed_in" in page.content


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (
            {"url": "https://10.0.0.1/", "which": "all"},
            "Give a public address, or one of this machine",
        ),
        ({"url": "nonsense", "which": "all"}, "Give a public address, or one of this machine"),
        ({"url": URL, "which": "some"}, "Choose at least one event."),
        ({"url": URL, "which": "some", "events": ["no.such"]}, "no.such"),
    ],
)
def test_what_cannot_work_is_refused(browser: Client, form: dict[str, Any], said: str) -> None:
    answer = browser.post(reverse("webhook_endpoint_new"), form)

    assert said in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_on_a_site_addresses_are_public_ones(browser: Client, settings: Settings) -> None:
    settings.WEBHOOKS_ALLOW_LOCAL = False
    form = {"url": "http://localhost:8000/", "which": "all"}

    answer = browser.post(reverse("webhook_endpoint_new"), form)

    assert "Give a public address that begins with https://" in answer.content.decode()


def test_one_too_many_is_refused(browser: Client, mine: Endpoint, settings: Settings) -> None:
    settings.WEBHOOKS_ENDPOINTS_EACH = 1

    answer = browser.post(reverse("webhook_endpoint_new"), {"url": URL, "which": "all"})

    assert "You have 1 endpoints" in answer.content.decode()


def test_an_endpoint_is_changed(browser: Client, mine: Endpoint) -> None:
    page = reverse("webhook_endpoint_edit", kwargs={"pk": mine.pk})
    assert browser.get(page).status_code == 200
    form = {"url": f"{URL}/2", "description": "Our CRM", "which": "all"}

    answer = browser.post(page, form, follow=True)

    mine.refresh_from_db()
    assert (mine.url, mine.description, mine.all_events) == (f"{URL}/2", "Our CRM", True)
    assert b"Our CRM" in answer.content


def test_a_new_secret_is_shown_once(browser: Client, mine: Endpoint) -> None:
    before = mine.secret

    answer = browser.post(reverse("webhook_endpoint_rotate", kwargs={"pk": mine.pk}))

    mine.refresh_from_db()
    assert mine.old_secret == before
    assert b"The old secret works for 24 more hours." in answer.content


def test_an_example_is_sent_and_its_result_shown(
    browser: Client,
    mine: Endpoint,
    receiver: Receiver,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    Endpoint.objects.update(url=receiver.url)
    page = reverse("webhook_endpoint_test", kwargs={"pk": mine.pk})
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(page, {"event": "account.signed_in"})

    (taken,) = receiver.taken
    assert b'"test":true' in taken.body
    shown = browser.get(answer.headers["Location"]).content.decode()
    assert "Delivered" in shown
    assert "204" in shown
    assert "ada@example.com" in shown


def test_what_is_sent_by_hand_is_limited(
    browser: Client, mine: Endpoint, settings: Settings
) -> None:
    settings.WEBHOOKS_BY_HAND_AN_HOUR = 1
    page = reverse("webhook_endpoint_test", kwargs={"pk": mine.pk})
    for _ in range(2):
        answer = browser.post(page, {"event": "account.signed_in"}, follow=True)

    assert b"Many events were sent by hand." in answer.content
    assert Delivery.objects.count() == 1


def test_no_example_goes_to_an_endpoint_that_is_off(browser: Client, mine: Endpoint) -> None:
    Endpoint.objects.update(off_at=timezone.now())
    page = reverse("webhook_endpoint_test", kwargs={"pk": mine.pk})

    answer = browser.post(page, {"event": "account.signed_in"}, follow=True)

    assert b"Nothing was sent." in answer.content
    assert not Delivery.objects.exists()


def test_an_endpoint_is_switched_off_and_on(browser: Client, mine: Endpoint) -> None:
    for page, is_off in (("off", True), ("on", False)):
        browser.post(reverse(f"webhook_endpoint_{page}", kwargs={"pk": mine.pk}))
        mine.refresh_from_db()
        assert (mine.off_at is not None) is is_off
        shown = browser.get(reverse("webhook_endpoint", kwargs={"pk": mine.pk})).content
        assert (b"This endpoint is off" in shown) is is_off


def test_a_delivery_is_shown_and_sent_again(browser: Client, mine: Endpoint) -> None:
    delivery = delivery_to(
        mine, state="failed", status=500, excerpt="<b>no</b>", problem="status", attempts=10
    )
    shown = browser.get(reverse("webhook_delivery", kwargs={"pk": delivery.pk})).content.decode()
    assert "&lt;b&gt;no&lt;/b&gt;" in shown
    assert "The answer says that the event was not taken." in shown
    assert delivery.message.webhook_id in shown

    browser.post(reverse("webhook_delivery_replay", kwargs={"pk": delivery.pk}))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("waiting", 0)


def test_events_are_sent_again_since_a_moment(browser: Client, mine: Endpoint) -> None:
    delivery_to(mine, state="delivered", attempts=1)
    page = reverse("webhook_endpoint_replay", kwargs={"pk": mine.pk})
    hour_ago = timezone.localtime() - timedelta(hours=1)

    answer = browser.post(page, {"since": f"{hour_ago:%Y-%m-%dT%H:%M}"}, follow=True)

    assert b"1 event is sent again." in answer.content
    assert Delivery.objects.get().state == "waiting"
    later = timezone.localtime() + timedelta(hours=48)
    answer = browser.post(page, {"since": f"{later:%Y-%m-%dT%H:%M}"})
    assert b"Give a moment in the past." in answer.content


def test_an_endpoint_is_removed_with_its_deliveries(browser: Client, mine: Endpoint) -> None:
    delivery_to(mine)

    browser.post(reverse("webhook_endpoint_delete", kwargs={"pk": mine.pk}))

    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()


def test_those_of_others_are_not_there(browser: Client) -> None:
    other = delivery_to(EndpointFactory.create(owner="user:0"))
    for name in ("", "_edit"):
        page = reverse(f"webhook_endpoint{name}", kwargs={"pk": other.endpoint_id})
        assert browser.get(page).status_code == 404
    for name in ("rotate", "test", "on", "off", "replay", "delete"):
        page = reverse(f"webhook_endpoint_{name}", kwargs={"pk": other.endpoint_id})
        assert browser.post(page).status_code == 404
    for name in ("", "_replay"):
        page = reverse(f"webhook_delivery{name}", kwargs={"pk": other.pk})
        assert browser.get(page).status_code in (404, 405)
    assert browser.post(page).status_code == 404


def test_deliveries_cost_the_same_number_of_queries(browser: Client, mine: Endpoint) -> None:
    page = reverse("webhook_endpoint", kwargs={"pk": mine.pk})
    counts = []
    for _ in range(2):
        for _ in range(15):
            delivery_to(mine)
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"{page}?state=waiting").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
