"""Who and what a request of a signed-in member is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages

from apps.teams import queries
from apps.users.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.teams.locking import TeamRefusalError
    from apps.teams.models import Membership


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in, for views that only they reach."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required has seen to it
    return user


def present_member(request: HttpRequest) -> Membership:
    """Return the membership in the present team, for views that only members reach."""
    membership = queries.active_membership(request)
    assert membership is not None  # noqa: S101 - team_required has seen to it
    return membership


def tell_refusal(request: HttpRequest, refusal: TeamRefusalError) -> None:
    """Say on the next page what was in the way."""
    for obstacle in refusal.obstacles:
        messages.error(request, obstacle)
