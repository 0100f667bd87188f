"""Writes what allauth reports into the security log, and tells flows that have to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import signals as account_signals
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from apps.accounts import addresses, first_verification
from apps.accounts.flows import record_event
from apps.accounts.models import Invitation, SecurityEvent
from apps.users.models import User

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest

Kind = SecurityEvent.Kind


@receiver(account_signals.user_signed_up)
def on_signed_up(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note a new account."""
    record_event(request, user, Kind.SIGNED_UP)
    first_verification.remember(request, user)


@receiver(account_signals.authentication_step_completed)
def on_credential_given(
    request: HttpRequest, user: User, method: str, email: str | None = None, **_kwargs: Any
) -> None:
    """Note that a session has one of the account's credentials, or reads its mailbox."""
    if method not in first_verification.PROVES_THE_MAILBOX_ALONE:
        first_verification.remember(request, user)
    elif email and email.lower() == user.email.lower():
        # allauth verifies addresses it knows; it has not met an account made in the admin.
        first_verification.own_address(user, email)


@receiver(account_signals.user_logged_in)
def on_signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note a sign-in and what it took."""
    records = get_authentication_records(request, user)
    methods = dict.fromkeys(str(one.get("type") or one["method"]) for one in records)
    record_event(request, user, Kind.SIGNED_IN, ", ".join(methods))


@receiver(user_logged_out)
def on_signed_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """Note a sign-out; a session that nobody was signed in to is none."""
    if user is not None and user.pk is not None:
        record_event(request, user, Kind.SIGNED_OUT)


@receiver(account_signals.password_changed)
def on_password_changed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note a change of password."""
    record_event(request, user, Kind.PASSWORD_CHANGED)


@receiver(account_signals.password_set)
def on_password_set(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note an account's first password."""
    record_event(request, user, Kind.PASSWORD_SET)


@receiver(account_signals.password_reset)
def on_password_reset(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note a reset."""
    record_event(request, user, Kind.PASSWORD_RESET)
    first_verification.after_password_reset(request, user)


@receiver(account_signals.email_confirmed)
def on_email_verified(
    request: HttpRequest,
    email_address: EmailAddress,
    **_kwargs: Any,
) -> None:
    """Note a verified address; it may be the first sign of the account's owner."""
    record_event(request, email_address.user, Kind.EMAIL_VERIFIED, email_address.email)
    first_verification.after_verification(request, email_address)


@receiver(account_signals.email_changed)
def on_email_changed(
    request: HttpRequest,
    user: User,
    to_email_address: EmailAddress,
    **_kwargs: Any,
) -> None:
    """Note a change of address."""
    record_event(request, user, Kind.EMAIL_CHANGED, to_email_address.email)


@receiver(post_save, sender=User)
def on_user_saved(
    instance: User, created: bool, update_fields: frozenset[str] | None, **_kwargs: Any
) -> None:
    """Let the address that signs in be the user's."""
    if not created and (update_fields is None or "email" in update_fields):
        addresses.follow_user(instance)


@receiver(pre_delete, sender=User)
def on_user_deleted(instance: User, **_kwargs: Any) -> None:
    """Withdraw what somebody has sent who is gone, and forget the invitation they came by."""
    sent = Invitation.objects.filter(invited_by=instance, accepted_at=None, revoked_at=None)
    sent.update(revoked_at=timezone.now())
    mine = Invitation.objects.filter(email__iexact=instance.email)
    mine.exclude(accepted_at=None, revoked_at=None).delete()


@receiver(account_signals.login_code_rejected)
@receiver(account_signals.password_reset_code_rejected)
@receiver(account_signals.email_verification_code_rejected)
def on_code_rejected(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note a wrong code."""
    record_event(request, user, Kind.CODE_REJECTED)


@receiver(mfa_signals.authentication_failed)
def on_second_factor_failed(
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **_kwargs: Any,
) -> None:
    """Note a wrong second factor."""
    record_event(request, user, Kind.CODE_REJECTED, authenticator.type)


@receiver(mfa_signals.authenticator_added)
def on_factor_added(
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **_kwargs: Any,
) -> None:
    """Note a new second factor."""
    record_event(request, user, Kind.FACTOR_ADDED, authenticator.type)


@receiver(mfa_signals.authenticator_removed)
def on_factor_removed(
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **_kwargs: Any,
) -> None:
    """Note a second factor that is gone."""
    record_event(request, user, Kind.FACTOR_REMOVED, authenticator.type)


@receiver(mfa_signals.authenticator_reset)
def on_factor_renewed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note new recovery codes, the one factor that is renewed in place."""
    record_event(request, user, Kind.RECOVERY_CODES_RENEWED)
