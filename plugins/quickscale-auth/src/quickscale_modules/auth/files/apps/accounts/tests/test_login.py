from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import code_in, errors_in, is_signed_in, sign_in
from apps.accounts.tests.factories import FIREFOX, MemberFactory
from apps.users.tests.factories import PASSWORD

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

LOGIN = reverse("account_login")
Kind = SecurityEvent.Kind


def kinds(user: User) -> list[str]:
    return list(user.security_events.values_list("kind", flat=True))


class TestByPassword:
    def test_opens_the_dashboard(self, client: Client, member: User) -> None:
        response = sign_in(client, "ADA@example.com")

        assert response.headers["Location"] == reverse("pages:dashboard")
        assert is_signed_in(client)

    def test_goes_on_to_where_one_was_going(self, client: Client, member: User) -> None:
        target = reverse("account_profile")
        login = client.get(target).headers["Location"]
        page = client.get(login).content.decode()

        response = client.post(login, {"login": member.email, "password": PASSWORD, "next": target})

        assert f'name="next" value="{target}"' in page
        assert response.headers["Location"] == target

    def test_goes_to_no_other_site(self, client: Client, member: User) -> None:
        response = client.post(
            LOGIN, {"login": member.email, "password": PASSWORD, "next": "https://evil.example/"}
        )

        assert response.headers["Location"] == reverse("pages:dashboard")

    def test_is_noted(self, client: Client, member: User) -> None:
        client.post(
            LOGIN,
            {"login": member.email, "password": PASSWORD},
            headers={"user-agent": FIREFOX},
        )

        event = member.security_events.get()
        assert (event.kind, event.detail) == (Kind.SIGNED_IN, "password")
        assert (event.ip, event.user_agent) == ("127.0.0.1", FIREFOX)

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            ("ada@example.com", "wrong"),
            ("nobody@example.com", PASSWORD),
        ],
    )
    def test_says_the_same_whatever_is_wrong(
        self, client: Client, member: User, email: str, password: str
    ) -> None:
        response = sign_in(client, email, password)

        assert errors_in(response) == "This e-mail address and password do not match."
        assert not is_signed_in(client)

    def test_a_wrong_password_is_noted(self, client: Client, member: User) -> None:
        sign_in(client, member.email, "wrong")
        sign_in(client, "nobody@example.com", "wrong")

        assert kinds(member) == [Kind.SIGN_IN_FAILED]
        assert SecurityEvent.objects.get(user=None).kind == Kind.SIGN_IN_FAILED

    def test_a_switched_off_account_stays_out(self, client: Client, member: User) -> None:
        member.is_active = False
        member.save()

        sign_in(client, member.email)

        assert not is_signed_in(client)

    def test_an_account_from_before_is_verified_first(
        self, client: Client, settings: Settings
    ) -> None:
        """Accounts made by the administration have no verified address."""
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        user = MemberFactory.create(address=False)

        sign_in(client, user.email)

        assert not is_signed_in(client)

    def test_may_outlast_the_browser(self, client: Client, member: User) -> None:
        client.post(LOGIN, {"login": member.email, "password": PASSWORD})
        assert client.session.get_expire_at_browser_close()

        client.post(reverse("account_logout"))
        client.post(LOGIN, {"login": member.email, "password": PASSWORD, "remember": "on"})

        assert not client.session.get_expire_at_browser_close()


class TestLockout:
    @pytest.fixture(autouse=True)
    def _limits(self, settings: Settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key", "login": "5/m/ip"}

    def test_stops_after_a_few_failures_even_the_right_password(
        self, client: Client, member: User
    ) -> None:
        for _attempt in range(3):
            sign_in(client, member.email, "wrong")

        response = sign_in(client, member.email)

        assert "Too many attempts" in errors_in(response)
        assert not is_signed_in(client)
        assert kinds(member)[0] == Kind.LOCKED_OUT

    def test_looks_alike_for_strangers(self, client: Client) -> None:
        for _attempt in range(3):
            sign_in(client, "nobody@example.com", "wrong")

        assert "Too many attempts" in errors_in(sign_in(client, "nobody@example.com", "wrong"))

    def test_leaves_others_alone(self, client: Client, member: User) -> None:
        for _attempt in range(3):
            sign_in(client, "somebody@example.com", "wrong")

        sign_in(client, member.email)

        assert is_signed_in(client)

    def test_stops_one_place_that_tries_many(self, client: Client) -> None:
        statuses = [
            sign_in(client, f"nobody{number}@example.com", "wrong").status_code
            for number in range(6)
        ]

        assert statuses == [200] * 5 + [429]


class TestByCode:
    REQUEST = reverse("account_request_login_code")
    CONFIRM = reverse("account_confirm_login_code")

    def test_needs_no_password(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        client.post(self.REQUEST, {"email": member.email})
        page = client.get(self.CONFIRM).content.decode()

        client.post(self.CONFIRM, {"code": code_in(mailoutbox[0])})

        assert "We sent a code to ada@example.com" in page
        assert is_signed_in(client)
        assert member.security_events.get(kind=Kind.SIGNED_IN).detail == "code"

    def test_a_code_works_once(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        client.post(self.REQUEST, {"email": member.email})
        code = code_in(mailoutbox[0])
        client.post(self.CONFIRM, {"code": code})
        client.post(reverse("account_logout"))

        client.post(self.CONFIRM, {"code": code})

        assert not is_signed_in(client)

    def test_a_wrong_code_is_refused_and_noted(self, client: Client, member: User) -> None:
        client.post(self.REQUEST, {"email": member.email})

        response = client.post(self.CONFIRM, {"code": "WRONG-CODE"})

        assert "That code is not right" in errors_in(response)
        assert kinds(member) == [Kind.CODE_REJECTED]

    def test_a_new_code_can_be_had(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        client.post(self.REQUEST, {"email": member.email})
        client.post(self.CONFIRM, {"action": "resend"})

        client.post(self.CONFIRM, {"code": code_in(mailoutbox[1])})

        assert is_signed_in(client)

    def test_nobody_learns_whether_an_address_has_an_account(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        response = client.post(self.REQUEST, {"email": "nobody@example.com"})

        page = client.get(response.headers["Location"]).content.decode()
        assert "We sent a code to nobody@example.com" in page
        assert "There is no account with this address" in str(mailoutbox[0].body)


class TestSignOut:
    def test_asks_before_it_acts(self, client: Client, member: User) -> None:
        client.force_login(member)

        page = client.get(reverse("account_logout")).content.decode()

        assert "Stay signed in" in page
        assert is_signed_in(client)

    def test_is_noted(self, client: Client, member: User) -> None:
        client.force_login(member)

        client.post(reverse("account_logout"))

        assert not is_signed_in(client)
        assert kinds(member) == [Kind.SIGNED_OUT]


def test_an_inactive_account_gets_a_page(client: Client) -> None:
    assert "switched off" in client.get(reverse("account_inactive")).content.decode()
