"""What the link of an invitation leads to, with and without an account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Invitation as AccountInvitation
from apps.accounts.tests.browsing import NEW_PASSWORD, sign_in
from apps.teams import invitations, queries
from apps.teams.models import hash_token
from apps.teams.roles import MEMBER
from apps.teams.tests.browsing import Browser, link_in
from apps.teams.tests.factories import InvitationFactory, PersonFactory, make_team
from apps.users.models import User

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from apps.teams.models import Team

pytestmark = pytest.mark.django_db

GUEST = "guest@example.com"


@pytest.fixture
def team() -> Team:
    """A team that has invited the guest."""
    made, _owner, _others = make_team(name="Harbour")
    return made


@pytest.fixture
def link(team: Team, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> str:
    """The link that the guest got by e-mail."""
    owner = queries.members(team).get().user
    with django_capture_on_commit_callbacks(execute=True):
        invitations.invite(team, GUEST, MEMBER, by=owner)
    return link_in(mail.outbox[-1])  # type: ignore[arg-type]


def is_in(team: Team, email: str = GUEST) -> bool:
    return queries.members(team).filter(user__email=email).exists()


def test_looking_spends_nothing(client: Client, team: Team, link: str) -> None:
    """Mail scanners open every link there is."""
    for _scan in range(3):
        assert "Join Harbour" in client.get(link).content.decode()

    assert not is_in(team)
    assert queries.open_invitations(team).exists()


def test_somebody_with_an_account_joins(client: Client, team: Team, link: str) -> None:
    PersonFactory.create(email=GUEST)
    page = client.get(link).content.decode()
    found = re.search(r'href="(/accounts/login/[^"]+)"', page)
    assert found

    client.get(found[1])
    sign_in(client, GUEST)
    response = client.post(link, follow=True)

    assert "Welcome to Harbour" in response.content.decode()
    assert is_in(team)
    again = client.get(link, follow=True)
    assert "You are in Harbour already" in again.content.decode()
    client.logout()
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("rule", ["open", "invite"])
def test_somebody_without_one_signs_up_and_joins(
    client: Client, team: Team, link: str, settings: Settings, rule: str
) -> None:
    settings.ACCOUNTS_SIGNUP = rule

    response = client.post(f"{link}sign-up/")
    signup = response.headers["Location"]
    assert f'value="{GUEST}"' in client.get(signup).content.decode()
    data = {"email": GUEST, "password1": NEW_PASSWORD, "next": link}
    joined = client.post(signup, data, follow=True)

    # The link shows that the address is theirs, so there is no code to type.
    assert "Join team" in joined.content.decode()
    assert User.objects.filter(email=GUEST).exists()
    client.post(link)
    assert is_in(team)


def test_where_accounts_are_by_invitation_the_teams_counts_once(
    client: Client, link: str, settings: Settings
) -> None:
    settings.ACCOUNTS_SIGNUP = "invite"
    for _again in range(2):
        client.post(f"{link}sign-up/")

    data = {"email": "friend@example.com", "password1": NEW_PASSWORD}
    client.post(reverse("account_signup"), data)

    assert AccountInvitation.objects.count() == 1
    assert not User.objects.filter(email="friend@example.com").exists()
    AccountInvitation.objects.update(expires_at=timezone.now())
    client.post(f"{link}sign-up/")
    assert AccountInvitation.objects.filter(revoked_at=None).count() == 1


def test_where_sign_up_is_closed_there_is_none(
    client: Client, link: str, settings: Settings
) -> None:
    settings.ACCOUNTS_SIGNUP = "closed"

    assert "Create an account" not in client.get(link).content.decode()
    assert client.post(f"{link}sign-up/").headers["Location"] == link


def test_somebody_else_is_told_and_does_not_join(team: Team, link: str) -> None:
    _team, stranger, _others = make_team()
    browser = Browser(stranger)

    assert "signed in with another address" in browser.client.get(link).content.decode()
    page = browser.client.post(link, follow=True)

    assert f"This invitation is for {GUEST}" in page.content.decode()
    assert not is_in(team, stranger.user.email)


def test_the_link_stands_outside_of_teams_whoever_sends_it(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TEAMS_ADDRESSES = "path"
    _team, owner, _others = make_team()

    with django_capture_on_commit_callbacks(execute=True):
        Browser(owner).post("team_invite", {"email": GUEST, "role": "member"})

    assert link_in(mail.outbox[-1]).startswith("/teams/invitations/")  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["accepted_at", "revoked_at", "expires_at"])
def test_a_spent_link_says_so(client: Client, field: str) -> None:
    InvitationFactory.create(token_hash=hash_token("spent"), **{field: timezone.now()})

    response = client.get(reverse("team_invitation", kwargs={"token": "spent"}))

    assert response.status_code == 410
    assert "no longer works" in response.content.decode()
