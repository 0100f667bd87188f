from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from apps.accounts.conf import conf
from apps.accounts.tests.browsing import NEW_PASSWORD, errors_in, is_signed_in
from apps.accounts.tests.factories import InvitationFactory
from apps.users.models import User

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Response
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

SIGNUP = reverse("account_signup")
LINK = reverse("account_invitation", kwargs={"token": "a-known-token"})


@pytest.fixture(autouse=True)
def _by_invitation(settings: Settings) -> None:
    settings.ACCOUNTS_SIGNUP = "invite"


def sign_up(client: Client, email: str) -> Response:
    return client.post(SIGNUP, {"email": email, "password1": NEW_PASSWORD})


def test_a_link_opens_the_sign_up_for_its_address(client: Client) -> None:
    InvitationFactory.create(email="guest@example.com")

    assert client.get(LINK).headers["Location"] == SIGNUP

    assert 'value="guest@example.com"' in client.get(SIGNUP).content.decode()


def test_an_invited_address_needs_no_further_verification(client: Client) -> None:
    invitation = InvitationFactory.create(email="guest@example.com")
    client.get(LINK)

    sign_up(client, "Guest@example.com")

    assert is_signed_in(client)
    assert EmailAddress.objects.get().verified
    invitation.refresh_from_db()
    assert (invitation.status, invitation.accepted_by) == ("accepted", User.objects.get())


def test_an_invitation_is_for_one_address(client: Client) -> None:
    InvitationFactory.create(email="guest@example.com")
    client.get(LINK)

    response = sign_up(client, "friend@example.com")

    assert errors_in(response) == "This invitation is for guest@example.com."
    assert not User.objects.exists()


@pytest.mark.skipif(not conf.passkey_signup, reason="passkeys do not sign up here")
def test_an_invitation_is_for_one_address_by_passkey_too(client: Client) -> None:
    InvitationFactory.create(email="guest@example.com")
    client.get(LINK)

    response = client.post("/accounts/signup/passkey/", {"email": "friend@example.com"})

    assert errors_in(response) == "This invitation is for guest@example.com."
    assert not User.objects.exists()


def test_an_invitation_works_once(client: Client) -> None:
    InvitationFactory.create(email="guest@example.com")
    client.get(LINK)
    sign_up(client, "guest@example.com")
    client.post(reverse("account_logout"))

    page = client.get(LINK)

    assert page.status_code == 410
    assert "no longer works" in page.content.decode()
    assert "Sign-up is closed" in client.get(SIGNUP).content.decode()


def test_an_invitation_withdrawn_on_the_way_makes_no_account(client: Client) -> None:
    invitation = InvitationFactory.create(email="guest@example.com")
    client.get(LINK)
    invitation.revoked_at = timezone.now()
    invitation.save()

    sign_up(client, "guest@example.com")

    assert not User.objects.exists()


@pytest.mark.parametrize("field", ["accepted_at", "revoked_at", "expires_at"])
def test_a_spent_link_is_refused(client: Client, field: str) -> None:
    InvitationFactory.create(**{field: timezone.now()})

    assert client.get(LINK).status_code == 410


@pytest.mark.parametrize("rule", ["open", "closed"])
def test_links_do_nothing_where_nobody_is_invited(
    client: Client, settings: Settings, rule: str
) -> None:
    settings.ACCOUNTS_SIGNUP = rule
    InvitationFactory.create()

    assert client.get(LINK).status_code == 410


def test_looking_at_a_link_does_not_spend_it(client: Client) -> None:
    """Mail scanners open every link there is."""
    invitation = InvitationFactory.create()

    for _scan in range(3):
        client.get(LINK)

    invitation.refresh_from_db()
    assert invitation.status == "open"


def test_a_link_leaves_who_is_signed_in_alone(client: Client, member: User) -> None:
    InvitationFactory.create()
    client.force_login(member)

    assert client.get(LINK).headers["Location"] == reverse("pages:dashboard")
