"""What happens to accounts: each function is one thing, done whole or not at all."""

from __future__ import annotations

import ipaddress
import logging
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.usersessions.adapter import get_adapter as get_sessions_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import announcements, emails, queries
from apps.accounts.conf import conf
from apps.accounts.models import Invitation, SecurityEvent, hash_token
from apps.ops.limits import client_address

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.users.models import User

logger = logging.getLogger("security")

_LOGGED_ELSEWHERE = frozenset(
    {
        SecurityEvent.Kind.SIGNED_IN,
        SecurityEvent.Kind.SIGNED_OUT,
        SecurityEvent.Kind.SIGN_IN_FAILED,
    }
)
"""What ``apps.users`` writes into the log on Django's own signals."""


class AlreadyRegisteredError(Exception):
    """The invited address has an account."""


class InvitationSpentError(Exception):
    """The invitation was accepted, revoked or left to expire meanwhile."""


class DeletionRefusedError(Exception):
    """Something is in the way of deleting an account.

    Attributes:
        obstacles: What, in sentences for the account's owner.
    """

    def __init__(self, obstacles: list[str]) -> None:
        super().__init__(*obstacles)
        self.obstacles = obstacles


def record_event(
    request: HttpRequest | None, user: User | None, kind: SecurityEvent.Kind, detail: str = ""
) -> SecurityEvent:
    """Note what happened to an account, in the database and in the log.

    Args:
        request: The request it happened in; its address and browser are kept.
        user: Whose account; nobody's where an address without one was tried.
        kind: What happened.
        detail: Which one, for example ``google`` or ``totp``; cut at 200 characters.

    Returns:
        The event.
    """
    with transaction.atomic():
        event = SecurityEvent.objects.create(
            user=user,
            kind=kind,
            detail=detail[:200],
            ip=client_ip(request) if request else None,
            user_agent=request.headers.get("User-Agent", "")[:200] if request else "",
        )
        if user is not None:
            announcements.announce(user, kind, event.detail)
    if kind not in _LOGGED_ELSEWHERE:
        level = logging.WARNING if event.is_warning else logging.INFO
        extra = {
            "user": str(user.pk) if user else None,
            "address": event.ip,
            "detail": event.detail,
        }
        logger.log(level, "%s", kind.name.replace("_", " ").capitalize(), extra=extra)
    return event


def client_ip(request: HttpRequest) -> str | None:
    """Return the visitor's address, or nothing where none can be told.

    One of IPv4 that a server of both tells as IPv6 is one of IPv4: all of them are in one /64.
    """
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


@transaction.atomic
def invite(email: str, *, invited_by: User | None = None) -> Invitation:
    """Invite an address, by e-mail; an earlier invitation to it is withdrawn.

    Args:
        email: Whom.
        invited_by: Who did.

    Returns:
        The invitation; its token is only in the e-mail.

    Raises:
        AlreadyRegisteredError: The address has an account.
    """
    if queries.user_with_email(email):
        raise AlreadyRegisteredError(email)
    now = timezone.now()
    Invitation.objects.filter(email__iexact=email, accepted_at=None, revoked_at=None).update(
        revoked_at=now
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.lower(),
        token_hash=hash_token(token),
        invited_by=invited_by,
        created_at=now,
        expires_at=now + timedelta(days=conf.invitation_days),
    )
    transaction.on_commit(lambda: emails.send_invitation(invitation, token))
    return invitation


def renew_invitation(invitation: Invitation, *, invited_by: User | None = None) -> Invitation:
    """Send a new link to the same address; the old link stops working.

    Args:
        invitation: Which one.
        invited_by: Who asks.

    Returns:
        The new invitation.

    Raises:
        AlreadyRegisteredError: The address has an account.
    """
    return invite(invitation.email, invited_by=invited_by or invitation.invited_by)


def revoke_invitation(invitation: Invitation) -> bool:
    """Withdraw an invitation.

    Args:
        invitation: Which one.

    Returns:
        Whether it was still open.
    """
    open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    return bool(open_ones.update(revoked_at=timezone.now()))


def accept_invitation(invitation: Invitation, user: User) -> None:
    """Spend an invitation on a new account.

    Args:
        invitation: Which one.
        user: The account it let in.

    Raises:
        InvitationSpentError: It was accepted, revoked or left to expire meanwhile; one statement
            decides, so two sign-ups at once cannot both have it.
    """
    now = timezone.now()
    spent = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now
    ).update(accepted_at=now, accepted_by=user)
    if not spent:
        raise InvitationSpentError(invitation.email)


def end_session(user: User, session: UserSession) -> None:
    """Sign a session of a user out.

    Args:
        user: Whose.
        session: Which one.

    Raises:
        PermissionDenied: It is somebody else's.
    """
    if session.user_id != user.pk:
        raise PermissionDenied
    get_sessions_adapter().end_sessions([session])


def delete_account(request: HttpRequest, user: User) -> None:
    """Delete an account with everything that hangs on it, and sign it out everywhere.

    Args:
        request: The owner's request.
        user: Whose account.

    Raises:
        DeletionRefusedError: Something is in the way; nothing was changed.
    """
    if obstacles := queries.deletion_obstacles(user):
        raise DeletionRefusedError(obstacles)
    email, name, key = user.email, user.name, str(user.pk)
    try:
        with transaction.atomic():
            for step in conf.deletion_steps.values():
                step(user)
            for session in UserSession.objects.filter(user_id=user.pk):
                session.end()
            user.delete()
    except (ProtectedError, RestrictedError) as error:
        raise DeletionRefusedError(
            [_("Some of your records have to be kept. Contact us to close your account.")]
        ) from error
    logger.info("Account deleted", extra={"user": key, "address": client_ip(request)})
    logout(request)
    try:
        emails.send_account_deleted(email, name)
    except OSError:  # every failure of smtplib is one
        logger.exception("The e-mail about a deleted account was not sent")


def prune() -> tuple[int, int]:
    """Delete security events and spent invitations that are older than they need to be.

    Returns:
        How many events and how many invitations.
    """
    limit = timezone.now() - timedelta(days=conf.event_days)
    events, _by_model = SecurityEvent.objects.filter(created_at__lt=limit).delete()
    invitations, _by_model = Invitation.objects.filter(expires_at__lt=limit).delete()
    return events, invitations
