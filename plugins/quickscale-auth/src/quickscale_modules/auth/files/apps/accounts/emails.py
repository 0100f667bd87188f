"""The app's own e-mails; allauth sends the rest, through the same adapter and templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.urls import reverse

if TYPE_CHECKING:
    from apps.accounts.models import Invitation


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send an invitation's link.

    Args:
        invitation: Which one.
        token: Its secret, which is stored nowhere else.
    """
    inviter = invitation.invited_by
    get_adapter().send_mail(
        "accounts/email/invitation",
        invitation.email,
        {
            "invitation": invitation,
            "inviter": (inviter.name or inviter.email) if inviter else "",
            "path": reverse("account_invitation", kwargs={"token": token}),
        },
    )


def send_account_deleted(email: str, name: str) -> None:
    """Tell somebody that their account is gone.

    Args:
        email: The address it had.
        name: What its owner was called, or empty.
    """
    get_adapter().send_mail("accounts/email/account_deleted", email, {"name": name})
