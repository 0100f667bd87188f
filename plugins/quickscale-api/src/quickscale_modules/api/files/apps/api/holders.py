"""Who has keys: the one place that knows whether a team can have some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from apps.api.models import ApiKey

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.users.models import User


class Holders(Protocol):
    """What the app asks about holders of keys; ``API_KEY_HOLDERS`` names a class of this shape."""

    def choices(self, user: User) -> list[tuple[str, str]]:
        """Return for whom somebody may make keys: a team's id or nothing, and its name."""

    def keys(self, user: User) -> QuerySet[ApiKey]:
        """Return the keys that somebody may see and revoke."""

    def admits(self, key: ApiKey) -> bool:
        """Tell whether a key's holder still lets it in."""


class People:
    """Every person has their own keys, and nobody else has any."""

    def choices(self, user: User) -> list[tuple[str, str]]:  # noqa: ARG002 - a team would ask
        """Return the person."""
        return [("", _("Yourself"))]

    def keys(self, user: User) -> QuerySet[ApiKey]:
        """Return the person's own."""
        return ApiKey.objects.filter(user=user, team_id=None)

    def admits(self, key: ApiKey) -> bool:
        """Refuse a team's key, which would open more than it was made for."""
        return key.team_id is None
