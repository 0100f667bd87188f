"""What other programs hear of teams, within the transaction of what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.ops.events import publish

if TYPE_CHECKING:
    from apps.teams.models import Invitation, Membership, Team
    from apps.users.models import User


def updated(team: Team) -> None:
    """Tell of a team's name and address."""
    _tell(team, "team.updated", name=team.name, slug=team.slug)


def member_added(membership: Membership) -> None:
    """Tell of a new member."""
    user = membership.user
    _tell(
        membership.team,
        "team.member_added",
        user_id=user.pk,
        email=user.email,
        role=membership.role,
    )


def member_removed(team: Team, user: User, *, left: bool) -> None:
    """Tell that somebody is no member any more.

    Args:
        team: Where.
        user: Who.
        left: Whether they left themselves.
    """
    _tell(team, "team.member_removed", user_id=user.pk, email=user.email, left=left)


def role_changed(membership: Membership, previous: str) -> None:
    """Tell of a member's new role.

    Args:
        membership: Whose, as it is now.
        previous: The name of the role before.
    """
    user = membership.user
    _tell(
        membership.team,
        "team.member_role_changed",
        user_id=user.pk,
        email=user.email,
        role=membership.role,
        previous_role=previous,
    )


def invitation_sent(invitation: Invitation) -> None:
    """Tell who was invited; never by which link."""
    _tell(
        invitation.team,
        "team.invitation_sent",
        invitation_id=invitation.pk,
        email=invitation.email,
        role=invitation.role,
    )


def invitation_accepted(team: Team, invitation: Invitation, user: User) -> None:
    """Tell who accepted an invitation."""
    _tell(
        team,
        "team.invitation_accepted",
        invitation_id=invitation.pk,
        user_id=user.pk,
        email=user.email,
        role=invitation.role,
    )


def _tell(team: Team, event: str, /, **data: object) -> None:
    publish(event, {"team_id": team.pk, **data}, about=f"team:{team.pk}")
