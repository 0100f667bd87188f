from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from apps.accounts.models import SecurityEvent
from apps.ops.seeding import seed

pytestmark = pytest.mark.django_db


def test_demo_people_can_sign_in_and_have_a_past() -> None:
    demo = seed("a-demo-password")

    addresses = EmailAddress.objects.filter(verified=True, primary=True)
    assert addresses.count() == len(demo.people)
    assert demo.user.security_events.filter(kind=SecurityEvent.Kind.SIGNED_IN).exists()


def test_the_demo_login_is_signed_in_on_other_devices() -> None:
    demo = seed("a-demo-password")

    assert len(UserSession.objects.purge_and_list(demo.user)) == 2


def test_seeding_twice_changes_nothing() -> None:
    seed("a-demo-password")
    before = SecurityEvent.objects.count()

    seed("a-demo-password")

    assert SecurityEvent.objects.count() == before
    assert UserSession.objects.count() == 2
