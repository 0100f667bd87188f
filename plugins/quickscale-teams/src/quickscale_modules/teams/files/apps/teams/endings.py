"""The end of a team: deleted, brought back while its grace lasts, gone for good."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from apps.ops.limits import allow
from apps.teams import emails, queries
from apps.teams.conf import conf
from apps.teams.events import record_event
from apps.teams.flows import leave_team
from apps.teams.locking import TeamRefusalError, lock_team, require
from apps.teams.models import Membership, Team, TeamEvent
from apps.teams.roles import DELETE_TEAM

if TYPE_CHECKING:
    from apps.users.models import User

logger = logging.getLogger(__name__)

MAILS_A_DAY = 2
"""How often a day the people of a team are told that it is deleted."""


@transaction.atomic
def close_team(team: Team, *, by: User) -> Team:
    """Delete a team: nobody gets in any more, and after ``TEAMS_GRACE_DAYS`` it is gone.

    Args:
        team: Which one.
        by: Who does it.

    Returns:
        The team as it is now.

    Raises:
        PermissionDenied: They may not.
        TeamRefusalError: It is a personal team, or ``TEAMS_DELETION_CHECKS`` has something
            against it.
    """
    held = lock_team(team)
    require(held, by, DELETE_TEAM)
    if held.is_personal:
        raise TeamRefusalError(_("This is your personal team. It is deleted with your account."))
    if obstacles := queries.deletion_obstacles(held):
        raise TeamRefusalError(*obstacles)
    held.closed_at = timezone.now()
    held.purge_at = held.closed_at + timedelta(days=conf.grace_days)
    held.save(update_fields=["closed_at", "purge_at"])
    queries.open_invitations(held).update(revoked_at=held.closed_at)
    record_event(held, TeamEvent.Kind.CLOSED, by=by, detail=held.name)
    for step in conf.closing_steps.values():
        step(held)
    people = [membership.user for membership in queries.members(held)]
    # Deleted and brought back over and over, it would write to everybody each time.
    if allow("team-closed", str(held.pk), times=MAILS_A_DAY, seconds=24 * 3600):
        transaction.on_commit(lambda: emails.send_closed(held, people, by), robust=True)
    return held


@transaction.atomic
def reopen_team(team: Team, *, by: User) -> Team:
    """Bring a deleted team back; its members are in it again, its invitations stay withdrawn.

    Args:
        team: Which one.
        by: Who does it.

    Returns:
        The team as it is now.

    Raises:
        PermissionDenied: They may not.
        TeamRefusalError: It is gone for good, or was brought back already.
    """
    held = lock_team(team, closed=True)
    require(held, by, DELETE_TEAM)
    held.closed_at = held.purge_at = None
    held.save(update_fields=["closed_at", "purge_at"])
    record_event(held, TeamEvent.Kind.REOPENED, by=by, detail=held.name)
    for step in conf.reopening_steps.values():
        step(held)
    return held


def purge_closed_teams() -> int:
    """Delete the teams whose grace has ended, with everything that belongs to them.

    A team that cannot be deleted stays, and is logged; the others go.

    Returns:
        How many were deleted.
    """
    count = 0
    for team in queries.teams_to_purge(timezone.now()):
        try:
            with transaction.atomic():
                held = Team.objects.select_for_update().filter(pk=team.pk).first()
                if held is None or held.purge_at is None:  # brought back this very moment
                    continue
                _purge(held)
        except (ProtectedError, RestrictedError):
            logger.exception("A deleted team has records that must be kept: %s", team.pk)
        else:
            count += 1
    return count


def leave_all_teams(user: User) -> None:
    """Take somebody who deletes their account out of every team; for ``ACCOUNTS_DELETION_STEPS``.

    Teams that nobody else is in are deleted at once.

    Args:
        user: Who goes.

    Raises:
        TeamRefusalError: They became a team's last owner a moment ago.
    """
    for membership in Membership.objects.filter(user=user).select_related("team"):
        team = Team.objects.select_for_update().get(pk=membership.team_id)
        if queries.seats_in_use(team) == 1:
            _purge(team)
        elif team.is_closed:
            membership.delete()
        else:
            leave_team(team, user)


def prune_events() -> int:
    """Forget what happened to teams longer ago than ``TEAMS_EVENT_DAYS``.

    Returns:
        How many events were deleted.
    """
    limit = timezone.now() - timedelta(days=conf.event_days)
    with scopes_disabled():
        count, _by_model = TeamEvent.objects.filter(created_at__lt=limit).delete()
    return count


def _purge(team: Team) -> None:
    for step in conf.deletion_steps.values():
        step(team)
    with scopes_disabled():
        team.delete()
    logger.info("Team deleted for good", extra={"team": str(team.pk)})
