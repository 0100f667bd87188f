"""What happens in a club."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from apps.users.models import User

__all__ = ["plan_evening"]


def plan_evening(user: User, name: str) -> str:
    """Plan an evening.

    Args:
        user: Whose.
        name: What it is called.
    """
    for path in settings.CLUB_STEPS:
        import_string(path)(user, name)
    return name
