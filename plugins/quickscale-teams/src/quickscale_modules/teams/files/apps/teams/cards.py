"""What the dashboard shows of a team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.teams import queries

if TYPE_CHECKING:
    from django.http import HttpRequest


def dashboard_card(request: HttpRequest) -> dict[str, Any]:
    """Return what the card on the present team shows; nothing where there is none."""
    membership = queries.active_membership(request)
    if membership is None:
        return {"membership": None}
    team = membership.team
    return {
        "membership": membership,
        "team": team,
        "member_count": queries.seats_in_use(team),
        "invitation_count": queries.open_invitations(team).count(),
    }
