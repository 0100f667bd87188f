"""Who may open a view: a decorator for each kind, and a mixin; ``{% team_may %}`` asks the same."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import View

from apps.teams import queries
from apps.teams.conf import conf
from apps.teams.links import site_path, team_prefix
from apps.teams.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

    ViewFunction = Callable[..., HttpResponseBase]


def team_required(view: ViewFunction) -> ViewFunction:
    """Open a view only to people who are in a team, for that team.

    Visitors are sent to sign in, and people without a team to where they can create one. With
    ``TEAMS_ADDRESSES = "path"`` the view has no page outside of ``/t/<slug>/``: it leads there.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _obstacle(request) or view(request, *args, **kwargs)

    return wrapped


def team_permission_required(permission: str) -> Callable[[ViewFunction], ViewFunction]:
    """Open a view only to members whose role may do something.

    Args:
        permission: What; a constant of :mod:`apps.teams.roles` or a word of your own.
    """

    def decorate(view: ViewFunction) -> ViewFunction:
        @team_required
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _check(request, permission)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


class TeamMixin(View):
    """Opens a class-based view only to people in a team.

    Attributes:
        team_permission: What their role must allow besides, or empty.
    """

    team_permission: str = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, unless something is in the way."""
        obstacle = _obstacle(request)
        if obstacle is not None:
            return obstacle
        if self.team_permission:
            _check(request, self.team_permission)
        return super().dispatch(request, *args, **kwargs)


def _check(request: HttpRequest, permission: str) -> None:
    membership = queries.active_membership(request)
    if membership is None or not membership.may(permission):
        raise refusal(membership, permission)


def _obstacle(request: HttpRequest) -> HttpResponseBase | None:
    """Return where to go instead, or nothing when the view may be opened."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), site_path("account_login"))
    team = queries.active_team(request)
    if team is None:
        messages.info(request, _("Create a team first, or ask for an invitation to one."))
        return HttpResponseRedirect(site_path("team_list"))
    if conf.addresses == "path" and not getattr(request, "team_in_path", False):
        if request.method not in {"GET", "HEAD"}:
            raise Http404("This address says no team.")
        prefix = team_prefix(team.slug, request.path.removesuffix(request.path_info))
        return HttpResponseRedirect(prefix.rstrip("/") + request.get_full_path_info())
    return None
