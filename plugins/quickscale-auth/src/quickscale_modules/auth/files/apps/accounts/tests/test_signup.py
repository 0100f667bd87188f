from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    NEW_PASSWORD,
    by_code,
    by_link,
    code_in,
    errors_in,
    is_signed_in,
    path_in,
)
from apps.users.models import User

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Response
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

SIGNUP = reverse("account_signup")


@pytest.fixture(autouse=True)
def _open(settings: Settings) -> None:
    settings.ACCOUNTS_SIGNUP = "open"


def sign_up(client: Client, email: str, password: str = NEW_PASSWORD) -> Response:
    return client.post(SIGNUP, {"email": email, "password1": password})


class TestOpen:
    def test_makes_an_account(self, client: Client) -> None:
        sign_up(client, "New@Example.com")

        user = User.objects.get()
        assert user.email == "new@example.com"
        assert user.check_password(NEW_PASSWORD)
        assert user.security_events.filter(kind=SecurityEvent.Kind.SIGNED_UP).exists()

    @pytest.mark.parametrize(
        ("email", "password", "error"),
        [
            ("new@example.com", "short", "too short"),
            ("new@example.com", "12345678901", "entirely numeric"),
            ("password-like@example.com", "password-like", "too similar"),
            ("not an address", NEW_PASSWORD, "valid email address"),
            ("", NEW_PASSWORD, "required"),
        ],
    )
    def test_refuses_what_cannot_be(
        self, client: Client, email: str, password: str, error: str
    ) -> None:
        response = sign_up(client, email, password)

        assert error in errors_in(response)
        assert not User.objects.exists()

    def test_is_not_for_who_is_signed_in(self, client: Client, member: User) -> None:
        client.force_login(member)

        assert client.get(SIGNUP).status_code == 302


class TestClosed:
    @pytest.mark.parametrize("rule", ["closed", "invite"])
    def test_makes_no_account(self, client: Client, settings: Settings, rule: str) -> None:
        settings.ACCOUNTS_SIGNUP = rule

        page = client.get(SIGNUP).content.decode()
        sign_up(client, "new@example.com")

        assert "Sign-up is closed" in page
        assert ("invitation" in page) is (rule == "invite")
        assert not User.objects.exists()

    def test_is_not_offered_at_the_sign_in(self, client: Client, settings: Settings) -> None:
        login = reverse("account_login")
        assert f'href="{SIGNUP}"' in client.get(login).content.decode()

        settings.ACCOUNTS_SIGNUP = "closed"

        content = client.get(login).content.decode()
        assert "Create an account" not in content


@by_code
class TestVerificationByCode:
    def test_signs_in_once_the_code_is_given(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        response = sign_up(client, "new@example.com")
        verify = response.headers["Location"]
        assert not is_signed_in(client)

        client.post(verify, {"code": code_in(mailoutbox[0])})

        assert is_signed_in(client)
        assert EmailAddress.objects.get().verified

    def test_a_wrong_code_is_refused_and_noted(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        verify = sign_up(client, "new@example.com").headers["Location"]

        response = client.post(verify, {"code": "WRONG-CODE"})

        assert "That code is not right" in errors_in(response)
        assert not is_signed_in(client)
        assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.CODE_REJECTED).count() == 1

    def test_codes_cannot_be_guessed_for_long(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        verify = sign_up(client, "new@example.com").headers["Location"]
        for _attempt in range(3):
            client.post(verify, {"code": "WRONG-CODE"})

        client.post(verify, {"code": code_in(mailoutbox[0])})

        assert not is_signed_in(client)

    def test_a_new_code_can_be_had(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        verify = sign_up(client, "new@example.com").headers["Location"]
        assert "Send a new code" in client.get(verify).content.decode()

        client.post(verify, {"action": "resend"})
        client.post(verify, {"code": code_in(mailoutbox[1])})

        assert is_signed_in(client)

    def test_after_a_slip_one_signs_up_again(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        verify = sign_up(client, "nwe@example.com").headers["Location"]
        assert "Use another address" in client.get(verify).content.decode()

        client.post(verify, {"action": "change", "email": "new@example.com"})
        assert [message.to for message in mailoutbox] == [["nwe@example.com"]]
        again = client.post(reverse("account_logout"), {"next": SIGNUP}).headers["Location"]
        client.post(again, {"email": "new@example.com", "password1": NEW_PASSWORD})
        client.post(verify, {"code": code_in(mailoutbox[1])})

        assert is_signed_in(client)
        assert User.objects.get(email="new@example.com").last_login

    def test_starting_over_forgets_the_code(self, client: Client) -> None:
        verify = sign_up(client, "new@example.com").headers["Location"]

        client.post(reverse("account_logout"), {"next": SIGNUP})

        assert client.get(verify).status_code == 302

    def test_nobody_learns_whether_an_address_has_an_account(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        known = sign_up(client, member.email)
        known_page = client.get(known.headers["Location"]).content.decode()
        client.cookies.clear()
        unknown = sign_up(client, "new@example.com")
        unknown_page = client.get(unknown.headers["Location"]).content.decode()

        assert known.headers["Location"] == unknown.headers["Location"]
        assert "We sent a code to ada@example.com" in known_page
        assert "We sent a code to new@example.com" in unknown_page
        assert "have an account" in mailoutbox[0].subject
        assert User.objects.count() == 2


@by_link
class TestVerificationByLink:
    def test_verifies_once_the_link_is_confirmed(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives], settings: Settings
    ) -> None:
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        response = sign_up(client, "new@example.com")
        assert "inbox" in client.get(response.headers["Location"]).content.decode()
        link = path_in(mailoutbox[0])

        page = client.get(link)
        assert not EmailAddress.objects.get().verified
        client.post(link)

        assert "Is new@example.com yours?" in page.content.decode()
        assert EmailAddress.objects.get().verified

    def test_a_made_up_link_is_refused(self, client: Client) -> None:
        page = client.get(reverse("account_confirm_email", args=["made-up"]))

        assert "no longer works" in page.content.decode()


def test_without_verification_an_account_is_open_at_once(
    client: Client, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False

    sign_up(client, "new@example.com")

    assert is_signed_in(client)


def test_without_verification_a_taken_address_is_refused(
    client: Client, settings: Settings, member: User
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False

    response = sign_up(client, member.email)

    assert "already registered" in errors_in(response)
    assert User.objects.count() == 1


def test_too_many_sign_ups_from_one_place_are_stopped(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}

    statuses = [sign_up(client, "not an address").status_code for _attempt in range(3)]

    assert statuses == [200, 200, 429]
    assert "Too many requests" in sign_up(client, "x").content.decode()
