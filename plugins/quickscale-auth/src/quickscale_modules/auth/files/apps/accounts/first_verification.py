"""What becomes of an account when somebody shows for the first time that its address is theirs.

Anybody can sign up with an address of somebody else, set a password and a passkey, and wait for its
owner to come. So a session is either known, having signed up or given one of the account's
credentials, or what was set up before stops working when the address is verified in it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login
from allauth.account.models import EmailAddress, Login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import transaction
from django.utils.crypto import constant_time_compare

from apps.accounts import queries
from apps.accounts.conf import conf
from apps.accounts.flows import record_event
from apps.accounts.models import SecurityEvent

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.users.models import User

logger = logging.getLogger("security")

SESSION_KEY = "accounts_known_here"
"""Where a session keeps the accounts it is known to, each with the hash of its password then."""

KNOWN_AT_ONCE = 5

PROVES_THE_MAILBOX_ALONE = frozenset({"code", "password_reset"})
"""allauth's names of what says nothing about who set the account up."""


def remember(request: HttpRequest, user: User) -> None:
    """Note that a session signed up, or gave one of the account's credentials.

    A change of password ends it, as it ends sessions that are signed in.

    Args:
        request: The session's request.
        user: Whose account.
    """
    known = request.session.get(SESSION_KEY, {})
    known = {**known, str(user.pk): user.get_session_auth_hash()}
    request.session[SESSION_KEY] = dict(list(known.items())[-KNOWN_AT_ONCE:])


def is_known(request: HttpRequest | None, user: User) -> bool:
    """Tell whether a session signed up, is signed in or gave one of the account's credentials.

    Args:
        request: The session's request, or nothing outside one.
        user: Whose account.
    """
    if request is None:
        return False
    if request.user.is_authenticated and request.user.pk == user.pk:
        return True
    noted = request.session.get(SESSION_KEY, {}).get(str(user.pk), "")
    return constant_time_compare(noted, user.get_session_auth_hash())


def may_verify(request: HttpRequest | None, address: EmailAddress) -> bool:
    """Tell whether an address may be verified in a session.

    Only a known session moves an account from one verified address to another: whoever reads the
    new mailbox may be a stranger, after a slip in typing it.

    Args:
        request: The session's request.
        address: Which one.
    """
    user = address.user
    return is_known(request, user) or not queries.has_verified_address(user, besides=address)


def after_verification(request: HttpRequest | None, address: EmailAddress) -> None:
    """Take away what was set up before, unless those who set it up are there.

    Args:
        request: The request an address was verified in.
        address: The address.
    """
    user: User = address.user
    if queries.has_verified_address(user, besides=address) or is_known(request, user):
        return
    remove_credentials(request, address)


def after_password_reset(request: HttpRequest, user: User) -> None:
    """Take a reset by e-mail for the verification that it is, where there was none.

    Args:
        request: The request the new password was sent in.
        user: Whose account.
    """
    if not queries.has_verified_address(user):
        verify_with_new_password(request, own_address(user, user.email))


def after_provider(request: HttpRequest, user: User, email: str) -> None:
    """Take a provider's word for an address, where there was no verification.

    Args:
        request: The request somebody came back from the provider in.
        user: Whose account the address led to.
        email: The address.
    """
    if not queries.has_verified_address(user):
        get_adapter().confirm_email(request, own_address(user, email))


def own_address(user: User, email: str) -> EmailAddress:
    """Return the address of an account, which allauth may not have met yet.

    Args:
        user: Whose account.
        email: The address.
    """
    address, _created = EmailAddress.objects.get_or_create(user=user, email=email.lower())
    address.user = user
    return address


def verify_with_new_password(request: HttpRequest, address: EmailAddress) -> bool:
    """Verify an address whose owner has just set the account's password.

    Args:
        request: The owner's request.
        address: Which one.

    Returns:
        Whether it is verified; another account may have it.
    """
    remember(request, address.user)
    if not get_adapter().confirm_email(request, address):
        return False
    remove_credentials(request, address, keep_password=True)
    return True


def remove_credentials(
    request: HttpRequest | None, address: EmailAddress, *, keep_password: bool = False
) -> None:
    """Let every way into an account stop working, and tell its owner.

    Args:
        request: The owner's request.
        address: The address that is theirs, the only one the account keeps.
        keep_password: Whether the owner has just set the password.
    """
    user: User = address.user
    if not _remove_all(request, address, keep_password=keep_password):
        return
    record_event(request, user, SecurityEvent.Kind.CREDENTIALS_REMOVED, address.email)
    adapter = get_adapter()
    if request is not None and request.user.pk in (None, user.pk):
        template = "accounts/messages/credentials_removed.txt"
        adapter.add_message(request, messages.WARNING, template)
    try:
        prefix = "accounts/email/credentials_removed"
        adapter.send_notification_mail(prefix, user, email=address.email)
    except OSError:  # every failure of smtplib is one
        logger.exception("The e-mail about removed credentials was not sent")


@transaction.atomic
def _remove_all(request: HttpRequest | None, address: EmailAddress, *, keep_password: bool) -> bool:
    """Return whether there was anything to remove, a password that is kept aside."""
    user: User = address.user
    here = request.session.session_key if request is not None else None
    removed = False
    if not keep_password:
        removed = user.has_usable_password()
        # Every session holds a hash of the password, those that nobody lists too.
        user.set_unusable_password()
        user.save(update_fields=["password"])
    for session in UserSession.objects.filter(user_id=user.pk).exclude(session_key=here):
        session.end()
        removed = True
    removed |= bool(Authenticator.objects.filter(user_id=user.pk).delete()[0])
    others = EmailAddress.objects.filter(user_id=user.pk).exclude(pk=address.pk)
    removed |= bool(others.delete()[0])
    for remove in conf.credential_removers.values():
        removed |= remove(user)
    return removed


def drop_stale_sign_in(request: HttpRequest) -> None:
    """End a sign-in half made to an account that is gone, or by what works no longer.

    Args:
        request: A request of somebody who is not signed in.
    """
    data = request.session.get(LOGIN_SESSION_KEY)
    if not isinstance(data, dict) or not data.get("user_pk"):
        return
    try:
        user = Login.deserialize(data).user
    except ValueError:
        return
    known = request.session.get(SESSION_KEY, {})
    if user is not None:
        noted = known.get(str(user.pk))
        if not noted or constant_time_compare(noted, user.get_session_auth_hash()):
            return
    clear_login(request)
    request.session.pop("account_email_verification_code", None)
