from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import with_passkeys, with_totp
from apps.accounts.tests.factories import SecurityEventFactory, add_totp

if TYPE_CHECKING:
    from django.test import Client

    from apps.users.models import User

pytestmark = pytest.mark.django_db
SECURITY = reverse("account_security")
ACTIVITY = reverse("account_activity")


@pytest.fixture
def signed(client: Client, member: User) -> Client:
    """A client that ``member`` is signed in with."""
    client.force_login(member)
    return client


class TestSecurity:
    def test_leads_to_the_password(self, signed: Client, member: User) -> None:
        assert reverse("account_change_password") in signed.get(SECURITY).content.decode()

        member.set_unusable_password()
        member.save()
        signed.force_login(member)

        assert reverse("account_set_password") in signed.get(SECURITY).content.decode()

    @with_totp
    def test_tells_whether_an_authenticator_app_is_set_up(
        self, signed: Client, member: User
    ) -> None:
        assert "Set up app" in signed.get(SECURITY).content.decode()

        add_totp(member)

        page = signed.get(SECURITY).content.decode()
        assert "Remove app" in page
        assert "Make codes" in page

    @with_passkeys
    def test_leads_to_passkeys(self, signed: Client) -> None:
        assert reverse("mfa_add_webauthn") in signed.get(SECURITY).content.decode()


class TestActivity:
    def test_lists_what_happened(self, signed: Client, member: User) -> None:
        SecurityEventFactory.create(user=member, kind=SecurityEvent.Kind.SIGN_IN_FAILED)

        for page in (SECURITY, ACTIVITY):
            content = signed.get(page).content.decode()
            assert "Wrong password" in content
            assert "Firefox on Linux" in content
            assert "198.51.100.7" in content

    def test_says_so_when_nothing_happened(self, signed: Client) -> None:
        assert "Nothing has happened yet" in signed.get(ACTIVITY).content.decode()
        assert "Nothing has happened yet" in signed.get(SECURITY).content.decode()
