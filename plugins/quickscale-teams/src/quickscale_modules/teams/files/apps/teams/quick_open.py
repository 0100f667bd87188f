"""The teams somebody is in and what they may do there, as quick open and the switcher show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.pages.navigation import Link
from apps.pages.quick_open import Entry
from apps.teams import links, queries, roles
from apps.teams.conf import conf

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.teams.models import Team
    from apps.users.models import User

TEAMS: Final = _("Teams")
SHOWN: Final = 10
"""How many teams are found at once; typing more of a name finds the others."""


def entries(request: HttpRequest, text: str) -> list[Entry]:
    """Return the teams whose names hold every word of a text, and what one may do there.

    Args:
        request: Whose.
        text: What they typed; empty finds the first teams.
    """
    user: User = request.user  # type: ignore[assignment]  # quick open is for the signed in
    found = queries.teams_of(user).order_by("name", "pk")
    for word in text.split():
        found = found.filter(name__icontains=word)
    present = queries.active_membership(request)
    shown = [
        _team_entry(team_link(team, present=bool(present and present.team_id == team.pk)))
        for team in found[:SHOWN]
    ]
    actions = [
        Entry(label=_("New team"), href=links.site_path("team_create"), icon="plus"),
        Entry(label=_("All teams"), href=links.site_path("team_list"), icon="users", group=TEAMS),
    ]
    if present and present.may(roles.INVITE_MEMBERS) and not present.team.is_personal:
        label, words = _("Invite member"), _("add person colleague")
        actions.append(
            Entry(label=label, href=reverse("team_invite"), icon="user-plus", words=words)
        )
    return [*shown, *actions]


def team_link(team: Team, *, present: bool = False) -> Link:
    """Return the link that leads into a team.

    Args:
        team: Which one.
        present: Whether it is the one in use.
    """
    method = "get"
    if present or conf.addresses == "path":
        href = links.team_path(team, "team_overview")
    else:
        href, method = links.site_path("team_switch", slug=team.slug), "post"
    return Link(
        label=team.name, href=href, icon="", avatar=team.name, method=method, chosen=present
    )


def _team_entry(link: Link) -> Entry:
    return Entry(
        label=link.label,
        href=link.href,
        avatar=link.avatar,
        group=TEAMS,
        method=link.method,
        chosen=link.chosen,
    )
