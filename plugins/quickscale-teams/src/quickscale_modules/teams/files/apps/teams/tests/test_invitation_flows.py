from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.teams import flows, invitations, queries
from apps.teams.flows import TeamRefusalError
from apps.teams.models import Invitation, Team, hash_token
from apps.teams.roles import ADMIN, MEMBER, OWNER
from apps.teams.tests.factories import (
    InvitationFactory,
    MembershipFactory,
    PersonFactory,
    TeamFactory,
    make_team,
)

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


def full(_team: Team) -> list[str]:
    """Stand in for another app's limit."""
    return ["Your plan has three seats."]


def kinds(team: Team) -> list[str]:
    return [event.kind for event in queries.team_events(team).order_by("pk")]


def test_an_invitation_lets_its_address_in_once() -> None:
    team, owner, _others = make_team()
    guest = PersonFactory.create(email="guest@example.com")
    invitation = invitations.invite(team, "Guest@Example.com", ADMIN, by=owner.user)

    membership = invitations.accept_invitation(invitation, guest)

    assert membership.role == ADMIN.name
    assert kinds(team) == ["invited", "joined"]
    flows.leave_team(team, guest)
    with pytest.raises(TeamRefusalError, match="in the meantime"):
        invitations.accept_invitation(invitation, guest)


def test_it_is_for_one_address() -> None:
    invitation = InvitationFactory.create(email="guest@example.com")

    with pytest.raises(TeamRefusalError, match=r"for guest@example\.com"):
        invitations.accept_invitation(invitation, PersonFactory.create())

    assert queries.members(invitation.team).get().user == invitation.invited_by


@pytest.mark.parametrize("field", ["accepted_at", "revoked_at", "expires_at"])
def test_one_that_is_over_lets_nobody_in(field: str) -> None:
    invitation = InvitationFactory.create(token_hash="x", **{field: timezone.now()})
    guest = PersonFactory.create(email=invitation.email)

    with pytest.raises(TeamRefusalError, match="in the meantime"):
        invitations.accept_invitation(invitation, guest)


def test_links_lead_to_open_invitations_alone() -> None:
    invitation = InvitationFactory.create(token_hash=hash_token("secret"))

    assert queries.find_open_invitation("secret") == invitation
    assert queries.find_open_invitation("other") is None
    Team.objects.update(closed_at=timezone.now(), purge_at=timezone.now())
    assert queries.find_open_invitation("secret") is None


def test_inviting_again_replaces_the_link() -> None:
    team, owner, _others = make_team()
    first = invitations.invite(team, "guest@example.com", MEMBER, by=owner.user)

    second = invitations.resend_invitation(first, by=owner.user)
    third = invitations.invite(team, "GUEST@example.com", MEMBER, by=owner.user)

    assert list(queries.open_invitations(team)) == [third]
    assert len({first.token_hash, second.token_hash, third.token_hash}) == 3
    with pytest.raises(TeamRefusalError, match="in the meantime"):
        invitations.resend_invitation(first, by=owner.user)
    assert kinds(team) == ["invited", "invited_again", "invited"]


def test_withdrawing_works_once() -> None:
    team, owner, _others = make_team()
    invitation = invitations.invite(team, "guest@example.com", MEMBER, by=owner.user)

    assert invitations.revoke_invitation(invitation, by=owner.user)
    assert not invitations.revoke_invitation(invitation, by=owner.user)
    assert kinds(team) == ["invited", "invitation_revoked"]


def test_members_are_not_invited_and_invite_nobody() -> None:
    team, owner, [admin, member] = make_team(admins=1, members=1)

    with pytest.raises(TeamRefusalError, match="member already"):
        invitations.invite(team, member.user.email.upper(), MEMBER, by=owner.user)
    with pytest.raises(PermissionDenied):
        invitations.invite(team, "guest@example.com", MEMBER, by=member.user)
    with pytest.raises(PermissionDenied):
        invitations.invite(team, "guest@example.com", OWNER, by=admin.user)
    assert invitations.invite(team, "guest@example.com", ADMIN, by=admin.user)


def test_other_teams_cannot_touch_an_invitation() -> None:
    invitation = InvitationFactory.create()
    _team, stranger, _others = make_team()

    with pytest.raises(PermissionDenied):
        invitations.revoke_invitation(invitation, by=stranger.user)
    with pytest.raises(PermissionDenied):
        invitations.resend_invitation(invitation, by=stranger.user)


def test_a_personal_team_invites_nobody() -> None:
    user = PersonFactory.create()

    with pytest.raises(TeamRefusalError, match="your personal team"):
        invitations.invite(flows.ensure_personal_team(user), "guest@example.com", MEMBER, by=user)


def test_a_team_sends_so_many_an_hour(settings: Settings) -> None:
    settings.TEAMS_INVITATIONS_PER_HOUR = 1
    team, owner, _others = make_team()
    invitations.invite(team, "one@example.com", MEMBER, by=owner.user)

    with pytest.raises(TeamRefusalError, match="in an hour"):
        invitations.invite(team, "two@example.com", MEMBER, by=owner.user)


def test_seats_are_asked_for_twice(settings: Settings) -> None:
    team, owner, _others = make_team()
    invitation = invitations.invite(team, "guest@example.com", MEMBER, by=owner.user)
    guest = PersonFactory.create(email="guest@example.com")
    settings.TEAMS_SEAT_CHECKS = [f"{__name__}.full"]

    with pytest.raises(TeamRefusalError, match="three seats"):
        invitations.invite(team, "other@example.com", MEMBER, by=owner.user)
    with pytest.raises(TeamRefusalError, match="three seats"):
        invitations.accept_invitation(invitation, guest)

    with scopes_disabled():
        assert Invitation.objects.get(pk=invitation.pk).accepted_at is None


def test_whoever_is_in_already_accepts_without_harm() -> None:
    invitation = InvitationFactory.create(team=TeamFactory.create(), email="ada@example.com")
    ada = PersonFactory.create(email="ada@example.com")
    held = MembershipFactory.create(team=invitation.team, user=ada, role=OWNER.name)

    assert invitations.accept_invitation(invitation, ada) == held
    held.refresh_from_db()
    assert held.role == OWNER.name
