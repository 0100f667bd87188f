"""The accounts app's own pages: each parses, asks or acts, and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.views import ConfirmEmailView as EmailLinkView
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.messages.views import SuccessMessageMixin
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView, UpdateView
from django.views.generic.edit import FormMixin

from apps.accounts import first_verification, flows, invitations, queries
from apps.accounts.conf import conf
from apps.accounts.decorators import confirmed_identity
from apps.accounts.deletion_form import DeleteAccountForm
from apps.accounts.forms import ReauthenticateForm, ResetPasswordKeyForm
from apps.accounts.models import SecurityEvent
from apps.accounts.protection import protection_of
from apps.pages.navigation import way_back
from apps.users.forms import ProfileForm
from apps.users.models import User

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress
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
    context = {"protection": protection_of(user), "events": queries.security_events(user)[:5]}
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
    return redirect(way_back(request, "usersessions_list"))


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Removes a passkey, unless the admin demands it; allauth asks that of apps alone."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say why it stays."""
        adapter = get_mfa_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return cast("HttpResponse", super().form_valid(form))


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


@method_decorator(sensitive_post_parameters(), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class ConfirmEmailView(EmailLinkView):  # type: ignore[misc]  # allauth has no types
    """Verifies an address by the link that went to it.

    Whoever opens it in another browser than the one that asked gives the account's password, or,
    where no address was verified yet, sets a new one; see ``first_verification``.
    """

    def get_object(self, queryset: None = None) -> Any:
        """Return what the link stands for; there are none where addresses are verified by code."""
        if conf.verification_by_code:
            raise Http404
        return super().get_object(queryset)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Verify the address once it is clear who is there."""
        self.object = self.get_object()
        address = self.object.email_address
        if not address.can_set_verified() or first_verification.is_known(
            self.request, address.user
        ):
            return cast("HttpResponse", super().post(*args, **kwargs))
        if "password1" in self.request.POST and not self.is_change(address):
            return self.post_new_password(address)
        form = ReauthenticateForm(self.request.POST, user=address.user)
        if not form.is_valid():
            return self.show(password_form=form)
        first_verification.remember(self.request, address.user)
        self.object.confirm(self.request)
        return self.sign_in(address)

    def post_new_password(self, address: EmailAddress) -> HttpResponse:
        """Set a password, verify the address and let nothing else in that was there before."""
        form = ResetPasswordKeyForm(self.request.POST, user=address.user)
        if not form.is_valid():
            return self.show(new_form=form)
        form.save()
        flows.record_event(self.request, address.user, SecurityEvent.Kind.PASSWORD_SET)
        first_verification.verify_with_new_password(self.request, address)
        return self.sign_in(address)

    def sign_in(self, address: EmailAddress) -> HttpResponse:
        """Sign the owner in, who has just given the password."""
        login = Login(user=address.user, email=address.email, redirect_url=self.get_next_url())
        response = perform_password_login(self.request, {"email": address.email}, login)
        return cast("HttpResponse", response)

    def show(self, **context: Any) -> HttpResponse:
        """Show the page again with what is wrong."""
        return cast("HttpResponse", self.render_to_response(self.get_context_data(**context)))

    def is_change(self, address: EmailAddress) -> bool:
        """Tell whether the account has a verified address already."""
        return queries.has_verified_address(address.user, besides=address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what has to be asked."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.object:
            address = self.object.email_address
            context |= {
                "is_known": first_verification.is_known(self.request, address.user),
                "is_change": self.is_change(address),
                "has_password": address.user.has_usable_password(),
                "password_form": ReauthenticateForm(user=address.user),
                "new_form": ResetPasswordKeyForm(user=address.user),
            } | kwargs
        return context
