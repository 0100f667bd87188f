"""Makes keys for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.test import Client

from apps.api.keys import make_key

if TYPE_CHECKING:
    from apps.api.models import ApiKey
    from apps.users.models import User


def key_of(user: User, *scopes: str, **more: Any) -> tuple[ApiKey, str]:
    """Return somebody's new key and its text.

    Args:
        user: Whose.
        *scopes: What it may be used for; all of the account's without any.
        **more: What :func:`make_key` takes besides.
    """
    return make_key(user, "A program", scopes or ("account:read", "account:write"), **more)


def client_with(text: str) -> Client:
    """Return a program that has a key."""
    return Client(headers={"Authorization": f"Bearer {text}"})
