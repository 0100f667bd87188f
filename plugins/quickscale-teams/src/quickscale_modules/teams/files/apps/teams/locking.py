"""One change to a team at a time.

Whoever changes who is in a team, or who owns it, holds the team's row while doing so. What was
asked before the lock is asked again behind it, so two requests at once cannot both pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.teams import queries
from apps.teams.models import Membership, Team
from apps.teams.refusals import refusal

if TYPE_CHECKING:
    from apps.users.models import User


class TeamRefusalError(Exception):
    """Something is in the way of what was asked; nothing was changed.

    Attributes:
        obstacles: What, in sentences for whoever asked.
    """

    def __init__(self, *obstacles: str) -> None:
        super().__init__(*obstacles)
        self.obstacles = list(obstacles)


def lock_team(team: Team, *, closed: bool = False) -> Team:
    """Hold a team until the transaction ends.

    Args:
        team: Which one.
        closed: Whether it is meant to be a deleted one.

    Returns:
        The team as it is now.

    Raises:
        TeamRefusalError: It was deleted, or brought back, meanwhile.
    """
    found = Team.objects.select_for_update().filter(pk=team.pk).first()
    if found is None or found.is_closed is not closed:
        raise TeamRefusalError(_("This team was deleted or restored in the meantime."))
    return found


def require(team: Team, user: User, permission: str) -> Membership:
    """Return the membership by which somebody may do something in a team that is held.

    Raises:
        PermissionDenied: They may not, or not any more.
    """
    membership = queries.find_membership(team, user)
    if membership is None or not membership.may(permission):
        raise refusal(membership, permission)
    return membership


def check_owner_stays(membership: Membership) -> None:
    """Refuse to lose a team's last owner; the team is held.

    Args:
        membership: Whose owner's role is about to end.

    Raises:
        TeamRefusalError: There is no other.
    """
    if membership.is_owner and not queries.other_owners(membership.team, membership.user):
        raise TeamRefusalError(
            _("A team needs an owner. Make somebody else one first, or delete the team.")
        )
