"""What the dashboard shows of a team: members, activity, and what is to be done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.pages.dashboard import Activity, Number, Task
from apps.teams import queries, roles
from apps.teams.links import team_path
from apps.teams.models import Invitation, Membership, TeamEvent
from apps.teams.sentences import sentence_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.teams.models import Team

RECENT: Final = timedelta(days=30)
SHOWN: Final = 10
FOR_EVERYBODY: Final = (
    TeamEvent.Kind.CREATED,
    TeamEvent.Kind.JOINED,
    TeamEvent.Kind.LEFT,
    TeamEvent.Kind.REOPENED,
)
"""What members see of the log who may not read all of it; the rest names what is not theirs."""


def has_team(request: HttpRequest) -> bool:
    """Tell whether somebody is in a team that is not just their own."""
    team = queries.active_team(request)
    return team is not None and not team.is_personal


def has_invited(request: HttpRequest) -> bool | None:
    """Tell whether anybody else is in the present team, or was ever invited.

    Nobody is asked to who may not, or whose team is their personal one.
    """
    membership = queries.active_membership(request)
    if membership is None:
        return False
    if membership.team.is_personal or not membership.may(roles.INVITE_MEMBERS):
        return None
    if _members(request, membership.team)["all"] > 1:
        return True
    return Invitation.objects.filter(team=membership.team).exists()


def numbers(request: HttpRequest) -> list[Number]:
    """Return how many members the present team has."""
    team = queries.active_team(request)
    if team is None or team.is_personal:
        return []
    found = _members(request, team)
    return [
        Number(
            label=_("Members"),
            value=number_format(found["all"], force_grouping=True),
            trend="up" if found["new"] else "level",
            change=number_format(found["new"]) if found["new"] else "",
            hint=_("in the last 30 days") if found["new"] else _("nobody new in 30 days"),
            href=team_path(team, "team_members"),
        )
    ]


def _members(request: HttpRequest, team: Team) -> dict[str, int]:
    """Return how many members a request's team has, and how many are new; asked once a request."""
    found: dict[str, int] | None = getattr(request, "_dashboard_members", None)
    if found is None:
        recent = Q(joined_at__gte=timezone.now() - RECENT)
        found = Membership.objects.filter(team=team).aggregate(
            all=Count("pk"), new=Count("pk", filter=recent)
        )
        request._dashboard_members = found  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def tasks(request: HttpRequest) -> list[Task]:
    """Return what is to be done about the present team, or about having none."""
    membership = queries.active_membership(request)
    if membership is None:
        return [
            Task(
                text=_("You are not in a team yet"),
                detail=_("Create one, or ask for an invitation."),
                action=_("Create team"),
                href=reverse("team_create"),
                icon="users",
            )
        ]
    if not membership.may(roles.INVITE_MEMBERS):
        return []
    now = timezone.now()
    expired = Q(expires_at__lte=now)
    found = queries.open_invitations(membership.team).aggregate(
        expired=Count("pk", filter=expired),
        waiting=Count("pk", filter=~expired),
        oldest=Min("created_at", filter=~expired),
    )
    made = []
    if count := found["expired"]:
        text = ngettext(
            "%(count)d invitation has expired", "%(count)d invitations have expired", count
        )
        made.append(
            Task(
                text=text % {"count": count},
                detail=_("Send it again, or withdraw it."),
                action=_("See expired invitations"),
                href=team_path(membership.team, "team_invitations"),
                icon="clock",
            )
        )
    if count := found["waiting"]:
        text = ngettext(
            "%(count)d invitation is not accepted yet",
            "%(count)d invitations are not accepted yet",
            count,
        )
        made.append(
            Task(
                text=text % {"count": count},
                detail=_("The oldest was sent %(time)s ago.")
                % {"time": timesince(found["oldest"], now, depth=1)},
                action=_("See invitations"),
                href=team_path(membership.team, "team_invitations"),
                icon="mail",
            )
        )
    return made


def activity(request: HttpRequest) -> list[Activity]:
    """Return what happened to the present team, as far as somebody may see it."""
    membership = queries.active_membership(request)
    if membership is None:
        return []
    events = queries.team_events(membership.team)
    if not membership.may(roles.VIEW_LOG):
        events = events.filter(kind__in=FOR_EVERYBODY)
    return [
        Activity(text=sentence_of(event), at=event.created_at, who=event.actor_name, icon="users")
        for event in events[:SHOWN]
    ]
