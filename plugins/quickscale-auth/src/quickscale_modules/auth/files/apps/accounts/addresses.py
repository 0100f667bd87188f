"""The one address of an account, and how it becomes another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django.db import transaction

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.users.models import User


def begin_change(request: HttpRequest, user: User, email: str) -> EmailAddress:
    """Send the link that changes an account's address; until then it keeps the present one.

    allauth removes the last address that is not verified, which may be the present one.

    Args:
        request: The owner's request.
        user: Whose account.
        email: The new address.

    Returns:
        The address, not verified yet.
    """
    with transaction.atomic():
        pending = EmailAddress.objects.filter(user_id=user.pk, verified=False)
        pending.exclude(email=user.email.lower()).delete()
        address = EmailAddress.objects.create(user=user, email=email.lower())
    send_verification_email_to_address(request, address)
    return address


def drop_pending_changes(email: str) -> None:
    """Forget that other accounts were about to change to an address; somebody came who has it.

    Args:
        email: The address.
    """
    pending = EmailAddress.objects.filter(email=email.lower(), verified=False)
    pending.exclude(user__email__iexact=email).delete()


def follow_user(user: User) -> None:
    """Let an account's address be the one its user was given elsewhere, such as in the admin.

    The old one lets nobody in any more, and the new one is still to be verified.

    Args:
        user: Whose account, after the change.
    """
    addresses = EmailAddress.objects.filter(user_id=user.pk)
    if addresses.filter(primary=True).exclude(email=user.email.lower()).exists():
        with transaction.atomic():
            addresses.filter(primary=False).delete()
            addresses.update(email=user.email.lower(), verified=False)
