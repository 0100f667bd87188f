"""The site's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from apps.ops.limits import allow, client_network
from apps.pages import composed
from apps.pages.dashboard_page import DashboardPage
from apps.pages.emails import send_contact_message
from apps.pages.forms import ContactForm
from apps.pages.quick_open import find

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.users.models import User


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the site offers, one card for each part."""
    return render(request, "pages/home.html", {"cards": composed.SHOWCASE_CARDS})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show who is behind the site."""
    return render(request, "pages/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of visitors."""
    return render(request, "pages/privacy.html")


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Say what site and visitors can expect of each other."""
    return render(request, "pages/terms.html")


class ContactView(FormView[ContactForm]):
    """Takes a message to the people behind the site."""

    template_name = "pages/contact.html"
    form_class = ContactForm
    success_url = reverse_lazy("pages:contact")

    def get_initial(self) -> dict[str, Any]:
        """Fill in what is known of a signed-in person."""
        user = self.request.user
        known = {"name": user.name, "email": user.email} if user.is_authenticated else {}
        return {**super().get_initial(), **known}

    def form_valid(self, form: ContactForm) -> HttpResponse:
        """Send the message, unless it comes from a program or is one of too many."""
        sender = client_network(self.request)
        if not allow("contact", sender, times=settings.CONTACT_MESSAGES_PER_HOUR, seconds=3600):
            form.add_error(None, _("You have sent several messages. Try again in an hour."))
            response = self.form_invalid(form)
            response.status_code = 429
            return response
        if not form.is_trap_sprung:
            send_contact_message(
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                message=form.cleaned_data["message"],
            )
        messages.success(self.request, _("Your message is on its way. We answer by e-mail."))
        return super().form_valid(form)


@require_safe
@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show what happened, what is due, and where it goes."""
    return render(request, "pages/dashboard.html", {"dashboard": DashboardPage(request)})


@require_POST
@login_required
def hide_checklist(request: HttpRequest) -> HttpResponse:
    """Take the checklist for a first sign-in off somebody's dashboard for good."""
    user = cast("User", request.user)
    user.checklist_hidden = True
    user.save(update_fields=["checklist_hidden"])
    messages.success(request, _("The checklist is hidden. Everything in it is in the settings."))
    return redirect("pages:dashboard")


@require_safe
@login_required
def settings_area(_request: HttpRequest) -> HttpResponse:
    """Lead to the first section of the settings area.

    Raises:
        Http404: No part of the site has settings.
    """
    if not composed.SETTINGS_SECTIONS:
        message = "no part of the site has settings"
        raise Http404(message)
    return redirect(composed.SETTINGS_SECTIONS[0].url)


@require_safe
@login_required
def quick_open(request: HttpRequest) -> HttpResponse:
    """Show what somebody may open or do that fits what they typed."""
    text = request.GET.get("q", "")
    context = {"text": text, "groups": find(request, text)}
    return render(request, "pages/quick_open.html", context)


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead those who ask for the icon by its old name to the theme's."""
    return redirect(static("theme/icon.svg"))


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Tell search engines to leave out what is for signed-in people; all else may be found."""
    private = [item.url for item in composed.NAV_ITEMS if item.area in {"main", "user"}]
    private += [section.url for section in composed.SETTINGS_SECTIONS]
    public = [item.url for item in composed.NAV_ITEMS if item.area in {"public", "footer"}]
    closed = {
        reverse(name) for name in ["pages:settings", "pages:quick_open", "admin:index", *private]
    } - {"/"}
    opened = {reverse(name) for name in public} - closed
    # The longest line that fits an address counts.
    lines = [f"Disallow: {path}" for path in closed if not path.startswith(tuple(closed - {path}))]
    lines += [f"Allow: {path}" for path in opened if path.startswith(tuple(closed))]
    text = "\n".join(["User-agent: *", *sorted(lines), ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
