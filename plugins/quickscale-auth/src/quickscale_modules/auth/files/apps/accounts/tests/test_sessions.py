from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.middleware import SEEN_KEY
from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import is_signed_in, sign_in
from apps.accounts.tests.factories import SessionFactory

if TYPE_CHECKING:
    from apps.users.models import User

pytestmark = pytest.mark.django_db

SESSIONS = reverse("usersessions_list")


def test_sessions_that_have_ended_are_forgotten(client: Client, member: User) -> None:
    expired, changed = Client(), Client()
    for other in (expired, changed):
        sign_in(other, member.email)
    sign_in(client, member.email)
    Session.objects.filter(session_key=expired.session.session_key).delete()
    store = changed.session
    store[HASH_SESSION_KEY] = "of an older password"
    store.save()

    client.get(SESSIONS)

    kept = UserSession.objects.get(user_id=member.pk)
    assert kept.session_key == client.session.session_key


def test_all_other_sessions_can_be_ended_at_once(client: Client, member: User) -> None:
    others = [Client(), Client()]
    for other in others:
        sign_in(other, member.email)
    sign_in(client, member.email)

    client.post(SESSIONS)

    assert not any(is_signed_in(other) for other in others)
    assert is_signed_in(client)
    assert member.security_events.filter(kind=SecurityEvent.Kind.SESSION_ENDED).count() == 2


def test_somebody_elses_session_cannot_be_ended(client: Client, member: User) -> None:
    session = SessionFactory.create()
    client.force_login(member)

    response = client.post(reverse("account_end_session", args=[session.pk]))

    assert response.status_code == 404
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_ending_a_session_takes_a_form(client: Client, member: User) -> None:
    client.force_login(member)

    assert client.get(reverse("account_end_session", args=[1])).status_code == 405


class TestLastSeen:
    def test_is_kept_for_every_way_in(self, client: Client, member: User) -> None:
        client.force_login(member)

        client.get(reverse("pages:dashboard"))

        assert UserSession.objects.get().user == member

    def test_is_written_once_in_a_while(self, client: Client, member: User) -> None:
        client.force_login(member)
        client.get(reverse("pages:dashboard"))
        long_ago = timezone.now() - timedelta(days=1)
        UserSession.objects.update(last_seen_at=long_ago)

        client.get(reverse("pages:dashboard"))
        assert UserSession.objects.get().last_seen_at == long_ago

        session = client.session
        session[SEEN_KEY] = int(time.time()) - 301
        session.save()
        client.get(reverse("pages:dashboard"))
        assert UserSession.objects.get().last_seen_at > long_ago

    def test_is_not_kept_of_visitors(self, client: Client) -> None:
        client.get(reverse("pages:home"))

        assert not UserSession.objects.exists()
