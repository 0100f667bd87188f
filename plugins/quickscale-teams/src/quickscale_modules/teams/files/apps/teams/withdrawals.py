"""Invitations that are withdrawn: by hand, or with the right of whoever sent them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from apps.teams import queries
from apps.teams.events import record_event
from apps.teams.models import TeamEvent

if TYPE_CHECKING:
    from apps.teams.models import Invitation, Team
    from apps.users.models import User


def withdraw_unsupported(team: Team, user: User, *, by: User) -> None:
    """Withdraw what somebody has sent and may not send any more, and what waits for them.

    Args:
        team: Where; it is held.
        user: Whose rights have changed.
        by: Who changed them.
    """
    is_out = queries.find_membership(team, user) is None
    for invitation in queries.open_invitations(team):
        is_to_them = is_out and invitation.email.lower() == user.email.lower()
        is_theirs = invitation.invited_by_id == user.pk
        if is_to_them or (is_theirs and not queries.is_supported(invitation)):
            withdraw(invitation, by=by)


def withdraw(invitation: Invitation, *, by: User) -> bool:
    """Withdraw an invitation of a team that is held; tell whether it was still open."""
    found = queries.open_invitations(invitation.team).filter(pk=invitation.pk)
    withdrawn = bool(found.update(revoked_at=timezone.now()))
    if withdrawn:
        record_event(
            invitation.team, TeamEvent.Kind.INVITATION_REVOKED, by=by, subject=invitation.email
        )
    return withdrawn
