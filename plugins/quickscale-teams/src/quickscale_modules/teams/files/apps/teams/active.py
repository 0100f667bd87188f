"""Which team a request is about, as its path or its session says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apps.teams import queries

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from apps.teams.models import Membership, Team
    from apps.users.models import User

SESSION_KEY: Final = "team"
TEAM_OF_KEY: Final = "team_of_key"
"""Set on requests that come with a key of an API: its team, or nothing for a person's own."""


def find_by_slug(request: HttpRequest, slug: str) -> Membership | None:
    """Return the membership by which a request's sender is in the team of an address."""
    user: User = request.user  # type: ignore[assignment]  # asked for the signed in alone
    membership = queries.memberships_of(user).filter(team__slug=slug).first()
    if membership is not None:
        remember(request, membership.team)
    return membership


def find_for_token(request: HttpRequest, slug: str) -> Membership | None:
    """Return the same for somebody whom an API knows by a token, and who has no session."""
    if not request.user.is_authenticated:
        return None
    return memberships_for(request).filter(team__slug=slug).first()


def memberships_for(request: HttpRequest) -> QuerySet[Membership]:
    """Return the sender's memberships, of which a team's key opens that team's alone."""
    user: User = request.user  # type: ignore[assignment]  # asked for those who are known
    found = queries.memberships_of(user)
    team = getattr(request, TEAM_OF_KEY, None)
    return found.filter(team_id=team) if team else found


def remembered(request: HttpRequest) -> Membership | None:
    """Return the membership in the team somebody was in last, or else in one of theirs."""
    if not request.user.is_authenticated:
        return None
    if hasattr(request, TEAM_OF_KEY):  # a program keeps no session
        return memberships_for(request).order_by("joined_at", "pk").first()
    user: User = request.user
    key = request.session.get(SESSION_KEY)
    found = queries.memberships_of(user)
    membership = found.filter(team_id=key).first() if key else None
    if membership is None:
        membership = found.order_by("joined_at", "pk").first()
        if membership is not None:
            remember(request, membership.team)
        elif key:
            del request.session[SESSION_KEY]
    return membership


def remember(request: HttpRequest, team: Team) -> None:
    """Let the pages that follow be about a team."""
    if request.session.get(SESSION_KEY) != str(team.pk):
        request.session[SESSION_KEY] = str(team.pk)
