from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    is_signed_in,
)
from apps.accounts.tests.factories import MemberFactory
from apps.users.models import User

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db
PROFILE = reverse("account_profile")
DELETE = reverse("account_delete")
EXPORT = reverse("account_export")


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
    def test_can_be_changed(self, client: Client, member: User) -> None:
        client.force_login(member)
        assert 'value="Ada Ferreira"' in client.get(PROFILE).content.decode()

        response = client.post(
            PROFILE, {"name": "Ada F.", "time_zone": "Europe/Lisbon"}, follow=True
        )

        member.refresh_from_db()
        assert (member.name, member.time_zone) == ("Ada F.", "Europe/Lisbon")
        assert "Your profile is saved." in response.content.decode()


class TestExport:
    def test_an_account_that_cannot_be_asked_verifies_its_address_first(
        self, client: Client
    ) -> None:
        user = MemberFactory.create(address=False)
        user.set_unusable_password()
        user.save()
        client.force_login(user)

        response = client.get(EXPORT, follow=True)

        assert response.redirect_chain[-1][0].startswith(reverse("account_email"))
        assert "Verify your address first" in response.content.decode()


class TestDeletion:
    def test_says_what_is_in_the_way(self, confirmed: Client, settings: Settings) -> None:
        settings.ACCOUNTS_DELETION_CHECKS = ["apps.accounts.tests.test_profile_page.open_orders"]

        page = confirmed.get(DELETE).content.decode()
        response = confirmed.post(DELETE, {"confirmation": "ada@example.com"})

        assert "You have an open order." in page
        assert response.status_code == 409
        assert User.objects.exists()

    def test_changes_nothing_when_a_record_has_to_be_kept(
        self, confirmed: Client, settings: Settings
    ) -> None:
        settings.ACCOUNTS_DELETION_STEPS = [
            "apps.accounts.tests.test_profile_page.close_orders",
            "apps.accounts.tests.test_profile_page.keep_records",
        ]
        events = SecurityEvent.objects.count()

        response = confirmed.post(DELETE, {"confirmation": "ada@example.com"})

        assert "have to be kept" in response.content.decode()
        assert SecurityEvent.objects.count() == events
        assert is_signed_in(confirmed)
