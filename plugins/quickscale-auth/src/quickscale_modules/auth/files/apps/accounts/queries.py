"""What is asked of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from apps.accounts.conf import conf
from apps.accounts.models import Invitation, SecurityEvent, hash_token

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.users.models import User


def security_events(user: User) -> QuerySet[SecurityEvent]:
    """Return what happened to an account, the newest first."""
    return SecurityEvent.objects.filter(user=user)


def live_sessions(user: User) -> list[UserSession]:
    """Return where an account is signed in, the newest first, and forget what has ended.

    allauth asks the session store about every session on its own; a store in the database can be
    asked about all of them at once.
    """
    if not conf.sessions_in_database:
        listed = UserSession.objects.purge_and_list(user)
        return sorted(listed, key=lambda session: session.created_at, reverse=True)
    known = list(UserSession.objects.filter(user_id=user.pk).order_by("-created_at"))
    keys = [session.session_key for session in known]
    stored = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    live = {session.session_key for session in stored if _signs_in(session, user)}
    if ended := [session.pk for session in known if session.session_key not in live]:
        UserSession.objects.filter(pk__in=ended).delete()
    return [session for session in known if session.session_key in live]


def _signs_in(session: Session, user: User) -> bool:
    """Tell whether a stored session is still one of this person with their present password."""
    data = session.get_decoded()
    expected = user.get_session_auth_hash()
    return data.get(SESSION_KEY) == str(user.pk) and constant_time_compare(
        data.get(HASH_SESSION_KEY, ""), expected
    )


def second_factors(user: User) -> dict[str, list[Any]]:
    """Return an account's second factors.

    Args:
        user: Whose.

    Returns:
        allauth's authenticators by type: ``totp``, ``webauthn``, ``recovery_codes``. A type
        without one is left out.
    """
    found: dict[str, list[Any]] = {}
    for factor in Authenticator.objects.filter(user_id=user.pk).order_by("created_at"):
        found.setdefault(factor.type, []).append(factor)
    return found


def has_second_factor(user: User) -> bool:
    """Tell whether an account has a second factor besides recovery codes."""
    factors = Authenticator.objects.filter(user_id=user.pk)
    return bool(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def has_address(user: User, email: str) -> bool:
    """Tell whether an address is one of an account's, verified or not."""
    addresses = EmailAddress.objects.filter(user_id=user.pk, email=email.lower())
    return user.email.lower() == email.lower() or bool(addresses.exists())


def has_verified_address(user: User, besides: EmailAddress | None = None) -> bool:
    """Tell whether an account has a verified address.

    Args:
        user: Whose.
        besides: An address that does not count.
    """
    verified = EmailAddress.objects.filter(user_id=user.pk, verified=True)
    return bool(verified.exclude(pk=besides.pk).exists() if besides else verified.exists())


def who_may_enter_by(email: str, users: list[User]) -> list[User]:
    """Return those accounts that an e-mail to an address may let somebody into.

    An address that an account is only about to change to belongs to nobody yet.

    Args:
        email: The address.
        users: Accounts that have it, verified or not.
    """
    verified = EmailAddress.objects.filter(email=email.lower(), verified=True)
    owners = set(verified.values_list("user_id", flat=True))
    return [
        user
        for user in users
        if user.pk in owners
        or (user.email.lower() == email.lower() and not has_verified_address(user))
    ]


def user_with_email(email: str) -> User | None:
    """Return the account an address belongs to, whatever its case, verified or not."""
    users = get_user_model()._default_manager  # noqa: SLF001 - Django's documented name
    owner: User | None = users.filter(email__iexact=email).first()
    if owner is None:
        address = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
        owner = address.user if address else None
    return owner


def find_open_invitation(token: str) -> Invitation | None:
    """Return the invitation a link leads to.

    Args:
        token: The link's last part.

    Returns:
        The invitation, or nothing when it is unknown, accepted, revoked, too old or not supported.
    """
    return _open_invitation(token_hash=hash_token(token))


def open_invitation(key: str) -> Invitation | None:
    """Return an invitation by its primary key, as :func:`find_open_invitation` does."""
    return _open_invitation(pk=key)


def _open_invitation(**which: Any) -> Invitation | None:
    found = (
        Invitation.objects.select_related("invited_by")
        .filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now(), **which)
        .first()
    )
    if found and found.invited_by and not found.invited_by.has_perm("accounts.add_invitation"):
        return None  # it falls with the right to send it
    return found


def export(user: User) -> dict[str, Any]:
    """Return all data held about a user, as ``ACCOUNTS_EXPORTERS`` tell it.

    Args:
        user: Whose.

    Returns:
        JSON-like sections by name.
    """
    sections: dict[str, Any] = {"exported_at": timezone.now()}
    for exporter in conf.exporters.values():
        sections.update(exporter(user))
    return sections


def account_data(user: User) -> dict[str, Any]:
    """Return what the accounts app itself holds about a user, as sections of the export."""
    events = security_events(user).values("kind", "detail", "ip", "user_agent", "created_at")
    sessions = UserSession.objects.filter(user_id=user.pk)
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "time_zone": user.time_zone,
            "joined_at": user.date_joined,
            "last_login": user.last_login,
        },
        "email_addresses": list(
            EmailAddress.objects.filter(user_id=user.pk).values("email", "verified", "primary")
        ),
        "sign_in_methods": list(
            Authenticator.objects.filter(user_id=user.pk).values(
                "type", "created_at", "last_used_at"
            )
        ),
        "sessions": list(sessions.values("ip", "user_agent", "created_at", "last_seen_at")),
        "security_events": list(events),
    }


def deletion_obstacles(user: User) -> list[str]:
    """Say what is in the way of deleting an account.

    Args:
        user: Whose account.

    Returns:
        Sentences for its owner: our own and those of ``ACCOUNTS_DELETION_CHECKS``.
    """
    obstacles = [str(text) for check in conf.deletion_checks.values() for text in check(user)]
    if user.is_superuser and user.is_active:
        administrators = get_user_model()._default_manager.filter(  # noqa: SLF001
            is_superuser=True, is_active=True
        )
        if not administrators.exclude(pk=user.pk).exists():
            obstacles.append(_("You are the only administrator. Make somebody else one first."))
    return obstacles
