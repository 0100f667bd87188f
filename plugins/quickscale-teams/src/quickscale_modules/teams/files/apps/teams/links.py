"""Addresses of pages, in a team and outside of one.

With ``TEAMS_ADDRESSES = "path"`` every page of the site also stands under ``/t/<slug>/``, where it
is about that team. The prefix is the request's script prefix, so ``reverse()`` and ``{% url %}``
stay in the team without being told. What leads out of it is made here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django.urls import get_script_prefix, reverse, set_script_prefix

from apps.teams.conf import conf

if TYPE_CHECKING:
    from apps.teams.models import Team

PREFIX: Final = re.compile(r"^/t/(?P<slug>[a-z0-9-]+)(?P<rest>/.*)?$")
"""A path that says which team it is about."""


def team_prefix(slug: str, base: str) -> str:
    """Return the script prefix of a team's pages.

    Args:
        slug: The team's.
        base: The site's own script prefix, which is ``/`` almost everywhere.
    """
    return f"{base.rstrip('/')}/t/{slug}/"


def site_path(name: str, **kwargs: Any) -> str:
    """Return a page's address outside of any team, for people who may not be in it.

    Args:
        name: The URL's name.
        **kwargs: Its arguments.
    """
    return _reverse(_site_prefix(), name, kwargs)


def team_path(team: Team, name: str, **kwargs: Any) -> str:
    """Return a page's address in a team; in the session mode the session says which team.

    Args:
        team: Which one.
        name: The URL's name.
        **kwargs: Its arguments.
    """
    base = _site_prefix()
    prefix = team_prefix(team.slug, base) if conf.addresses == "path" else base
    return _reverse(prefix, name, kwargs)


def _site_prefix() -> str:
    return re.sub(r"/t/[a-z0-9-]+/$", "/", get_script_prefix())


def _reverse(prefix: str, name: str, kwargs: dict[str, Any]) -> str:
    present = get_script_prefix()
    set_script_prefix(prefix)
    try:
        return reverse(name, kwargs=kwargs)
    finally:
        set_script_prefix(present)
