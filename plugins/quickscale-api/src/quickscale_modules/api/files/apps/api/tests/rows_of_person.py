"""A row of each kind that the api keeps of a person, for tests of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.api.tests.factories import key_of

if TYPE_CHECKING:
    from apps.users.models import User


def make(user: User) -> list[Any]:
    """Return what a person's pages and the admin list."""
    return [key_of(user)[0]]
