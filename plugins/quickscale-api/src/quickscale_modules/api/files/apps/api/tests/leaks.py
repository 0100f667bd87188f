"""What the leak test of teams cannot know, where the project has teams."""

from __future__ import annotations

from typing import Any, Final

from apps.api.tests.factories import key_of

OUTSIDE_TEAMS: Final = {"api_not_found": "nothing is there, for anybody"}


def _key(side: Any, name: str) -> dict[str, Any]:
    """Return a team's key, as an address names it."""
    key, _text = key_of(side.owner, "teams:read", team_id=side.team.pk)
    return {name: key.pk}


ARGUMENTS: Final = {
    "api_key": lambda side: _key(side, "key"),
    "api_key_rotation": lambda side: _key(side, "key"),
    "api_key_rotate": lambda side: _key(side, "pk"),
    "api_key_revoke": lambda side: _key(side, "pk"),
}
