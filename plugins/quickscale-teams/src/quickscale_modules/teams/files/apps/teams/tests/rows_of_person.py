"""A row of each kind that teams keep of a person, for tests of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from apps.teams.models import CrossTeamAccess, Membership, Team
from apps.teams.roles import OWNER
from apps.teams.tests.factories import (
    InvitationFactory,
    MembershipFactory,
    TeamEventFactory,
    TeamFactory,
)

if TYPE_CHECKING:
    from apps.users.models import User


def make(user: User) -> list[Any]:
    """Return a team that the person owns, what belongs to it, and memberships both ways."""
    team = TeamFactory.create()
    MembershipFactory.create(team=team, user=user, role=OWNER.name)
    access = CrossTeamAccess.objects.create(staff=user, staff_name=str(user), reason="A ticket")

    def fill(_first: int, _last: int) -> None:
        """Let everybody there is be in the team, and the person in every team."""
        others = get_user_model()._default_manager.exclude(memberships__team=team)
        elsewhere = Team.objects.exclude(memberships__user=user)
        Membership.objects.bulk_create(
            [Membership(team=team, user=other) for other in others]
            + [Membership(team=other, user=user) for other in elsewhere]
        )

    return [
        InvitationFactory.create(team=team, invited_by=user),
        TeamEventFactory.create(team=team, actor=user),
        access,
        team,
        fill,
    ]
