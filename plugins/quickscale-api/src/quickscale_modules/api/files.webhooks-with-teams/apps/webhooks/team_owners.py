"""Whose endpoints are, where there are teams: the team somebody is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.urls import reverse

from apps.teams import queries, roles
from apps.teams.links import team_path
from apps.teams.models import Team
from apps.teams.permissions import team_required
from apps.teams.scoping import in_team
from apps.webhooks import endpoints

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.ops.events import Event
    from apps.users.models import User
    from apps.webhooks.owners import View


class TeamOwners:
    """Teams have endpoints; whoever may manage them sees and changes them."""

    def guard(self, view: View) -> View:
        """Let members in, each in the team they are in."""
        return cast("View", team_required(view))

    def of_request(self, request: HttpRequest) -> str:
        """Return the team a request is about."""
        team = queries.active_team(request)
        return f"team:{team.pk}" if team else ""

    def of_person(self, user: User) -> str:
        """Return the first of somebody's teams whose endpoints they manage."""
        found = queries.memberships_of(user).order_by("joined_at", "pk")
        may = (one for one in found if one.may(roles.MANAGE_WEBHOOKS))
        return next((f"team:{one.team_id}" for one in may), "")

    def manages(self, request: HttpRequest) -> bool:
        """Tell whether a request's sender may manage its team's endpoints."""
        membership = queries.active_membership(request)
        return bool(membership and membership.may(roles.MANAGE_WEBHOOKS))

    def hears(self, event: Event) -> bool:
        """Tell whether an event is about a team: a person's account is nobody else's business."""
        return event.about == "team"

    def hold(self, owner: str) -> None:
        """Lock the team's row."""
        kind, _, key = owner.partition(":")
        if kind == "team":
            Team.objects.select_for_update().filter(pk=key).first()

    def addresses(self, owner: str) -> list[str]:
        """Return the addresses of those who manage the team's endpoints."""
        team = _find_team(owner)
        if team is None:
            return []
        with in_team(team):
            people = queries.people_who_may(team, roles.MANAGE_WEBHOOKS)
            return sorted(person.email for person in people)

    def path(self, owner: str, name: str, **kwargs: object) -> str:
        """Return the address of a page in an owner's team."""
        team = _find_team(owner)
        return team_path(team, name, **kwargs) if team else reverse(name, kwargs=kwargs)


def forget_team(team: Team) -> None:
    """Delete a team's endpoints with it; for ``TEAMS_DELETION_STEPS``."""
    endpoints.forget_owner(f"team:{team.pk}")


def _find_team(owner: str) -> Team | None:
    kind, _, key = owner.partition(":")
    return Team.objects.filter(pk=key).first() if kind == "team" else None
