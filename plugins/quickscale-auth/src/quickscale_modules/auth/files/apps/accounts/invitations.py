"""The invitation a visitor came in with, kept in the session from the link to the sign-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.accounts import flows, queries
from apps.accounts.conf import conf

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.accounts.models import Invitation
    from apps.users.models import User

SESSION_KEY = "accounts_invitation"
VERIFIED_KEY = "account_verified_email"
"""allauth's documented key, read by its adapter's is_email_verified."""


def open_for(request: HttpRequest, invitation: Invitation) -> None:
    """Remember an invitation whose link was followed.

    The address counts as verified: only its owner has the link.

    Args:
        request: The visitor's request.
        invitation: Which one.
    """
    request.session[SESSION_KEY] = str(invitation.pk)
    request.session[VERIFIED_KEY] = invitation.email


def pending(request: HttpRequest | None) -> Invitation | None:
    """Return the invitation a visitor came in with, while it is good and asked for.

    Args:
        request: The visitor's request, or nothing outside one.

    Returns:
        The invitation, or nothing.
    """
    if request is None or conf.signup != "invite":
        return None
    key = request.session.get(SESSION_KEY)
    return queries.open_invitation(key) if key else None


def is_for(invitation: Invitation, email: str) -> bool:
    """Tell whether an invitation was sent to an address, whatever its case."""
    return invitation.email.lower() == email.lower()


def keep_for(request: HttpRequest, email: str) -> None:
    """Forget the invited address where somebody signs up with another one.

    allauth would give the account both, and a way in to whoever reads either mailbox.

    Args:
        request: The visitor's request.
        email: What they sign up with.
    """
    invited = request.session.get(VERIFIED_KEY)
    if invited and invited.lower() != email.lower():
        del request.session[VERIFIED_KEY]


def spend(request: HttpRequest, user: User) -> None:
    """Spend a visitor's invitation on the account it let in.

    Args:
        request: The visitor's request.
        user: The new account.

    Raises:
        InvitationSpentError: Sign-up is by invitation, and this one is spent or for somebody else.
    """
    if conf.signup != "invite":
        return
    invitation = pending(request)
    if invitation is None or not is_for(invitation, user.email):
        raise flows.InvitationSpentError(user.email)
    flows.accept_invitation(invitation, user)
    request.session.pop(SESSION_KEY, None)
