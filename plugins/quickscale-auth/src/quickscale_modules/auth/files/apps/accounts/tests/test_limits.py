"""A stranger is stopped by network, and an address's owner keeps a way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts import limits
from apps.accounts.tests.browsing import code_in, errors_in, is_signed_in, sign_in
from apps.users.tests.factories import PASSWORD

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

CODE = reverse("account_request_login_code")
RESET = reverse("account_reset_password")


@pytest.fixture(autouse=True)
def _limits(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {
        "login_failed": "100/m/ip,5/5m/key",
        "request_login_code": "100/m/ip",
        "reset_password": "100/m/ip",
    }


def at(network: int, host: int = 1) -> Client:
    """Return a browser of a network, which has an IPv6 connection of its own."""
    return Client(REMOTE_ADDR=f"2001:db8:0:{network:x}::{host:x}")


def test_wrong_passwords_stop_the_network_they_come_from(member: User) -> None:
    for host in range(1, 8):
        answer = sign_in(at(66, host), member.email, "wrong")

    assert "Too many attempts" in errors_in(answer)
    assert "Too many attempts" in errors_in(sign_in(at(66, 99), member.email))
    assert sign_in(at(1), member.email).status_code == 302


def test_people_of_ipv4_are_told_apart_on_a_server_of_both(member: User) -> None:
    stranger, owner = (Client(REMOTE_ADDR=f"::ffff:192.0.2.{host}") for host in (66, 1))
    for _attempt in range(6):
        sign_in(stranger, member.email, "wrong")

    assert sign_in(owner, member.email).status_code == 302


def test_many_networks_stop_the_password_and_leave_the_code(
    member: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    for attempt in range(limits.PASSWORDS_AN_HOUR):
        sign_in(at(100 + attempt), member.email, "wrong")

    owner = at(1)
    assert "Sign in by a code" in errors_in(sign_in(owner, member.email))
    asked = owner.post(CODE, {"email": member.email})
    owner.post(asked.headers["Location"], {"code": code_in(mailoutbox[-1])})
    assert is_signed_in(owner)


def test_the_right_password_forgets_the_wrong_ones(member: User) -> None:
    for attempt in range(limits.PASSWORDS_AN_HOUR - 1):
        sign_in(at(100 + attempt), member.email, "wrong")

    assert sign_in(at(1), member.email, PASSWORD).status_code == 302
    assert sign_in(at(2), member.email, PASSWORD).status_code == 302


@pytest.mark.parametrize("page", [CODE, RESET])
@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
def test_mails_stop_for_the_network_that_asks(
    page: str, email: str, member: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    for host in range(1, limits.MAILS_AT_ONCE + 3):
        answer = at(66, host).post(page, {"email": email.upper()})

    assert "Too many requests" in errors_in(answer)
    assert len(mailoutbox) == limits.MAILS_AT_ONCE
    assert at(1).post(page, {"email": email}).status_code == 302


@pytest.mark.parametrize(("page", "other"), [(CODE, RESET), (RESET, CODE)])
def test_an_address_gets_so_many_a_day_of_each_kind(
    page: str, other: str, member: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    for number in range(limits.MAILS_A_DAY + 5):
        at(100 + number).post(page, {"email": member.email})

    assert len(mailoutbox) == limits.MAILS_A_DAY
    at(1).post(other, {"email": member.email})
    assert len(mailoutbox) == limits.MAILS_A_DAY + 1


def test_a_name_holds_no_web_address(client: Client, member: User) -> None:
    client.force_login(member)

    answer = client.post(reverse("account_profile"), {"name": "Win at evil.example now"})

    assert "Leave web addresses out" in errors_in(answer)
