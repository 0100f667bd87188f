"""Keys of teams: made by whoever may, good while they are in the team, for that team alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from apps.api.holders import People
from apps.api.models import ApiKey
from apps.teams import queries
from apps.teams.roles import MANAGE_KEYS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.teams.models import Team
    from apps.users.models import User


class PeopleAndTeams(People):
    """Every person has their own keys, and every team has some that its admins see."""

    def choices(self, user: User) -> list[tuple[str, str]]:
        """Return the person, and the teams whose keys they manage."""
        found = [one for one in queries.memberships_of(user) if one.may(MANAGE_KEYS)]
        return [*super().choices(user), *((str(one.team_id), one.team.name) for one in found)]

    def keys(self, user: User) -> QuerySet[ApiKey]:
        """Return the person's own, and those of the teams whose keys they manage."""
        managed = [key for key, _name in self.choices(user) if key]
        return ApiKey.objects.filter(Q(user=user) | Q(team_id__in=managed))

    def admits(self, key: ApiKey) -> bool:
        """Tell whether whoever made a team's key is still in the team, and the team is there."""
        if key.team_id is None:
            return True
        return queries.memberships_of(key.user).filter(team_id=key.team_id).exists()


def forget_keys(team: Team) -> None:
    """Delete the keys of a team that goes for good; for ``TEAMS_DELETION_STEPS``."""
    ApiKey.objects.filter(team_id=team.pk).delete()
