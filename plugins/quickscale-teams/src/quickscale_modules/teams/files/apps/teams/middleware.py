"""Enters the team of each request, so that its views see that team's data and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import get_resolver, get_script_prefix, set_script_prefix
from django.utils.functional import SimpleLazyObject
from django_scopes import scope

from apps.teams import active
from apps.teams.conf import conf
from apps.teams.links import PREFIX, site_path, team_prefix

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Match

    from django.http import HttpRequest

    from apps.teams.models import Membership


class TeamMiddleware:
    """Sets ``request.team`` and ``request.membership``; both are false where there is no team.

    With ``TEAMS_ADDRESSES = "path"`` an address below ``/t/<slug>/`` says the team, and the rest of
    the site stands there once more. Elsewhere, and with ``"session"`` everywhere, it is the team
    somebody was in last.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # Views are imported here, in no team. What a class of theirs asks for when it is made, such
        # as its `queryset`, would belong to the team of the first request for good.
        list(get_resolver().url_patterns)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the team, then answer in it."""
        request.team_in_path = False  # type: ignore[attr-defined]
        if conf.addresses == "path" and (match := PREFIX.match(request.path_info)):
            return self._below_prefix(request, match)
        return self._answer(request, lambda: active.remembered(request))

    def _answer(self, request: HttpRequest, find: Callable[[], Membership | None]) -> HttpResponse:
        # Pages that ask for no team cost no query.
        membership: Any = SimpleLazyObject(find)
        team: Any = SimpleLazyObject(lambda: membership.team if membership else None)
        request.membership = membership  # type: ignore[attr-defined]
        request.team = team  # type: ignore[attr-defined]
        # No team is said as well: what called this may have been in one.
        with scope(team=team):
            return self.get_response(request)

    def _below_prefix(self, request: HttpRequest, match: Match[str]) -> HttpResponse:
        base, slug, rest = get_script_prefix(), match["slug"], match["rest"]
        if rest is None:
            return HttpResponseRedirect(team_prefix(slug, base))
        membership: Membership | None = None
        if request.user.is_authenticated:
            membership = active.find_by_slug(request, slug)
            if membership is None:
                # The same for a team of others as for none at all.
                raise Http404("No such team.")
        elif "Authorization" not in request.headers:
            return self._send_to_sign_in(request, base, rest)
        request.path_info = rest
        request.team_in_path = True  # type: ignore[attr-defined]
        set_script_prefix(team_prefix(slug, base))
        try:
            # Whose token a header holds, an API finds out later.
            find = lambda: membership or active.find_for_token(request, slug)  # noqa: E731
            return self._answer(request, find)
        finally:
            set_script_prefix(base)

    def _send_to_sign_in(self, request: HttpRequest, base: str, rest: str) -> HttpResponse:
        if rest == "/" or rest.startswith("/accounts/"):
            # These need no team, and a link in an e-mail may have been made in one.
            query = request.META.get("QUERY_STRING", "")
            path = base.rstrip("/") + rest
            return HttpResponseRedirect(f"{path}?{query}" if query else path)
        return redirect_to_login(request.get_full_path(), site_path("account_login"))
