"""The members of the present team, and who is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView, ListView

from apps.pages.navigation import way_back
from apps.teams import flows, invitations, queries
from apps.teams.forms import InviteForm, RoleForm
from apps.teams.locking import TeamRefusalError
from apps.teams.models import Invitation, Membership
from apps.teams.permissions import TeamMixin, team_permission_required
from apps.teams.roles import INVITE_MEMBERS, MANAGE_MEMBERS, find_role
from apps.teams.views.present import present_member, signed_in, tell_refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

INVITATIONS = 10
"""How many invitations stand below the members."""


class MemberListView(TeamMixin, ListView[Membership]):
    """Lists the members, found by name or address and sorted as asked for."""

    template_name = "teams/members.html"
    context_object_name = "members"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Membership]:
        """Return the members that were asked for."""
        return queries.find_members(
            present_member(self.request).team,
            self.request.GET.get("q", ""),
            self.request.GET.get("sort", ""),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the visitor may do, and the open invitations to whoever may send some."""
        membership = present_member(self.request)
        own = membership.find_role()
        context = super().get_context_data(**kwargs)
        for member in context["members"]:
            member.is_in_reach = own.may_give(member.find_role())
        invitations = self._invitations(membership)
        return {
            **context,
            "team": membership.team,
            "membership": membership,
            "query": self.request.GET.get("q", ""),
            "sort": self.request.GET.get("sort", ""),
            "invitations": invitations and invitations[:INVITATIONS],
            "has_more_invitations": len(invitations or ()) > INVITATIONS,
        }

    def _invitations(self, membership: Membership) -> list[Invitation] | None:
        if not membership.may(INVITE_MEMBERS) or self.request.GET.get("q"):
            return None
        return list(queries.open_invitations(membership.team)[: INVITATIONS + 1])


class InvitationListView(TeamMixin, ListView[Invitation]):
    """Lists everybody who is invited."""

    template_name = "teams/invitations.html"
    context_object_name = "invitations"
    paginate_by = 25
    team_permission = INVITE_MEMBERS

    def get_queryset(self) -> QuerySet[Invitation]:
        """Return the present team's invitations."""
        return queries.open_invitations(present_member(self.request).team)


class InviteView(TeamMixin, FormView[InviteForm]):
    """Invites somebody."""

    template_name = "teams/invite.html"
    form_class = InviteForm
    team_permission = INVITE_MEMBERS

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who gives the role."""
        return {**super().get_form_kwargs(), "giver": present_member(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what one more member means."""
        notes = queries.seat_notes(present_member(self.request).team)
        return {**super().get_context_data(**kwargs), "notes": notes}

    def get_success_url(self) -> str:
        """Go back to the members."""
        return reverse("team_members")

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Send the invitation, or say next to the form why not."""
        email = form.cleaned_data["email"]
        try:
            invitations.invite(
                present_member(self.request).team,
                email,
                find_role(form.cleaned_data["role"]),
                by=signed_in(self.request),
            )
        except TeamRefusalError as refusal:
            for obstacle in refusal.obstacles:
                form.add_error(None, obstacle)
            return self.form_invalid(form)
        text = _("The invitation to %(email)s is on its way.") % {"email": email}
        messages.success(self.request, text)
        return super().form_valid(form)


@require_http_methods(["GET", "HEAD", "POST"])
@team_permission_required(MANAGE_MEMBERS)
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    own = present_member(request)
    member = get_object_or_404(queries.members(own.team), pk=pk)
    initial = {"role": member.role}
    form = RoleForm(request.POST or None, giver=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        role = find_role(form.cleaned_data["role"])
        try:
            flows.change_role(member, role, by=signed_in(request))
        except TeamRefusalError as refusal:
            for obstacle in refusal.obstacles:
                form.add_error(None, obstacle)
        else:
            text = _("%(name)s is now: %(role)s.") % {"name": member.user, "role": role.label}
            messages.success(request, text)
            return redirect("team_members")
    return render(request, "teams/role.html", {"member": member, "form": form})


@require_POST
@team_permission_required(MANAGE_MEMBERS)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a member out of the team."""
    member = get_object_or_404(queries.members(present_member(request).team), pk=pk)
    try:
        flows.remove_member(member, by=signed_in(request))
    except TeamRefusalError as refusal:
        tell_refusal(request, refusal)
    else:
        text = _("%(name)s is no longer in the team.") % {"name": member.user}
        messages.success(request, text)
    return HttpResponseRedirect(way_back(request, "team_members"))


@require_POST
@team_permission_required(INVITE_MEMBERS)
def resend(request: HttpRequest, pk: str) -> HttpResponse:
    """Send a new link to an invited address."""
    team = present_member(request).team
    found = get_object_or_404(queries.open_invitations(team), pk=pk)
    try:
        invitations.resend_invitation(found, by=signed_in(request))
    except TeamRefusalError as refusal:
        tell_refusal(request, refusal)
    else:
        text = _("A new link is on its way to %(email)s. The old one stops working.")
        messages.success(request, text % {"email": found.email})
    return HttpResponseRedirect(way_back(request, "team_members", "team_invitations"))


@require_POST
@team_permission_required(INVITE_MEMBERS)
def revoke(request: HttpRequest, pk: str) -> HttpResponse:
    """Withdraw an invitation."""
    team = present_member(request).team
    found = get_object_or_404(queries.open_invitations(team), pk=pk)
    invitations.revoke_invitation(found, by=signed_in(request))
    messages.success(
        request, _("The invitation to %(email)s is withdrawn.") % {"email": found.email}
    )
    return HttpResponseRedirect(way_back(request, "team_members", "team_invitations"))
