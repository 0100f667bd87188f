"""An account has one address; a wish to change it neither loses that nor shuts others out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from apps.accounts.tests.browsing import (
    NEW_PASSWORD,
    code_in,
    confirm_identity,
    is_signed_in,
    sign_in,
)
from apps.accounts.tests.factories import MemberFactory
from apps.users.models import User
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

NEW = "new@example.com"
EMAIL = reverse("account_email")


@pytest.fixture(params=["mandatory", "optional", "none"])
def by_link(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Verify addresses by a link, in each of the ways that have one."""
    settings.ACCOUNTS_SIGNUP = "open"
    settings.ACCOUNT_EMAIL_VERIFICATION = request.param
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False


def ask_for_a_code(email: str, outbox: list[EmailMultiAlternatives]) -> Client:
    """Sign in by a code, where the address gets one."""
    client = Client()
    asked = client.post(reverse("account_request_login_code"), {"email": email})
    if "no account" not in f"{outbox[-1].subject} {outbox[-1].body}".lower():
        client.post(asked.headers["Location"], {"code": code_in(outbox[-1])})
    return client


class TestBeforeItIsVerified:
    @pytest.fixture
    def newcomer(self, by_link: None, client: Client) -> User:
        """Somebody who has signed up, is signed in and wants another address."""
        client.post(
            reverse("account_signup"), {"email": "old@example.com", "password1": NEW_PASSWORD}
        )
        user = User.objects.get(email="old@example.com")
        client.force_login(user)
        confirm_identity(client, NEW_PASSWORD)
        client.post(EMAIL, {"action_add": "1", "email": NEW})
        return user

    def test_the_wish_can_be_dropped_or_replaced(self, newcomer: User, client: Client) -> None:
        client.post(EMAIL, {"action_add": "1", "email": "newer@example.com"})
        client.post(EMAIL, {"action_remove": "1", "email": "newer@example.com"})

        newcomer.refresh_from_db()
        assert newcomer.email == "old@example.com"
        assert [one.email for one in EmailAddress.objects.all()] == ["old@example.com"]


class TestMovedByAnAdministrator:
    @pytest.fixture
    def moved(self, member: User) -> User:
        """An account that an administrator gave another address."""
        EmailAddress.objects.create(user=member, email="pending@example.com")
        administrator = Client()
        administrator.force_login(UserFactory.create(is_staff=True, is_superuser=True))
        page = reverse("admin:users_user_change", args=[member.pk])
        administrator.post(page, {"email": NEW, "name": member.name, "is_active": "on"})
        member.refresh_from_db()
        assert member.email == NEW
        return member

    def test_the_old_address_lets_nobody_in(
        self, moved: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        assert not is_signed_in(ask_for_a_code("ada@example.com", mailoutbox))
        Client().post(reverse("account_reset_password"), {"email": "ada@example.com"})
        assert "no account" in str(mailoutbox[-1].body).lower()

    @pytest.mark.parametrize("verification", ["mandatory", "optional", "none"])
    def test_the_new_one_does_and_is_verified_first(
        self,
        moved: User,
        settings: Settings,
        verification: str,
        mailoutbox: list[EmailMultiAlternatives],
    ) -> None:
        settings.ACCOUNT_EMAIL_VERIFICATION = verification
        kept = EmailAddress.objects.filter(user=moved).values_list("email", "verified")
        assert list(kept) == [(NEW, False)]

        assert is_signed_in(ask_for_a_code(NEW, mailoutbox))

        assert list(kept.all()) == [(NEW, True)]
        assert sign_in(Client(), NEW).status_code == 200


@pytest.mark.parametrize("verification", ["mandatory", "optional", "none"])
def test_a_code_verifies_the_address_of_an_account_that_an_administrator_made(
    settings: Settings, verification: str, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    user = UserFactory.create(email=NEW)

    assert is_signed_in(ask_for_a_code(NEW, mailoutbox))

    kept = EmailAddress.objects.filter(user=user).values_list("email", "verified")
    assert list(kept) == [(NEW, True)]


def test_a_strangers_wish_for_an_address_shuts_its_account_out_of_nothing(
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    owner = UserFactory.create(email=NEW)
    # Enough of them that the account is not the first one found by chance.
    for _number in range(8):
        EmailAddress.objects.create(user=MemberFactory.create(), email=NEW)

    client = ask_for_a_code(NEW, mailoutbox)

    assert is_signed_in(client)
    assert client.get(reverse("account_profile")).context["user"] == owner
