"""System checks: settings of the accounts app that cannot work, told at start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004

from apps.accounts.conf import SIGNUP_CHOICES, conf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig

KEY_LENGTH = 32
"""The fewest characters a key is made of."""


@register(Tags.security)
def check_settings(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Look at every setting the app reads."""
    problems: list[CheckMessage] = []
    if conf.signup not in SIGNUP_CHOICES:
        problems.append(
            Error(
                f"ACCOUNTS_SIGNUP is {conf.signup!r}.",
                hint=f"Use one of {', '.join(SIGNUP_CHOICES)}.",
                id="accounts.E001",
            )
        )
    if conf.staff_mfa and not conf.mfa_types:
        problems.append(
            Error(
                "ACCOUNTS_STAFF_MFA is on, and MFA_SUPPORTED_TYPES offers nothing to set up.",
                hint="Add totp or webauthn to MFA_SUPPORTED_TYPES.",
                id="accounts.E002",
            )
        )
    for name in ("exporters", "deletion_checks", "deletion_steps", "credential_removers"):
        try:
            getattr(conf, name)
        except ImportError as error:
            problems.append(
                Error(
                    f"ACCOUNTS_{name.upper()} cannot be imported: {error}.",
                    hint="Each entry is the dotted path of a function that takes a user.",
                    id="accounts.E003",
                )
            )
    if any(len(key) < KEY_LENGTH for key in conf.own_encryption_keys):
        problems.append(
            Error(
                f"A key that encrypts second factors is shorter than {KEY_LENGTH} characters.",
                hint="Make each of ACCOUNTS_ENCRYPTION_KEYS at random, as SECRET_KEY is made.",
                id="accounts.E004",
            )
        )
    if conf.signup == "invite" and conf.verification == "none":
        problems.append(
            Warning(
                "Sign-up is by invitation, and later addresses are not verified.",
                hint='Set ACCOUNT_EMAIL_VERIFICATION to "mandatory" or "optional".',
                id="accounts.W001",
            )
        )
    return problems
