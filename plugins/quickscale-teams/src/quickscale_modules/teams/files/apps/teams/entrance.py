"""How somebody who was invited, and has no account yet, gets one."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.accounts import invitations as account_invitations
from apps.accounts.conf import conf as accounts_conf
from apps.accounts.models import Invitation as AccountInvitation
from apps.accounts.models import hash_token

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.teams.models import Invitation


def can_sign_up() -> bool:
    """Tell whether an invitation into a team lets people create an account."""
    return accounts_conf.signup != "closed"


def open_for(request: HttpRequest, invitation: Invitation) -> None:
    """Let a visitor sign up with the address a team has invited.

    The address counts as verified: only its owner has the link. Where accounts are by invitation,
    the team's counts as one.

    Args:
        request: The visitor's request.
        invitation: What they came with.
    """
    if accounts_conf.signup == "invite":
        account_invitations.open_for(request, _account_invitation(invitation))
    elif accounts_conf.signup == "open":
        # allauth's documented key, read by its adapter's is_email_verified.
        request.session["account_verified_email"] = invitation.email


def _account_invitation(invitation: Invitation) -> AccountInvitation:
    now = timezone.now()
    mine = AccountInvitation.objects.filter(
        email__iexact=invitation.email, accepted_at=None, revoked_at=None
    )
    found = mine.filter(expires_at__gt=now).first()
    if found is None:
        mine.update(revoked_at=now)
        found = AccountInvitation.objects.create(
            email=invitation.email,
            # Nobody is told this token: the link into the team is the way in.
            token_hash=hash_token(secrets.token_urlsafe(32)),
            # Long enough to sign up, and too short to outlive the right of whoever invited.
            expires_at=now + timedelta(hours=1),
        )
    return found
