from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import is_signed_in, sign_in
from apps.accounts.tests.factories import FIREFOX

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db
SESSIONS = reverse("usersessions_list")


def test_the_page_lists_where_one_is_signed_in(client: Client, member: User) -> None:
    client.force_login(member)

    page = client.get(SESSIONS, headers={"user-agent": FIREFOX}).content.decode()

    assert "Firefox on Linux" in page
    assert "This one" in page
    assert client.get("/accounts/sessions/").headers["Location"] == SESSIONS


def test_the_page_asks_no_more_for_more_sessions(
    client: Client, member: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, member.email)
    client.get(SESSIONS)
    with CaptureQueriesContext(connection) as few:
        client.get(SESSIONS)
    number = len(few)  # read now, since the next request empties the log
    for _ in range(4):
        sign_in(Client(), member.email)

    with django_assert_num_queries(number):
        page = client.get(SESSIONS).content.decode()

    assert page.count(reverse("account_end_session", args=[0])[:-6]) >= 4


def test_another_session_store_is_asked_as_allauth_does(
    client: Client, member: User, settings: Settings
) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    sign_in(client, member.email)

    assert "This one" in client.get(SESSIONS).content.decode()


def test_the_present_session_comes_first(client: Client, member: User) -> None:
    other = Client()
    sign_in(other, member.email)
    sign_in(client, member.email)
    session = UserSession.objects.get(session_key=other.session.session_key)

    page = client.get(SESSIONS).content.decode()

    assert page.index("This one") < page.index(reverse("account_end_session", args=[session.pk]))


def test_one_session_can_be_ended_from_another(client: Client, member: User) -> None:
    other = Client()
    sign_in(other, member.email)
    sign_in(client, member.email)
    session = UserSession.objects.get(session_key=other.session.session_key)
    assert (
        reverse("account_end_session", args=[session.pk]) in client.get(SESSIONS).content.decode()
    )

    response = client.post(reverse("account_end_session", args=[session.pk]))

    assert response.headers["Location"] == SESSIONS
    assert not is_signed_in(other)
    assert is_signed_in(client)
    assert member.security_events.filter(kind=SecurityEvent.Kind.SESSION_ENDED).count() == 1
