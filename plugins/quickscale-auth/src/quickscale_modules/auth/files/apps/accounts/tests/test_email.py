from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    by_code,
    by_link,
    code_in,
    path_in,
    sign_in,
)
from apps.accounts.tests.factories import MemberFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client

    from apps.users.models import User

pytestmark = pytest.mark.django_db

EMAIL = reverse("account_email")
CHANGE = {"action_add": "1", "email": "new@example.com"}


def test_the_page_stands_in_the_settings_area(confirmed: Client) -> None:
    assert EMAIL == "/settings/email/"
    assert "ada@example.com" in confirmed.get(EMAIL).content.decode()
    assert confirmed.get("/accounts/email/").headers["Location"] == EMAIL


def test_a_change_asks_who_is_there(client: Client, member: User) -> None:
    sign_in(client, member.email)

    response = client.post(EMAIL, CHANGE)

    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmailAddress.objects.filter(email="new@example.com").exists()


@by_code
class TestByCode:
    def test_the_new_address_takes_over_once_verified(
        self, confirmed: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        verify = confirmed.post(EMAIL, CHANGE).headers["Location"]
        member.refresh_from_db()
        assert member.email == "ada@example.com"
        assert "Back to your settings" in confirmed.get(verify).content.decode()

        confirmed.post(verify, {"code": code_in(mailoutbox[0])})

        member.refresh_from_db()
        assert member.email == "new@example.com"
        assert [address.email for address in EmailAddress.objects.all()] == ["new@example.com"]
        assert member.security_events.filter(kind=SecurityEvent.Kind.EMAIL_CHANGED).exists()

    def test_the_present_address_is_told(
        self, confirmed: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        verify = confirmed.post(EMAIL, CHANGE).headers["Location"]
        confirmed.post(verify, {"code": code_in(mailoutbox[0])})

        told = next(one for one in mailoutbox if one.to == ["ada@example.com"])
        assert "new@example.com" in str(told.body)

    def test_nobody_learns_whether_an_address_has_an_account(
        self, confirmed: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        MemberFactory.create(email="new@example.com")

        verify = confirmed.post(EMAIL, CHANGE).headers["Location"]
        page = confirmed.get(verify).content.decode()
        confirmed.post(verify, {"code": code_in(mailoutbox[0])})

        assert "We sent a code to new@example.com" in page
        member.refresh_from_db()
        assert member.email == "ada@example.com"


@by_link
class TestByLink:
    def test_the_new_address_takes_over_once_verified(
        self, confirmed: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        confirmed.post(EMAIL, CHANGE)
        assert "Not verified" in confirmed.get(EMAIL).content.decode()

        confirmed.post(path_in(mailoutbox[0]))

        member.refresh_from_db()
        assert member.email == "new@example.com"
        assert "Not verified" not in confirmed.get(EMAIL).content.decode()

    def test_the_change_can_be_dropped(self, confirmed: Client, member: User) -> None:
        confirmed.post(EMAIL, CHANGE)

        confirmed.post(EMAIL, {"action_remove": "1", "email": "new@example.com"})

        assert [address.email for address in EmailAddress.objects.all()] == ["ada@example.com"]
