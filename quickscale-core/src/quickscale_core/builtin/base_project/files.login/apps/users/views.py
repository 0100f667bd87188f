"""Signing in, and one's own account: Django's views with this site's forms and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.views import SuccessMessageMixin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import UpdateView

from apps.ops.limits import allow, client_network
from apps.users.account_forms import ResetForm, SignInForm
from apps.users.forms import ProfileForm
from apps.users.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class SignInView(auth_views.LoginView):
    """Signs people in by e-mail address and password."""

    form_class = SignInForm
    redirect_authenticated_user = True
    extra_context = {"site_name": settings.SITE_NAME}  # Django would say the host


@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    """Send whoever opens the administration to the site's own sign-in, which counts attempts.

    Raises:
        PermissionDenied: Somebody is signed in who may not open it.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect("admin:index")


class ResetView(auth_views.PasswordResetView):
    """Sends a link that sets a new password."""

    form_class = ResetForm
    email_template_name = "registration/email/password_reset.txt"
    html_email_template_name = "registration/email/password_reset.html"
    subject_template_name = "registration/email/password_reset_subject.txt"
    extra_email_context = {"site_name": settings.SITE_NAME}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send no more than a few links an hour at one visitor's wish, and a day to one address."""
        if request.method == "POST":
            visitor, times = client_network(request), settings.PASSWORD_RESETS_PER_HOUR
            address, daily = request.POST.get("email", "").lower(), settings.PASSWORD_RESETS_PER_DAY
            within = allow("reset", visitor, times=times, seconds=3600) and allow(
                "reset-to", address, times=daily, seconds=24 * 3600
            )
            self.extra_context = {"limited": not within}
            if self.extra_context["limited"]:
                return self.render_to_response(self.get_context_data(), status=429)
        return super().dispatch(request, *args, **kwargs)


class ProfileView(
    LoginRequiredMixin, SuccessMessageMixin[ProfileForm], UpdateView[User, ProfileForm]
):
    """Lets people change what the site knows of them."""

    form_class = ProfileForm
    template_name = "users/profile.html"
    success_url = reverse_lazy("users:profile")
    success_message = _("Your profile is saved.")

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        """Return the signed-in person, freshly: a refused form must not change ``request.user``."""
        people = User.objects.all() if queryset is None else queryset
        return people.get(pk=str(self.request.user.pk))


class PasswordView(auth_views.PasswordChangeView):
    """Lets people change their password."""

    template_name = "users/password.html"
    success_url = reverse_lazy("users:password")

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it worked; this session stays signed in, all others end."""
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)
