"""The settings of the present team, its log, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import ListView

from apps.accounts.decorators import confirmed_identity
from apps.teams import endings, flows, queries
from apps.teams.forms import DeleteTeamForm, TeamForm, TransferForm
from apps.teams.links import site_path, team_path
from apps.teams.locking import TeamRefusalError
from apps.teams.models import TeamEvent
from apps.teams.permissions import TeamMixin, team_permission_required, team_required
from apps.teams.roles import CHANGE_TEAM, DELETE_TEAM, TRANSFER_TEAM, VIEW_LOG
from apps.teams.views.present import present_member, signed_in

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@team_required
def team_settings(request: HttpRequest) -> HttpResponse:
    """Show the team's name and address, and let those who may change them."""
    membership = present_member(request)
    team = membership.team
    if request.method == "POST" and not membership.may(CHANGE_TEAM):
        return redirect("team_settings")
    # A copy, for the form writes into what it is given, and the page's frame shows the team.
    form = TeamForm(
        request.POST or None, instance=queries.teams_of(signed_in(request)).get(pk=team.pk)
    )
    if request.method == "POST" and form.is_valid():
        name, slug = form.cleaned_data["name"], form.cleaned_data["slug"]
        try:
            team = flows.update_team(team, name=name, slug=slug, by=signed_in(request))
        except TeamRefusalError as refusal:
            for obstacle in refusal.obstacles:
                form.add_error("slug", obstacle)
        else:
            messages.success(request, _("The team is saved."))
            return HttpResponseRedirect(team_path(team, "team_settings"))
    context = {"team": team, "membership": membership, "form": form}
    return render(request, "teams/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@team_permission_required(TRANSFER_TEAM)
@confirmed_identity
def transfer(request: HttpRequest) -> HttpResponse:
    """Hand the team on."""
    team = present_member(request).team
    form = TransferForm(request.POST or None, members=queries.members(team))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["member"]
        try:
            flows.transfer_ownership(chosen, by=signed_in(request))
        except TeamRefusalError as refusal:
            for obstacle in refusal.obstacles:
                form.add_error(None, obstacle)
        else:
            messages.success(request, _("%(name)s owns the team now.") % {"name": chosen.user})
            return redirect("team_settings")
    return render(request, "teams/transfer.html", {"team": team, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@team_permission_required(DELETE_TEAM)
@confirmed_identity
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the team, once its name is typed."""
    team = present_member(request).team
    obstacles = queries.deletion_obstacles(team)
    form = DeleteTeamForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        try:
            closed = endings.close_team(team, by=signed_in(request))
        except TeamRefusalError as refusal:
            obstacles = refusal.obstacles
        else:
            text = _("%(team)s is deleted. You can restore it here.")
            messages.success(request, text % {"team": closed.name})
            return HttpResponseRedirect(site_path("team_list"))
    status = 409 if obstacles and request.method == "POST" else 200
    context = {"team": team, "form": form, "obstacles": obstacles}
    return render(request, "teams/delete.html", context, status=status)


class ActivityView(TeamMixin, ListView[TeamEvent]):
    """Lists what happened to the team."""

    template_name = "teams/activity.html"
    context_object_name = "events"
    paginate_by = 25
    team_permission = VIEW_LOG

    def get_queryset(self) -> QuerySet[TeamEvent]:
        """Return the present team's events."""
        return queries.team_events(present_member(self.request).team)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the team."""
        return {**super().get_context_data(**kwargs), "team": present_member(self.request).team}
