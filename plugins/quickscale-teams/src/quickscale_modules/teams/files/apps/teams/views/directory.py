"""All teams of a person, and the start page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, ListView

from apps.teams import active, endings, flows, queries
from apps.teams.forms import CreateTeamForm
from apps.teams.links import site_path, team_path
from apps.teams.locking import TeamRefusalError
from apps.teams.models import Membership
from apps.teams.permissions import team_required
from apps.teams.roles import INVITE_MEMBERS, VIEW_LOG
from apps.teams.views.present import present_member, signed_in, tell_refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

SHOWN = 5
"""How many members and events the start page shows."""

CLOSED = 25
"""How many deleted teams are shown, the first to go for good before the others."""


class TeamListView(LoginRequiredMixin, ListView[Membership]):
    """Lists the teams somebody is in, and those they can bring back."""

    template_name = "teams/list.html"
    context_object_name = "memberships"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Membership]:
        """Return the visitor's memberships."""
        return queries.memberships_with_size(signed_in(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the present team, and the deleted ones below the first page."""
        context = super().get_context_data(**kwargs)
        closed = queries.closed_teams_of(signed_in(self.request))
        return {
            **context,
            "closed_teams": closed[:CLOSED] if context["page_obj"].number == 1 else None,
            "present": queries.active_team(self.request),
        }


class CreateTeamView(LoginRequiredMixin, RedirectURLMixin, FormView[CreateTeamForm]):
    """Creates a team, and goes on to where its first owner came from."""

    template_name = "teams/create.html"
    form_class = CreateTeamForm

    def form_valid(self, form: CreateTeamForm) -> HttpResponse:
        """Create it and go there, or say next to the form why not."""
        try:
            team = flows.create_team(signed_in(self.request), form.cleaned_data["name"])
        except TeamRefusalError as refusal:
            for obstacle in refusal.obstacles:
                form.add_error("name", obstacle)
            return self.form_invalid(form)
        active.remember(self.request, team)
        messages.success(self.request, _("Your team is ready. Invite the others."))
        return HttpResponseRedirect(self.get_redirect_url() or team_path(team, "team_overview"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where to go on to."""
        return {**super().get_context_data(**kwargs), "next": self.get_redirect_url()}


@require_safe
@team_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show the present team at a glance."""
    membership = present_member(request)
    team = membership.team
    invites = membership.may(INVITE_MEMBERS)
    context = {
        "team": team,
        "membership": membership,
        "members": queries.members(team).order_by("-joined_at")[:SHOWN],
        "member_count": queries.seats_in_use(team),
        "invitation_count": queries.waiting_invitations(team).count() if invites else None,
        "events": queries.team_events(team)[:SHOWN] if membership.may(VIEW_LOG) else None,
    }
    return render(request, "teams/overview.html", context)


@require_POST
@login_required
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on in another team."""
    team = get_object_or_404(queries.teams_of(signed_in(request)), slug=slug)
    active.remember(request, team)
    return HttpResponseRedirect(team_path(team, "team_overview"))


@require_POST
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a team."""
    user = signed_in(request)
    team = get_object_or_404(queries.teams_of(user), slug=slug)
    try:
        flows.leave_team(team, user)
    except TeamRefusalError as refusal:
        tell_refusal(request, refusal)
    else:
        messages.success(request, _("You left %(team)s.") % {"team": team.name})
    return HttpResponseRedirect(site_path("team_list"))


@require_POST
@login_required
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a deleted team back."""
    user = signed_in(request)
    team = get_object_or_404(queries.closed_teams_of(user), slug=slug)
    try:
        endings.reopen_team(team, by=user)
    except TeamRefusalError as refusal:
        tell_refusal(request, refusal)
        return redirect("team_list")
    active.remember(request, team)
    messages.success(request, _("%(team)s is restored.") % {"team": team.name})
    return HttpResponseRedirect(team_path(team, "team_overview"))
