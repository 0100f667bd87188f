from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from allauth.usersessions.models import UserSession
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    confirm_identity_by_code,
    errors_in,
    is_signed_in,
    sign_in,
)
from apps.accounts.tests.factories import MemberFactory
from apps.users.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage, EmailMultiAlternatives
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

PROFILE = reverse("account_profile")
DELETE = reverse("account_delete")
EXPORT = reverse("account_export")


class BrokenBackend(BaseEmailBackend):
    """Stands in for a server that cannot be reached."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise ConnectionRefusedError


def close_orders(user: User) -> None:
    """Stand in for another app's deletion step."""
    SecurityEvent.objects.filter(user=user).delete()
    User.objects.filter(email="shop@example.com").update(name=f"closed {user.email}")


def keep_records(user: User) -> None:
    """Stand in for a row that has to outlive its account."""
    message = "kept"
    raise ProtectedError(message, {user})


def open_orders(user: User) -> list[str]:
    """Stand in for another app's deletion check."""
    return ["You have an open order."]


@pytest.fixture(autouse=True)
def _alone(settings: Settings) -> None:
    """Keep what other apps have to say about deletion out of these tests."""
    settings.ACCOUNTS_DELETION_CHECKS = []
    settings.ACCOUNTS_DELETION_STEPS = []


class TestProfile:
    def test_refuses_what_is_no_time_zone(self, client: Client, member: User) -> None:
        client.force_login(member)

        response = client.post(PROFILE, {"name": "Ada", "time_zone": "Mars/Olympus"})

        assert "valid choice" in errors_in(response)

    @pytest.mark.parametrize("url", [PROFILE, DELETE, EXPORT])
    def test_is_for_the_signed_in(self, client: Client, url: str) -> None:
        assert client.get(url).headers["Location"].startswith(reverse("account_login"))


class TestExport:
    def test_hands_over_a_file(self, confirmed: Client, member: User) -> None:
        response = confirmed.get(EXPORT)

        data = json.loads(response.content)
        assert data["account"]["email"] == member.email
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert "no-cache" in response.headers["Cache-Control"]
        assert member.security_events.filter(kind=SecurityEvent.Kind.DATA_EXPORTED).exists()

    def test_asks_who_is_there(self, client: Client, member: User) -> None:
        sign_in(client, member.email)

        assert client.get(EXPORT).status_code == 302

    def test_an_account_without_password_and_factor_is_asked_for_a_code(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        user = MemberFactory.create()
        user.set_unusable_password()
        user.save()
        client.force_login(user)
        assert client.get(EXPORT).status_code == 302

        confirm_identity_by_code(client, mailoutbox)

        assert client.get(EXPORT).status_code == 200


class TestDeletion:
    def test_is_final(
        self, confirmed: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        other = Client()
        sign_in(other, member.email)

        response = confirmed.post(DELETE, {"confirmation": "ADA@example.com "}, follow=True)

        assert "Your account is deleted." in response.content.decode()
        assert not User.objects.exists()
        assert not SecurityEvent.objects.exists()
        assert not UserSession.objects.exists()
        assert not is_signed_in(confirmed)
        assert not is_signed_in(other)
        assert "is deleted" in mailoutbox[-1].subject
        assert mailoutbox[-1].to == ["ada@example.com"]

    def test_does_not_depend_on_its_last_e_mail(
        self, confirmed: Client, settings: Settings
    ) -> None:
        settings.EMAIL_BACKEND = "apps.accounts.tests.test_profile.BrokenBackend"

        confirmed.post(DELETE, {"confirmation": "ada@example.com"})

        assert not User.objects.exists()

    @pytest.mark.parametrize("typed", ["", "ada", "grace@example.com"])
    def test_needs_the_address_to_be_typed(self, confirmed: Client, typed: str) -> None:
        response = confirmed.post(DELETE, {"confirmation": typed})

        assert errors_in(response)
        assert User.objects.exists()

    def test_asks_who_is_there(self, client: Client, member: User) -> None:
        sign_in(client, member.email)

        client.post(DELETE, {"confirmation": member.email})

        assert User.objects.exists()

    def test_lets_other_apps_clean_up_first(self, confirmed: Client, settings: Settings) -> None:
        settings.ACCOUNTS_DELETION_STEPS = ["apps.accounts.tests.test_profile.close_orders"]
        MemberFactory.create(email="shop@example.com")

        confirmed.post(DELETE, {"confirmation": "ada@example.com"})

        assert User.objects.get().name == "closed ada@example.com"
