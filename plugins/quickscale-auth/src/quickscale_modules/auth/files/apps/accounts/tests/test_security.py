from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.factories import MemberFactory, SecurityEventFactory

if TYPE_CHECKING:
    from django.test import Client

    from apps.users.models import User

pytestmark = pytest.mark.django_db

SECURITY = reverse("account_security")
ACTIVITY = reverse("account_activity")


@pytest.fixture
def signed(client: Client, member: User) -> Client:
    """A client that ``member`` is signed in with."""
    client.force_login(member)
    return client


class TestSecurity:
    def test_takes_the_place_of_allauths_overview(self, signed: Client) -> None:
        assert signed.get("/accounts/2fa/").headers["Location"] == SECURITY


class TestActivity:
    def test_lists_nobody_elses(self, signed: Client) -> None:
        SecurityEventFactory.create(user=MemberFactory.create(), ip="203.0.113.200")

        assert "203.0.113.200" not in signed.get(ACTIVITY).content.decode()

    def test_comes_in_pages(self, signed: Client, member: User) -> None:
        SecurityEventFactory.create_batch(26, user=member)

        assert len(signed.get(ACTIVITY).context["events"]) == 25
        assert len(signed.get(ACTIVITY, {"page": 2}).context["events"]) == 1

    @pytest.mark.parametrize("url", [SECURITY, ACTIVITY])
    def test_is_for_the_signed_in(self, client: Client, url: str) -> None:
        assert client.get(url).headers["Location"].startswith(reverse("account_login"))


def test_the_dashboard_says_what_happened_to_the_account(signed: Client, member: User) -> None:
    SecurityEventFactory.create(user=member, kind=SecurityEvent.Kind.PASSWORD_CHANGED)

    assert "You changed your password" in signed.get(reverse("pages:dashboard")).content.decode()
