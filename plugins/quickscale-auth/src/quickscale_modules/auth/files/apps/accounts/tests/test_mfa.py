from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    errors_in,
    is_signed_in,
    sign_in,
    with_recovery_codes,
    with_totp,
)
from apps.accounts.tests.factories import add_totp, totp_code

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

Kind = SecurityEvent.Kind
AUTHENTICATE = reverse("mfa_authenticate")


@with_totp
class TestAuthenticatorApp:
    def test_a_wrong_first_code_is_refused(self, confirmed: Client) -> None:
        confirmed.get(reverse("mfa_activate_totp"))

        response = confirmed.post(reverse("mfa_activate_totp"), {"code": "000000"})

        assert "That code is not right" in errors_in(response)
        assert not Authenticator.objects.exists()

    def test_setting_up_asks_who_is_there(self, client: Client, member: User) -> None:
        sign_in(client, member.email)

        response = client.get(reverse("mfa_activate_totp"))

        assert response.headers["Location"].startswith(reverse("account_reauthenticate"))

    def test_is_asked_for_at_every_sign_in(self, client: Client, member: User) -> None:
        _authenticator, secret = add_totp(member)

        response = sign_in(client, member.email)
        assert response.headers["Location"] == AUTHENTICATE
        assert not is_signed_in(client)
        client.post(AUTHENTICATE, {"code": totp_code(secret)})

        assert is_signed_in(client)
        assert member.security_events.get(kind=Kind.SIGNED_IN).detail == "password, totp"

    def test_a_passkey_is_not_offered_to_who_has_none(self, client: Client, member: User) -> None:
        add_totp(member)
        sign_in(client, member.email)

        assert "data-passkey-form" not in client.get(AUTHENTICATE).content.decode()

    def test_a_wrong_code_is_refused_and_noted(self, client: Client, member: User) -> None:
        add_totp(member)
        sign_in(client, member.email)

        response = client.post(AUTHENTICATE, {"code": "000000"})

        assert "That code is not right" in errors_in(response)
        assert not is_signed_in(client)
        assert member.security_events.get().detail == "totp"

    def test_a_code_works_once(self, client: Client, member: User) -> None:
        _authenticator, secret = add_totp(member)
        code = totp_code(secret)
        sign_in(client, member.email)
        client.post(AUTHENTICATE, {"code": code})
        client.post(reverse("account_logout"))

        sign_in(client, member.email)
        client.post(AUTHENTICATE, {"code": code})

        assert not is_signed_in(client)

    def test_codes_cannot_be_guessed_for_long(
        self, client: Client, member: User, settings: Settings
    ) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
        _authenticator, secret = add_totp(member)
        sign_in(client, member.email)
        for _attempt in range(3):
            client.post(AUTHENTICATE, {"code": "000000"})

        response = client.post(AUTHENTICATE, {"code": totp_code(secret)})

        assert "Too many attempts" in errors_in(response)
        assert not is_signed_in(client)

    def test_the_second_step_can_be_left(self, client: Client, member: User) -> None:
        add_totp(member)
        sign_in(client, member.email)

        client.post(reverse("account_logout"), {"next": reverse("account_login")})

        assert client.get(AUTHENTICATE).headers["Location"] == reverse("account_login")

    def test_confirms_identity_as_well(self, client: Client, member: User) -> None:
        _authenticator, secret = add_totp(member)
        client.force_login(member)
        question = client.get(reverse("account_export")).headers["Location"]
        page = client.get(question).content.decode()
        assert reverse("mfa_reauthenticate") in page

        client.post(reverse("mfa_reauthenticate"), {"code": totp_code(secret)})

        assert client.get(reverse("account_export")).status_code == 200


@with_recovery_codes
class TestRecoveryCodes:
    @pytest.fixture
    def codes(self, member: User) -> list[str]:
        add_totp(member)
        found: list[str] = RecoveryCodes.activate(member).get_unused_codes()
        return found

    def test_let_in_when_the_device_is_not_at_hand(
        self, client: Client, member: User, codes: list[str]
    ) -> None:
        sign_in(client, member.email)

        client.post(AUTHENTICATE, {"code": codes[0]})

        assert is_signed_in(client)
        assert member.security_events.get(kind=Kind.SIGNED_IN).detail == "password, recovery_codes"

    def test_work_once(self, client: Client, member: User, codes: list[str]) -> None:
        sign_in(client, member.email)
        client.post(AUTHENTICATE, {"code": codes[0]})
        client.post(reverse("account_logout"))

        sign_in(client, member.email)
        client.post(AUTHENTICATE, {"code": codes[0]})

        assert not is_signed_in(client)

    def test_showing_them_asks_who_is_there(
        self, client: Client, member: User, codes: list[str]
    ) -> None:
        client.force_login(member)

        response = client.get(reverse("mfa_view_recovery_codes"))

        assert response.status_code == 302
