"""An invitation is worth what its sender may do, when it is sent and when it is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django_scopes import scopes_disabled

from apps.teams import endings, flows, invitations, queries
from apps.teams.flows import TeamRefusalError
from apps.teams.models import Invitation, Membership, hash_token
from apps.teams.roles import ADMIN, MEMBER, OWNER, Role
from apps.teams.tests.factories import InvitationFactory, PersonFactory, make_team

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

pytestmark = pytest.mark.django_db

RECRUITER = Role(name="recruiter", label="Recruiter", permissions=frozenset({"members.invite"}))


def remove(sender: Membership, owner: Membership) -> None:
    flows.remove_member(sender, by=owner.user)


def demote(sender: Membership, owner: Membership) -> None:
    flows.change_role(sender, MEMBER, by=owner.user)


def leave(sender: Membership, _owner: Membership) -> None:
    flows.leave_team(sender.team, sender.user)


def delete_account(sender: Membership, _owner: Membership) -> None:
    endings.leave_all_teams(sender.user)
    sender.user.delete()


def deactivate(sender: Membership, _owner: Membership) -> None:
    sender.user.is_active = False
    sender.user.save()


def take_out_by_hand(sender: Membership, _owner: Membership) -> None:
    Membership.objects.filter(pk=sender.pk).delete()


WAYS = {
    "removed": remove,
    "demoted": demote,
    "left": leave,
    "account deleted": delete_account,
    "account deactivated": deactivate,
    "taken out by hand": take_out_by_hand,
}


@pytest.mark.parametrize("way", WAYS)
def test_an_invitation_falls_with_the_right_to_send_it(way: str) -> None:
    team, owner, [admin] = make_team(admins=1)
    second_self = PersonFactory.create(email="second@example.com")
    sent = InvitationFactory.create(
        team=team,
        email=second_self.email,
        role=ADMIN.name,
        invited_by=admin.user,
        token_hash=hash_token("mine"),
    )
    kept = invitations.invite(team, "guest@example.com", MEMBER, by=owner.user)

    WAYS[way](admin, owner)

    assert queries.find_open_invitation("mine") is None
    with pytest.raises(TeamRefusalError):
        invitations.accept_invitation(sent, second_self)
    assert list(queries.members(team).exclude(pk=admin.pk)) == [owner]
    assert kept in queries.open_invitations(team)
    guest = PersonFactory.create(email="guest@example.com")
    assert invitations.accept_invitation(kept, guest)


@pytest.mark.parametrize("way", [remove, demote, leave])
def test_what_falls_is_withdrawn_and_in_the_log(
    way: Callable[[Membership, Membership], None],
) -> None:
    team, owner, [admin] = make_team(admins=1)
    invitations.invite(team, "guest@example.com", MEMBER, by=admin.user)

    way(admin, owner)

    assert not queries.open_invitations(team).exists()
    newest = queries.team_events(team).first()
    assert newest
    assert (newest.kind, newest.subject) == ("invitation_revoked", "guest@example.com")


def test_an_owner_who_hands_the_team_on_takes_back_the_owners_they_invited() -> None:
    team, owner, [member] = make_team(members=1)
    invitations.invite(team, "second@example.com", OWNER, by=owner.user)
    kept = invitations.invite(team, "guest@example.com", ADMIN, by=owner.user)

    flows.transfer_ownership(member, by=owner.user)

    assert list(queries.open_invitations(team)) == [kept]


def test_what_waits_for_somebody_falls_when_they_are_removed() -> None:
    team, owner, [member] = make_team(members=1)
    InvitationFactory.create(team=team, email=member.user.email.upper())

    flows.remove_member(member, by=owner.user)

    assert not queries.open_invitations(team).exists()


def test_a_role_that_grew_meanwhile_is_not_given(settings: Settings) -> None:
    """Somebody who may invite gives no more than they have on the day it is accepted."""
    settings.TEAMS_ROLES = [f"{__name__}.RECRUITER"]
    team, owner, [member] = make_team(members=1)
    flows.change_role(member, RECRUITER, by=owner.user)
    member.refresh_from_db()
    sent = invitations.invite(team, "guest@example.com", MEMBER, by=member.user)
    with scopes_disabled():
        Invitation.objects.filter(pk=sent.pk).update(role=ADMIN.name)

    with pytest.raises(TeamRefusalError, match="may not invite"):
        invitations.accept_invitation(sent, PersonFactory.create(email="guest@example.com"))
