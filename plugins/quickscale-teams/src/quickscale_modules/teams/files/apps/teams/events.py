"""The log of each team: every change to it, by whom and to whom, while they have an account."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django_scopes import scopes_disabled

from apps.teams.models import Invitation, Team, TeamEvent
from apps.teams.scoping import in_team

if TYPE_CHECKING:
    from apps.users.models import User

logger = logging.getLogger("security")


def record_event(
    team: Team,
    kind: TeamEvent.Kind,
    *,
    by: User | None = None,
    subject: User | str = "",
    detail: str = "",
) -> TeamEvent:
    """Note what happened to a team, in the database and in the log.

    Args:
        team: To which one.
        kind: What.
        by: Who did it; nobody where the site did.
        subject: Whom it concerned; an address where they may have no account.
        detail: What changed; cut at 200 characters.

    Returns:
        The event.
    """
    with in_team(team):
        event = TeamEvent.objects.create(
            kind=kind,
            actor=by,
            actor_name=str(by) if by else "",
            subject=str(subject)[:254],
            subject_user=None if isinstance(subject, str) else subject,
            detail=detail[:200],
        )
    logger.info(
        "Team: %s",
        kind.name.replace("_", " ").lower(),
        extra={"team": str(team.pk), "user": str(by.pk) if by else None, "detail": event.detail},
    )
    return event


def name_guest(team: Team, email: str, user: User) -> None:
    """Note whose account an invited address belongs to, so that it goes with the account."""
    with in_team(team):
        invited = TeamEvent.objects.filter(subject__iexact=email, subject_user=None)
        invited.update(subject_user=user)


def forget_person(user: User) -> None:
    """Take somebody's name and address out of every team's log; what happened stays.

    Args:
        user: Whose account is about to be deleted.
    """
    gone = gettext("Deleted account")
    with scopes_disabled():  # whichever team they were in
        TeamEvent.objects.filter(actor=user).update(actor_name=gone)
        about = TeamEvent.objects.filter(Q(subject_user=user) | Q(subject__iexact=user.email))
        # An address may have changed since; the log still says which one was invited.
        invited = [*about.filter(subject__contains="@").values_list("subject", flat=True)]
        spent = Invitation.objects.filter(email__in=[user.email.lower(), *invited])
        spent.exclude(accepted_at=None, revoked_at=None).delete()
        about.update(subject=gone)
