"""Invitations into a team: sent to an address, good once, for that address alone."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.ops.limits import allow
from apps.teams import announcements, emails, events, queries
from apps.teams.conf import conf
from apps.teams.events import record_event
from apps.teams.flows import add_member
from apps.teams.locking import TeamRefusalError, lock_team, require
from apps.teams.models import Invitation, Membership, Team, TeamEvent, hash_token
from apps.teams.roles import INVITE_MEMBERS, Role
from apps.teams.scoping import in_team
from apps.teams.withdrawals import withdraw

if TYPE_CHECKING:
    from datetime import datetime

    from apps.users.models import User


@transaction.atomic
def invite(team: Team, email: str, role: Role, *, by: User) -> Invitation:
    """Invite an address into a team; an earlier invitation to it is withdrawn.

    Nothing tells whether the address has an account.

    Args:
        team: Where.
        email: Whom.
        role: What they will be.
        by: Who does it.

    Returns:
        The invitation; its token is only in the e-mail.

    Raises:
        PermissionDenied: They may not, or may not give this role.
        TeamRefusalError: The address is a member's, too many invitations were sent, or
            ``TEAMS_SEAT_CHECKS`` has something against one more member.
    """
    held = lock_team(team)
    _check_may_invite(held, role, by)
    if held.is_personal:
        raise TeamRefusalError(
            _("This is your personal team. Create another one to work together.")
        )
    if Membership.objects.filter(team=held, user__email__iexact=email).exists():
        raise TeamRefusalError(_("%(email)s is a member already.") % {"email": email})
    return _send(held, email, role, by=by, kind=TeamEvent.Kind.INVITED)


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Send a new link to the same address; the old link stops working.

    Args:
        invitation: Which one.
        by: Who does it.

    Returns:
        The new invitation.

    Raises:
        PermissionDenied: They may not.
        TeamRefusalError: It was accepted or withdrawn meanwhile; or as :func:`invite`.
    """
    held = lock_team(invitation.team)
    _check_may_invite(held, invitation.find_role(), by)
    if not queries.open_invitations(held).filter(pk=invitation.pk).exists():
        raise TeamRefusalError(_("This invitation was accepted or withdrawn in the meantime."))
    again = TeamEvent.Kind.INVITED_AGAIN
    return _send(held, invitation.email, invitation.find_role(), by=by, kind=again)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> bool:
    """Withdraw an invitation.

    Args:
        invitation: Which one.
        by: Who does it.

    Returns:
        Whether it was still open.

    Raises:
        PermissionDenied: They may not.
    """
    held = lock_team(invitation.team)
    require(held, by, INVITE_MEMBERS)
    invitation.team = held
    return withdraw(invitation, by=by)


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User) -> Membership:
    """Spend an invitation and let its owner in, both or neither.

    Args:
        invitation: Which one.
        user: Who came with it.

    Returns:
        The membership.

    Raises:
        TeamRefusalError: It is for another address, was spent meanwhile, whoever sent it may not
            invite any more, or ``TEAMS_SEAT_CHECKS`` has something against one more member.
    """
    if not is_for(invitation, user):
        text = _("This invitation is for %(email)s.") % {"email": invitation.email}
        raise TeamRefusalError(text)
    held = lock_team(invitation.team)
    now = timezone.now()
    found = queries.open_invitations(held).filter(pk=invitation.pk, expires_at__gt=now)
    present = found.first()
    if present is not None and not queries.is_supported(present):
        raise TeamRefusalError(
            _("Whoever invited you may not invite people any more. Ask the team for another one.")
        )
    if not found.update(accepted_at=now):
        raise TeamRefusalError(_("This invitation was accepted or withdrawn in the meantime."))
    events.name_guest(held, invitation.email, user)
    announcements.invitation_accepted(held, invitation, user)
    return add_member(held, user, invitation.find_role())


def is_for(invitation: Invitation, user: User) -> bool:
    """Tell whether an invitation was sent to somebody's address, whatever its case."""
    return invitation.email.lower() == user.email.lower()


def _check_may_invite(team: Team, role: Role, by: User) -> None:
    if not require(team, by, INVITE_MEMBERS).find_role().may_invite_as(role):
        raise PermissionDenied


def _check_limits(team: Team, email: str, by: User, now: datetime) -> None:
    """Refuse one invitation too many: of a team, a person, or to an address."""
    limit, day = conf.invitations_per_hour, now - timedelta(days=1)
    if not allow("team-invitations", str(team.pk), times=limit, seconds=3600):
        raise TeamRefusalError(_("You have sent many invitations. Try again in an hour."))
    if queries.invitations_since(day, invited_by=by) >= conf.invitations_per_person:
        raise TeamRefusalError(_("You have sent many invitations today. Try again tomorrow."))
    if queries.invitations_since(day, email=email.lower()) >= conf.invitations_per_address:
        text = _("%(email)s got many invitations today. Try again tomorrow.")
        raise TeamRefusalError(text % {"email": email})


def _send(team: Team, email: str, role: Role, *, by: User, kind: TeamEvent.Kind) -> Invitation:
    if obstacles := queries.seat_obstacles(team):
        raise TeamRefusalError(*obstacles)
    now = timezone.now()
    _check_limits(team, email, by, now)
    queries.open_invitations(team).filter(email__iexact=email).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    with in_team(team):
        invitation = Invitation.objects.create(
            email=email.lower(),
            role=role.name,
            token_hash=hash_token(token),
            invited_by=by,
            created_at=now,
            expires_at=now + timedelta(days=conf.invitation_days),
        )
    record_event(team, kind, by=by, subject=email.lower(), detail=str(role.label))
    announcements.invitation_sent(invitation)
    transaction.on_commit(lambda: emails.send_invitation(invitation, token), robust=True)
    return invitation
