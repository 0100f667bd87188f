"""What a person's own programs hear of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apps.accounts.models import SecurityEvent
from apps.ops.events import publish

if TYPE_CHECKING:
    from apps.users.models import User

Kind = SecurityEvent.Kind

_PASSWORDS: Final = frozenset({Kind.PASSWORD_CHANGED, Kind.PASSWORD_SET, Kind.PASSWORD_RESET})


def announce(user: User, kind: SecurityEvent.Kind, detail: str) -> None:
    """Tell what happened to an account, where that is in the catalogue.

    Args:
        user: Whose account.
        kind: What happened.
        detail: By which method, where there are several.
    """
    if kind == Kind.SIGNED_IN:
        _tell(user, "account.signed_in", method=detail)
    elif kind == Kind.EMAIL_CHANGED:
        _tell(user, "account.email_changed")
    elif kind in _PASSWORDS:
        _tell(user, "account.password_changed")
    elif kind in (Kind.FACTOR_ADDED, Kind.FACTOR_REMOVED):
        added = kind == Kind.FACTOR_ADDED
        _tell(user, "account.second_factor_changed", method=detail, added=added)


def _tell(user: User, name: str, **data: object) -> None:
    publish(name, {"user_id": user.pk, "email": user.email, **data}, about=f"user:{user.pk}")
