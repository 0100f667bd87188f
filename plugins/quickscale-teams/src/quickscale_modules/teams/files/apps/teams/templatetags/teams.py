"""What pages ask about the team they are in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext_lazy as _

from apps.pages.navigation import Link
from apps.teams import active, links, queries
from apps.teams.quick_open import team_link
from apps.teams.roles import find_role
from apps.teams.sentences import sentence_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template.context import Context
    from django_stubs_ext import StrOrPromise

    from apps.teams.models import Membership, Team, TeamEvent

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Switcher:
    """What the switcher at the top of the sidebar shows.

    Attributes:
        name: The present team's name.
        links: The present team, some of the others one is in, the page of all, and the one that
            makes another.
    """

    name: StrOrPromise
    links: list[Link]


@register.simple_tag(takes_context=True)
def team_may(context: Context, permission: str) -> bool:
    """Tell whether the visitor may do something in the present team.

    ``{% team_may "members.invite" as can_invite %}``
    """
    request: HttpRequest | None = context.get("request")
    membership = queries.active_membership(request) if request else None
    return bool(membership and membership.may(permission))


@register.simple_tag(takes_context=True)
def active_membership(context: Context) -> Membership | None:
    """Return the visitor's membership in the present team."""
    request: HttpRequest | None = context.get("request")
    return queries.active_membership(request) if request else None


@register.simple_tag(takes_context=True)
def team_switcher(context: Context) -> Switcher | None:
    """Return what the switcher shows; nothing to visitors."""
    request: Any = context.get("request")
    if request is None or not request.user.is_authenticated:
        return None
    present = queries.active_team(request)
    teams = [team_link(team) for team in active.other_teams(request)]
    if present is not None:
        teams.insert(0, team_link(present, present=True))
    every = Link(label=_("All teams"), href=links.site_path("team_list"), icon="users")
    new = Link(label=_("New team"), href=links.site_path("team_create"), icon="plus")
    return Switcher(
        name=present.name if present else _("No team yet"),
        links=[*teams, every, new],
    )


@register.simple_tag
def team_url(team: Team, name: str, **kwargs: Any) -> str:
    """Return a page's address in a team, which need not be the present one."""
    return links.team_path(team, name, **kwargs)


@register.simple_tag
def site_url_of(name: str, **kwargs: Any) -> str:
    """Return a page's address outside of any team."""
    return links.site_path(name, **kwargs)


@register.filter
def sentence(event: TeamEvent) -> str:
    """Say what happened to a team: ``Ada Ferreira removed Tomás Aguirre from the team``."""
    return sentence_of(event)


@register.filter
def role_label(name: str) -> StrOrPromise:
    """Return what people read of a role: ``Admin``."""
    return find_role(name).label
