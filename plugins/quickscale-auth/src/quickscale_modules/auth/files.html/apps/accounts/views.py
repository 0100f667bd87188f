"""The accounts app's own pages: each parses, asks or acts, and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.messages.views import SuccessMessageMixin
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView, UpdateView
from django.views.generic.edit import FormMixin

from apps.accounts import flows, invitations, queries
from apps.accounts.conf import conf
from apps.accounts.decorators import confirmed_identity
from apps.accounts.forms import DeleteAccountForm, ProfileForm
from apps.accounts.models import SecurityEvent
from apps.users.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


SESSIONS_SHOWN = 25
"""How many sessions are on a page."""


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in, for views that only they reach."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required has seen to it
    return user


class ProfileView(
    LoginRequiredMixin, SuccessMessageMixin[ProfileForm], UpdateView[User, ProfileForm]
):
    """Lets people change what the site knows of them."""

    form_class = ProfileForm
    template_name = "accounts/profile.html"
    success_url = reverse_lazy("account_profile")
    success_message = gettext_lazy("Your profile is saved.")

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:  # noqa: ARG002
        """Return the signed-in person."""
        return signed_in(self.request)


@require_safe
@never_cache
@login_required
@confirmed_identity
def export_data(request: HttpRequest) -> HttpResponse:
    """Hand over everything the site holds about the signed-in person, as JSON."""
    user = signed_in(request)
    flows.record_event(request, user, SecurityEvent.Kind.DATA_EXPORTED)
    response = JsonResponse(queries.export(user), json_dumps_params={"indent": 2})
    name = f"account-data-{timezone.localdate():%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@login_required
@confirmed_identity
def delete_account(request: HttpRequest) -> HttpResponse:
    """Delete the signed-in person's account once they have typed its address."""
    user = signed_in(request)
    obstacles = queries.deletion_obstacles(user)
    form = DeleteAccountForm(request.POST or None, user=user)
    if request.method == "POST" and not obstacles and form.is_valid():
        try:
            flows.delete_account(request, user)
        except flows.DeletionRefusedError as refusal:
            obstacles = refusal.obstacles
        else:
            messages.success(request, _("Your account is deleted."))
            return redirect("pages:home")
    status = 409 if obstacles and request.method == "POST" else 200
    context = {"form": form, "obstacles": obstacles}
    return render(request, "accounts/delete.html", context, status=status)


@require_safe
@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """Show how the account is protected and what happened to it lately."""
    user = signed_in(request)
    factors = queries.second_factors(user)
    recovery = factors.get("recovery_codes", [])
    context = {
        "offered": conf.mfa_types,
        "totp": next(iter(factors.get("totp", [])), None),
        "passkeys": factors.get("webauthn", []),
        "recovery_left": len(recovery[0].wrap().get_unused_codes()) if recovery else None,
        "mfa_enabled": queries.has_second_factor(user),
        "events": queries.security_events(user)[:5],
    }
    return render(request, "accounts/security.html", context)


class ActivityView(LoginRequiredMixin, ListView[SecurityEvent]):
    """Lists what happened to the account."""

    template_name = "accounts/activity.html"
    context_object_name = "events"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[SecurityEvent]:
        """Return the signed-in person's events."""
        return queries.security_events(signed_in(self.request))


class SessionListView(ListUserSessionsView):  # type: ignore[misc]  # allauth has no types
    """Lists where one is signed in: allauth's page, in as many queries for one as for many."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return a page of the sessions, without allauth's walk through them."""
        sessions = queries.live_sessions(signed_in(self.request))
        sessions.sort(key=lambda session: session.last_seen_at, reverse=True)
        page = Paginator(sessions, SESSIONS_SHOWN).get_page(self.request.GET.get("page"))
        context = FormMixin.get_context_data(self, **kwargs)
        return {**context, "page_obj": page, "session_count": len(sessions)}


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one of the signed-in person's sessions out; the present one means signing out here."""
    user = signed_in(request)
    session = get_object_or_404(UserSession, pk=pk, user_id=user.pk)
    flows.end_session(user, session)
    messages.success(request, _("That session is signed out."))
    return redirect("usersessions_list")


@require_safe
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take a visitor with an invitation to the sign-up."""
    if request.user.is_authenticated:
        messages.info(request, _("You are signed in already. Sign out to use an invitation."))
        return redirect("pages:dashboard")
    found: Any = queries.find_open_invitation(token) if conf.signup == "invite" else None
    if found is None:
        return render(request, "accounts/invitation_invalid.html", status=410)
    invitations.open_for(request, found)
    return redirect("account_signup")
