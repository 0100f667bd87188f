"""Pages of teams open for whoever may see them, and for nobody else, whoever draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from apps.accounts.tests.browsing import confirm_identity
from apps.teams import endings, queries
from apps.teams.roles import MEMBER, OWNER
from apps.teams.tests.addresses import ADDRESSES
from apps.teams.tests.browsing import Browser
from apps.teams.tests.factories import InvitationFactory, make_team

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

FOR_EVERYBODY = ("team_list", "team_create", "team_overview", "team_settings", "team_members")
FOR_SOME = (
    "team_invite",
    "team_invitations",
    "team_member_role",
    "team_transfer",
    "team_delete",
    "team_activity",
)


@pytest.fixture(params=ADDRESSES, autouse=True)
def _addresses(request: pytest.FixtureRequest, settings: Settings) -> None:
    settings.TEAMS_ADDRESSES = request.param


@pytest.mark.parametrize("name", [*FOR_EVERYBODY, *FOR_SOME])
def test_an_owner_opens_it(name: str) -> None:
    _team, owner, [member] = make_team(members=1)
    browser = Browser(owner)
    confirm_identity(browser.client)
    kwargs: dict[str, Any] = {"pk": member.pk} if name == "team_member_role" else {}

    assert browser.get(name, **kwargs).status_code == 200


@pytest.mark.parametrize("name", [*FOR_EVERYBODY, *FOR_SOME])
def test_a_member_opens_what_is_for_everybody(name: str) -> None:
    _team, owner, [member] = make_team(members=1)
    kwargs: dict[str, Any] = {"pk": owner.pk} if name == "team_member_role" else {}

    answer = Browser(member).get(name, **kwargs)

    assert answer.status_code == (200 if name in FOR_EVERYBODY else 403)
    if name in FOR_SOME:
        assert "This needs the role Owner" in answer.text


@pytest.mark.parametrize("name", ["team_transfer", "team_delete"])
def test_what_ends_or_gives_away_a_team_asks_again_who_it_is(name: str) -> None:
    _team, owner, _others = make_team()

    answer = Browser(owner).get(name)

    assert reverse("account_reauthenticate") in answer.headers["Location"]


def test_forms_work_without_the_app() -> None:
    team, owner, [member] = make_team(members=1, slug="harbour")
    invitation = InvitationFactory.create(team=team)
    browser = Browser(owner)

    browser.post("team_member_role", {"role": OWNER.name}, pk=member.pk)
    assert queries.find_membership(team, member.user).role == OWNER.name  # type: ignore[union-attr]
    browser.post("team_invitation_revoke", pk=invitation.pk)
    assert not queries.open_invitations(team).exists()
    browser.post("team_invite", {"email": "guest@example.com", "role": MEMBER.name})
    assert queries.open_invitations(team).get().email == "guest@example.com"
    browser.post("team_settings", {"name": "Port", "slug": "harbour"})
    team.refresh_from_db()
    assert team.name == "Port"


def test_one_leaves_and_a_deleted_team_is_brought_back() -> None:
    team, owner, [member] = make_team(members=1, slug="harbour")
    leaving = reverse("team_leave", kwargs={"slug": "harbour"})
    restoring = reverse("team_restore", kwargs={"slug": "harbour"})

    assert Browser(member).client.post(leaving).status_code == 302
    assert Browser(owner).client.post(leaving).status_code == 302
    assert queries.seats_in_use(team) == 1
    endings.close_team(team, by=owner.user)
    assert Browser(owner).client.post(restoring).status_code == 302
    team.refresh_from_db()
    assert not team.is_closed
