"""Counts evenings against the limit of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.billing.flows.usage import consume

if TYPE_CHECKING:
    from apps.users.models import User

__all__ = ["count"]


def count(user: User, name: str) -> None:
    """Count an evening, or refuse it."""
    consume(user, "club_evenings", key=name)
