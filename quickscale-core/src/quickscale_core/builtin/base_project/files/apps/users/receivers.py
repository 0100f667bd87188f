"""Puts what happens to accounts on record."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from apps.ops.limits import client_address

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.users.models import User

logger = logging.getLogger("security")


@receiver(user_logged_in)
def log_login(request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    """Record that somebody signed in."""
    logger.info("Signed in", extra={"user": str(user.pk), **_origin(request)})


@receiver(user_logged_out)
def log_logout(request: HttpRequest | None, user: User | None, **_kwargs: Any) -> None:
    """Record that somebody signed out."""
    if user is not None:
        logger.info("Signed out", extra={"user": str(user.pk), **_origin(request)})


@receiver(user_login_failed)
def log_failed_login(request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """Record that a sign-in failed, without the address that was tried: it may be mistyped."""
    logger.warning("Sign-in failed", extra=_origin(request))


def _origin(request: HttpRequest | None) -> dict[str, str]:
    return {"address": client_address(request)} if request is not None else {}
