"""What the dashboard shows of an account: its second factor, and what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from django.utils.translation import gettext_lazy as _

from apps.accounts import queries
from apps.accounts.conf import conf
from apps.accounts.models import SecurityEvent
from apps.pages.dashboard import Activity

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrPromise

    from apps.users.models import User

Kind = SecurityEvent.Kind

SHOWN: Final = 10

SENTENCES: Final[dict[str, StrPromise]] = {
    Kind.SIGN_IN_FAILED: _("Somebody entered a wrong password for your account"),
    Kind.CODE_REJECTED: _("Somebody entered a wrong code for your account"),
    Kind.LOCKED_OUT: _("Signing in to your account was paused after too many attempts"),
    Kind.PASSWORD_CHANGED: _("You changed your password"),
    Kind.PASSWORD_SET: _("You set a password"),
    Kind.PASSWORD_RESET: _("You set a new password by e-mail"),
    Kind.EMAIL_VERIFIED: _("You verified your e-mail address"),
    Kind.EMAIL_CHANGED: _("You changed your e-mail address"),
    Kind.FACTOR_ADDED: _("You added a way to sign in"),
    Kind.FACTOR_REMOVED: _("You removed a way to sign in"),
    Kind.RECOVERY_CODES_RENEWED: _("You made new recovery codes"),
    Kind.CONNECTION_ADDED: _("You connected another account"),
    Kind.CONNECTION_REMOVED: _("You disconnected another account"),
    Kind.CREDENTIALS_REMOVED: _("What was set up before you verified your address was removed"),
    Kind.DATA_EXPORTED: _("You exported your data"),
}
"""What the dashboard tells; signing in and out is told on the page of the account's activity."""


def has_second_factor(request: HttpRequest) -> bool | None:
    """Tell whether somebody turned on two-step verification; nobody is asked where it is off."""
    if not conf.mfa_types:
        return None
    return queries.has_second_factor(cast("User", request.user))


def activity(request: HttpRequest) -> list[Activity]:
    """Return what happened to somebody's account."""
    user = cast("User", request.user)
    events = queries.security_events(user).filter(kind__in=SENTENCES)
    return [
        Activity(
            text=str(SENTENCES[event.kind]),
            at=event.created_at,
            who="" if event.kind in SecurityEvent.WARNINGS else str(user),
            icon="shield",
        )
        for event in events[:SHOWN]
    ]
