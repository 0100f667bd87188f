"""How an account is protected, for the pages and for the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows

from apps.accounts import queries
from apps.accounts.conf import conf

if TYPE_CHECKING:
    from datetime import datetime

    from apps.users.models import User


@dataclass(frozen=True)
class Protection:
    """What signs an account in, and what it could have.

    Attributes:
        offered: The kinds of second factor that the site offers, by allauth's names.
        has_password: Whether it has a password.
        has_app: Whether it has an authenticator app.
        app_used_at: When the app was last used.
        passkeys: How many passkeys it has.
        recovery_codes: How many codes are left, or nothing where it has none.
        has_second_factor: Whether it has a second factor besides recovery codes.
    """

    offered: tuple[str, ...]
    has_password: bool
    has_app: bool
    app_used_at: datetime | None
    passkeys: int
    recovery_codes: int | None
    has_second_factor: bool


def protection_of(user: User) -> Protection:
    """Return how an account is protected.

    Args:
        user: Whose.
    """
    factors = queries.second_factors(user)
    app = next(iter(factors.get("totp", [])), None)
    recovery = next(iter(factors.get("recovery_codes", [])), None)
    return Protection(
        offered=conf.mfa_types,
        has_password=user.has_usable_password(),
        has_app=app is not None,
        app_used_at=app.last_used_at if app else None,
        passkeys=len(factors.get("webauthn", [])),
        recovery_codes=len(recovery.wrap().get_unused_codes()) if recovery else None,
        has_second_factor=any(kind != "recovery_codes" for kind in factors),
    )


def ways_to_confirm(user: User) -> list[str]:
    """Name the ways in which somebody can say again who they are.

    Args:
        user: Whose account.

    Returns:
        Some of ``password``, ``code`` (by e-mail), ``app`` (or a recovery code) and ``passkey``;
        none where the account has no password, no second factor and no verified address.
    """
    names = {"reauthenticate": "password", "reauthenticate_by_code": "code"}
    ways: list[str] = []
    flows: list[dict[str, Any]] = get_reauthentication_flows(user)
    for flow in flows:
        if name := names.get(flow["id"]):
            ways.append(name)
        kinds = {str(kind) for kind in flow.get("types", ())}
        ways += ["app"] if kinds & {"totp", "recovery_codes"} else []
        ways += ["passkey"] if "webauthn" in kinds else []
    return ways
