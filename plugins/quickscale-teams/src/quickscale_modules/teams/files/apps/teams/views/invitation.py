"""What the link of an invitation leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.teams import active, entrance, invitations, queries
from apps.teams.links import site_path, team_path
from apps.teams.locking import TeamRefusalError
from apps.teams.views.present import signed_in, tell_refusal

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to join; looking alone, as mail scanners do, spends nothing."""
    found = queries.find_open_invitation(token)
    if found is None:
        return _spent(request, token)
    here = site_path("team_invitation", token=token)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            invitations.accept_invitation(found, signed_in(request))
        except TeamRefusalError as refusal:
            if queries.team_entered_by(token, signed_in(request)) is None:
                tell_refusal(request, refusal)
            return HttpResponseRedirect(here)
        active.remember(request, found.team)
        messages.success(request, _("Welcome to %(team)s.") % {"team": found.team.name})
        return HttpResponseRedirect(team_path(found.team, "team_overview"))
    known = request.user.is_authenticated
    context = {
        "invitation": found,
        "token": token,
        "here": here,
        "is_for_visitor": known and invitations.is_for(found, signed_in(request)),
        "can_sign_up": entrance.can_sign_up(),
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': here})}",
    }
    return render(request, "teams/invitation.html", context)


def _spent(request: HttpRequest, token: str) -> HttpResponse:
    """Say that a link does not work, except to those whom it let in: they are led to the team."""
    if request.user.is_authenticated:
        team = queries.team_entered_by(token, signed_in(request))
        if team is not None:
            messages.info(request, _("You are in %(team)s already.") % {"team": team.name})
            return HttpResponseRedirect(team_path(team, "team_overview"))
    return render(request, "teams/invitation_invalid.html", status=410)


@require_POST
@never_cache
def sign_up(request: HttpRequest, token: str) -> HttpResponse:
    """Take somebody without an account to the sign-up, and from there back to the invitation."""
    found = queries.find_open_invitation(token)
    here = site_path("team_invitation", token=token)
    if found is None or request.user.is_authenticated or not entrance.can_sign_up():
        return HttpResponseRedirect(here)
    entrance.open_for(request, found)
    return HttpResponseRedirect(f"{reverse('account_signup')}?{urlencode({'next': here})}")
