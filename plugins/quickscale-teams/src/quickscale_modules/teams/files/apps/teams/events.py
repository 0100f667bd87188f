"""The log of each team: every change to it, by whom, in words that outlive accounts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from apps.teams.models import Team, TeamEvent
from apps.teams.scoping import in_team

if TYPE_CHECKING:
    from apps.users.models import User

__all__ = ["record_event"]

logger = logging.getLogger("security")


def record_event(
    team: Team,
    kind: TeamEvent.Kind,
    *,
    by: User | None = None,
    subject: str = "",
    detail: str = "",
) -> TeamEvent:
    """Note what happened to a team, in the database and in the log.

    Args:
        team: To which one.
        kind: What.
        by: Who did it; nobody where the site did.
        subject: Whom it concerned.
        detail: What changed; cut at 200 characters.

    Returns:
        The event.
    """
    with in_team(team):
        event = TeamEvent.objects.create(
            kind=kind,
            actor=by,
            actor_name=str(by) if by else "",
            subject=subject[:254],
            detail=detail[:200],
        )
    logger.info(
        "Team: %s",
        kind.name.replace("_", " ").lower(),
        extra={"team": str(team.pk), "user": str(by.pk) if by else None, "detail": event.detail},
    )
    return event
