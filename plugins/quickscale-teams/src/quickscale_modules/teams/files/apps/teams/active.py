"""Which team a request is about, as its path or its session says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Case, Q, When

from apps.teams import queries

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from apps.teams.models import Membership, Team
    from apps.users.models import User

SESSION_KEY: Final = "team"
LISTED: Final = 8
"""How many memberships are read along with the present one, for the switcher."""
TEAM_OF_KEY: Final = "team_of_key"
"""Set on requests that come with a key of an API: its team, or nothing for a person's own."""


def find_by_slug(request: HttpRequest, slug: str) -> Membership | None:
    """Return the membership by which a request's sender is in the team of an address."""
    user: User = request.user  # type: ignore[assignment]  # asked for the signed in alone
    membership = _with_others(request, user, Q(team__slug=slug))
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
    membership = _with_others(request, user, Q(team_id=key)) if key else None
    if membership is None:
        membership = queries.memberships_of(user).order_by("joined_at", "pk").first()
        if membership is not None:
            remember(request, membership.team)
        elif key:
            del request.session[SESSION_KEY]
    return membership


def other_teams(request: HttpRequest) -> list[Team]:
    """Return some teams of who is signed in that are not the present one, by their names."""
    present = queries.active_membership(request)  # with which others may have been read
    found: list[Membership] | None = getattr(request, "_memberships", None)
    if found is None:
        user: User = request.user  # type: ignore[assignment]  # asked for the signed in alone
        found = list(queries.memberships_of(user)[: LISTED + 1])
    here = present.team_id if present else None
    return [one.team for one in found if one.team_id != here][:LISTED]


def _with_others(request: HttpRequest, user: User, present: Q) -> Membership | None:
    """Return somebody's membership in the present team, read in one query with some others."""
    first = Case(When(present, then=0), default=1)
    found = queries.memberships_of(user).annotate(is_other=first)
    memberships = list(found.order_by("is_other", "team__name", "team_id")[: LISTED + 1])
    request._memberships = memberships  # type: ignore[attr-defined]  # noqa: SLF001
    return memberships[0] if memberships and not memberships[0].is_other else None


def remember(request: HttpRequest, team: Team) -> None:
    """Let the pages that follow be about a team."""
    if request.session.get(SESSION_KEY) != str(team.pk):
        request.session[SESSION_KEY] = str(team.pk)
