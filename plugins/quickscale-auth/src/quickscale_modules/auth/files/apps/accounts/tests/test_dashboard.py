"""What the dashboard shows of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.accounts import dashboard
from apps.accounts.models import SecurityEvent
from apps.accounts.tests.factories import MemberFactory, SecurityEventFactory, add_totp

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import RequestFactory
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

Kind = SecurityEvent.Kind
ROUTINE = {Kind.SIGNED_UP, Kind.SIGNED_IN, Kind.SIGNED_OUT, Kind.SESSION_ENDED}


@pytest.fixture
def member() -> User:
    """Somebody who just signed up."""
    member: User = MemberFactory.create()
    return member


@pytest.fixture
def request_of_member(rf: RequestFactory, member: User) -> HttpRequest:
    """A request of theirs."""
    request = rf.get("/dashboard/")
    request.user = member
    return request


def test_two_step_verification_is_a_step_until_it_is_on(
    request_of_member: HttpRequest, member: User
) -> None:
    assert dashboard.has_second_factor(request_of_member) is False

    add_totp(member)

    assert dashboard.has_second_factor(request_of_member) is True


def test_nobody_is_asked_for_what_is_not_offered(
    request_of_member: HttpRequest, settings: Settings
) -> None:
    settings.MFA_SUPPORTED_TYPES = []

    assert dashboard.has_second_factor(request_of_member) is None


def test_every_kind_of_event_is_told_but_coming_and_going() -> None:
    assert set(dashboard.SENTENCES) | ROUTINE == set(Kind)


def test_what_others_tried_has_no_name_on_it(request_of_member: HttpRequest, member: User) -> None:
    SecurityEventFactory.create(user=member, kind=Kind.PASSWORD_CHANGED)
    SecurityEventFactory.create(user=member, kind=Kind.SIGN_IN_FAILED)
    SecurityEventFactory.create(user=member, kind=Kind.SIGNED_IN)
    SecurityEventFactory.create(kind=Kind.DATA_EXPORTED)

    told = {one.text: one.who for one in dashboard.activity(request_of_member)}

    assert told == {
        "You changed your password": str(member),
        "Somebody entered a wrong password for your account": "",
    }
