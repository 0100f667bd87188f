"""Other programs hear of what happens to a team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apps.teams import flows, invitations
from apps.teams.models import Team
from apps.teams.roles import ADMIN, MEMBER, OWNER
from apps.teams.tests.factories import MembershipFactory, PersonFactory, TeamFactory

if TYPE_CHECKING:
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

heard: list[Any] = []


def hear(told: Any) -> None:
    """Listen to an event."""
    heard.append(told)


@pytest.fixture
def owner(settings: Settings) -> User:
    """The owner of a team that somebody listens to."""
    settings.EVENT_LISTENERS = [f"{__name__}.hear"]
    user: User = PersonFactory.create(email="owner@example.com")
    MembershipFactory.create(team=TeamFactory.create(), user=user, role=OWNER.name)
    heard.clear()
    return user


def names() -> list[str]:
    """Return what was heard, in order; each is about the team and holds its key."""
    team = Team.objects.get()
    assert {told.about for told in heard} <= {f"team:{team.pk}"}
    assert {told.data["team_id"] for told in heard} <= {str(team.pk)}
    return [told.event.name for told in heard]


def test_who_is_invited_and_joins(owner: User) -> None:
    guest = PersonFactory.create()
    invitation = invitations.invite(Team.objects.get(), guest.email, MEMBER, by=owner)
    invitations.accept_invitation(invitation, guest)

    assert names() == ["team.invitation_sent", "team.invitation_accepted", "team.member_added"]
    assert heard[0].data["email"] == guest.email
    assert heard[1].data["invitation_id"] == str(invitation.pk)
    assert heard[2].data["user_id"] == str(guest.pk)


def test_who_leaves_and_who_is_removed(owner: User) -> None:
    team = Team.objects.get()
    one, two = (MembershipFactory.create(team=team) for _ in range(2))
    flows.leave_team(team, one.user)
    flows.remove_member(two, by=owner)

    assert names() == ["team.member_removed", "team.member_removed"]
    assert [told.data["left"] for told in heard] == [True, False]


def test_which_role_somebody_has_now(owner: User) -> None:
    member = MembershipFactory.create(team=Team.objects.get(), role=MEMBER.name)
    flows.change_role(member, ADMIN, by=owner)
    flows.transfer_ownership(member, by=owner)

    assert names() == ["team.member_role_changed"] * 3
    changes = [(told.data["previous_role"], told.data["role"]) for told in heard]
    assert changes == [("member", "admin"), ("admin", "owner"), ("owner", "admin")]


def test_what_a_team_is_called(owner: User) -> None:
    team = Team.objects.get()
    flows.update_team(team, name="Southwind", slug="southwind", by=owner)
    flows.update_team(team, name="Southwind", slug="southwind", by=owner)

    assert names() == ["team.updated"]
    assert (heard[0].data["name"], heard[0].data["slug"]) == ("Southwind", "southwind")
