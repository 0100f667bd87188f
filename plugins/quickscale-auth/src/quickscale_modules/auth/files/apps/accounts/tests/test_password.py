from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    NEW_PASSWORD,
    code_in,
    confirm_identity,
    confirm_identity_by_code,
    errors_in,
    is_signed_in,
    path_in,
    sign_in,
)
from apps.accounts.tests.factories import MemberFactory
from apps.users.tests.factories import PASSWORD

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

Kind = SecurityEvent.Kind
ASK_BY_CODE = reverse("account_request_reauthentication_code")
RESET = reverse("account_reset_password")
CHANGE = reverse("account_change_password")
NEW = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


class TestReset:
    def reset(self, client: Client, link: str) -> str:
        """Follow the link and send the form behind it; return that form's address."""
        form = client.get(link).headers["Location"]
        client.post(form, NEW)
        return str(form)

    def test_sets_a_new_password_by_a_link(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        client.post(RESET, {"email": "ADA@example.com"})

        self.reset(client, path_in(mailoutbox[0]))

        assert not is_signed_in(client)
        sign_in(client, member.email, NEW_PASSWORD)
        assert is_signed_in(client)
        assert member.security_events.filter(kind=Kind.PASSWORD_RESET).exists()
        assert mailoutbox[1].subject == "Your password was reset"

    def test_keeps_the_secret_out_of_the_forms_address(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        client.post(RESET, {"email": member.email})
        link = path_in(mailoutbox[0])

        assert client.get(link).headers["Location"] not in link

    def test_a_link_works_once(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        client.post(RESET, {"email": member.email})
        link = path_in(mailoutbox[0])
        self.reset(client, link)

        page = client.get(link).content.decode()

        assert "no longer works" in page

    def test_a_weak_password_is_refused(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        client.post(RESET, {"email": member.email})
        form = client.get(path_in(mailoutbox[0])).headers["Location"]

        response = client.post(form, {"password1": "password", "password2": "password"})

        assert "too common" in errors_in(response)

    def test_ends_every_session(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        thief = Client()
        sign_in(thief, member.email)
        client.post(RESET, {"email": member.email})

        self.reset(client, path_in(mailoutbox[0]))

        assert not is_signed_in(thief)

    def test_nobody_learns_whether_an_address_has_an_account(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        known = client.post(RESET, {"email": member.email})
        unknown = client.post(RESET, {"email": "nobody@example.com"})

        assert known.headers["Location"] == unknown.headers["Location"]
        assert "If there is an account" in client.get(known.headers["Location"]).content.decode()
        assert "no account with this address" in str(mailoutbox[1].body)

    def test_an_inbox_cannot_be_flooded(
        self,
        client: Client,
        member: User,
        settings: Settings,
        mailoutbox: list[EmailMultiAlternatives],
    ) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"reset_password": "2/m/key"}

        statuses = [
            client.post(RESET, {"email": member.email}).status_code for _attempt in range(3)
        ]

        assert statuses == [302, 302, 429]
        assert len(mailoutbox) == 2

    def test_a_made_up_link_is_refused(self, client: Client) -> None:
        page = client.get(reverse("account_reset_password_from_key", args=["abc", "made-up"]))

        assert "no longer works" in page.content.decode()

    def test_ends_with_the_way_on(self, client: Client) -> None:
        page = client.get(reverse("account_reset_password_from_key_done"))

        assert f'href="{reverse("account_login")}"' in page.content.decode()


class TestChange:
    def test_keeps_this_session_and_ends_all_others(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        other = Client()
        sign_in(other, member.email)
        sign_in(client, member.email)

        response = client.post(CHANGE, {"oldpassword": PASSWORD, **NEW})

        assert response.headers["Location"] == reverse("account_security")
        assert is_signed_in(client)
        assert not is_signed_in(other)
        assert member.security_events.filter(kind=Kind.PASSWORD_CHANGED).exists()
        assert mailoutbox[-1].subject == "Your password was changed"

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            ({"oldpassword": "wrong", **NEW}, "current password"),
            ({"oldpassword": PASSWORD, "password1": "abc", "password2": "abc"}, "too short"),
            ({"oldpassword": PASSWORD, **NEW, "password2": "another"}, "same password"),
        ],
    )
    def test_refuses_what_cannot_be(
        self, client: Client, member: User, answers: dict[str, str], error: str
    ) -> None:
        client.force_login(member)

        response = client.post(CHANGE, answers)

        assert error in errors_in(response)
        member.refresh_from_db()
        assert member.check_password(PASSWORD)

    def test_an_account_without_one_sets_its_first(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        user = MemberFactory.create()
        user.set_unusable_password()
        user.save()
        client.force_login(user)
        assert client.get(CHANGE).headers["Location"] == reverse("account_set_password")
        confirm_identity_by_code(client, mailoutbox)
        assert "Set a password" in client.get(reverse("account_set_password")).content.decode()

        client.post(reverse("account_set_password"), NEW)

        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)
        assert user.security_events.filter(kind=Kind.PASSWORD_SET).exists()


class TestConfirmingIdentity:
    def test_is_asked_before_what_is_sensitive(self, client: Client, member: User) -> None:
        sign_in(client, member.email)

        response = client.get(reverse("account_export"))

        assert response.headers["Location"].startswith(reverse("account_reauthenticate"))

    def test_goes_on_to_what_was_asked(self, client: Client, member: User) -> None:
        sign_in(client, member.email)
        question = client.get(reverse("account_export")).headers["Location"]
        assert "Confirm it is you" in client.get(question).content.decode()

        response = client.post(question, {"password": PASSWORD, "next": reverse("account_export")})

        assert response.headers["Location"] == reverse("account_export")

    def test_a_wrong_password_is_refused(self, client: Client, member: User) -> None:
        sign_in(client, member.email)

        response = confirm_identity(client, "wrong")

        assert "Incorrect password" in errors_in(response)
        assert client.get(reverse("account_export")).status_code == 302
        assert member.security_events.filter(kind=Kind.SIGN_IN_FAILED).exists()

    def test_a_code_in_an_email_does_as_well(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        sign_in(client, member.email)
        question = client.get(reverse("account_export")).headers["Location"]
        assert "Get a code by e-mail" in client.get(question).content.decode()
        asked = client.get(f"{ASK_BY_CODE}?next={reverse('account_export')}")
        assert "Confirm it is you" in asked.content.decode()
        assert "Use your password" in asked.content.decode()

        confirm = client.post(
            ASK_BY_CODE, {"recipient": member.email, "next": reverse("account_export")}
        ).headers["Location"]
        assert f"We sent a code to {member.email}" in client.get(confirm).content.decode()
        assert "was asked to confirm who they are" in str(mailoutbox[-1].body)
        response = client.post(confirm, {"code": code_in(mailoutbox[-1])})

        assert response.headers["Location"] == reverse("account_export")
        assert client.get(reverse("account_export")).status_code == 200

    def test_a_wrong_code_is_refused_and_another_one_can_be_had(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        sign_in(client, member.email)
        confirm = client.post(ASK_BY_CODE, {"recipient": member.email}).headers["Location"]
        first = code_in(mailoutbox[-1])

        refused = client.post(confirm, {"code": "WRNG-CODE"})
        client.post(confirm, {"action": "resend"})
        client.post(confirm, {"code": first})

        assert "not right" in errors_in(refused)
        assert code_in(mailoutbox[-1]) != first
        assert client.get(reverse("account_export")).status_code == 302
        assert member.security_events.filter(kind=Kind.CODE_REJECTED).count() == 2

    def test_a_code_goes_to_nobody_elses_address(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        stranger = MemberFactory.create()
        sign_in(client, member.email)
        client.post(ASK_BY_CODE, {"recipient": stranger.email})

        assert mailoutbox == []
