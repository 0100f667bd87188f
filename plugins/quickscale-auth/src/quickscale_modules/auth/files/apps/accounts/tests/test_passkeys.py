from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from apps.accounts.conf import conf
from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    code_in,
    confirm_identity,
    is_signed_in,
    sign_in,
    with_passkeys,
)
from apps.accounts.tests.factories import MemberFactory
from apps.accounts.tests.soft_passkey import SoftPasskey, register
from apps.users.models import User

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client
    from pytest_django import Settings

pytestmark = [pytest.mark.django_db, with_passkeys]

Kind = SecurityEvent.Kind


@pytest.mark.skipif(not conf.passkey_login, reason="passkeys do not sign in here")
class TestSignIn:
    LOGIN = "/accounts/2fa/webauthn/login/"

    def options(self, client: Client) -> dict[str, object]:
        answer = client.get(self.LOGIN, headers={"accept": "application/json"})
        found: dict[str, object] = answer.json()["request_options"]
        return found

    def test_needs_nothing_else(self, client: Client, member: User, passkey: SoftPasskey) -> None:
        assert "Sign in with a passkey" in client.get(reverse("account_login")).content.decode()

        client.post(self.LOGIN, {"credential": passkey.get(self.options(client))})

        assert is_signed_in(client)
        event = member.security_events.filter(kind=Kind.SIGNED_IN).first()
        assert event is not None
        assert event.detail == "webauthn"

    def test_an_old_answer_is_refused(self, client: Client, passkey: SoftPasskey) -> None:
        answer = passkey.get(self.options(client))
        self.options(client)

        client.post(self.LOGIN, {"credential": answer})

        assert not is_signed_in(client)

    def test_an_answer_for_another_site_is_refused(
        self, client: Client, passkey: SoftPasskey
    ) -> None:
        passkey.origin = "https://evil.example"

        client.post(self.LOGIN, {"credential": passkey.get(self.options(client))})

        assert not is_signed_in(client)

    def test_a_strangers_passkey_is_refused(
        self, client: Client, member: User, passkey: SoftPasskey
    ) -> None:
        stranger = SoftPasskey()
        stranger.user = passkey.user

        client.post(self.LOGIN, {"credential": stranger.get(self.options(client))})

        assert not is_signed_in(client)

    def test_a_removed_one_no_longer_works(
        self, client: Client, member: User, passkey: SoftPasskey
    ) -> None:
        Authenticator.objects.all().delete()

        client.post(self.LOGIN, {"credential": passkey.get(self.options(client))})

        assert not is_signed_in(client)


class TestSecondStep:
    def test_takes_the_place_of_a_code(
        self, client: Client, member: User, passkey: SoftPasskey
    ) -> None:
        page = client.get(sign_in(client, member.email).headers["Location"])
        options = page.context["js_data"]["request_options"]
        assert "data-passkey-form" in page.content.decode()

        client.post(reverse("mfa_authenticate"), {"credential": passkey.get(options)})

        assert is_signed_in(client)

    def test_confirms_identity_as_well(
        self, client: Client, member: User, passkey: SoftPasskey
    ) -> None:
        client.force_login(member)
        url = reverse("mfa_reauthenticate_webauthn")
        page = client.get(url)
        assert "Use your passkey" in page.content.decode()

        client.post(url, {"credential": passkey.get(page.context["js_data"]["request_options"])})

        assert client.get(reverse("account_export")).status_code == 200


class TestManaging:
    def test_nonsense_is_refused(self, confirmed: Client) -> None:
        url = reverse("mfa_add_webauthn")
        confirmed.get(url)

        response = confirmed.post(url, {"name": "Laptop", "credential": "{}"})

        assert response.status_code == 200
        assert not Authenticator.objects.exists()

    def test_the_last_one_stays_while_the_admin_demands_it(
        self, confirmed: Client, member: User, settings: Settings
    ) -> None:
        register(confirmed)
        settings.ACCOUNTS_STAFF_MFA = True
        member.is_staff = True
        member.save()
        key = Authenticator.objects.get(type="webauthn")

        confirmed.post(reverse("mfa_remove_webauthn", kwargs={"pk": key.pk}))

        assert Authenticator.objects.filter(pk=key.pk).exists()

    def test_somebody_elses_cannot_be_touched(
        self, client: Client, member: User, passkey: SoftPasskey
    ) -> None:
        stranger = MemberFactory.create()
        sign_in(client, stranger.email)
        confirm_identity(client)
        key = Authenticator.objects.get(type="webauthn")

        response = client.post(reverse("mfa_remove_webauthn", kwargs={"pk": key.pk}))

        assert response.status_code == 404


@pytest.mark.skipif(not conf.passkey_signup, reason="passkeys do not sign up here")
class TestSignUp:
    def test_makes_an_account_without_a_password(
        self, client: Client, settings: Settings, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        settings.ACCOUNTS_SIGNUP = "open"
        assert "Sign up with a passkey" in client.get(reverse("account_signup")).content.decode()
        url = reverse("account_signup_by_passkey")
        assert client.get(url).status_code == 200
        verify = client.post(url, {"email": "new@example.com"}).headers["Location"]
        ceremony = client.post(verify, {"code": code_in(mailoutbox[0])}).headers["Location"]
        options = client.get(ceremony).context["js_data"]["creation_options"]

        client.post(ceremony, {"name": "Phone", "credential": SoftPasskey().create(options)})

        assert is_signed_in(client)
        user = User.objects.get()
        assert not user.has_usable_password()
        assert Authenticator.objects.filter(user=user, type="webauthn").exists()
