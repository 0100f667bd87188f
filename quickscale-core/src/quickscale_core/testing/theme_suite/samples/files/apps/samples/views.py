"""The pages. Nobody has to sign in: those for signed-in people are shown to one who is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from apps.samples.forms import SampleForm
from apps.users.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

LEVELS = {
    "info": messages.INFO,
    "success": messages.SUCCESS,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


def page(layout: str, *, signed_in: bool = False) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view of a layout's page; ``?messages`` has it tell one of each level."""

    def view(request: HttpRequest) -> HttpResponse:
        if signed_in:
            request.user = User(name="Ada Lovelace", email="ada@example.com")
        if "messages" in request.GET:
            for name, level in LEVELS.items():
                messages.add_message(request, level, f"Sample {name} message")
        return render(request, f"samples/{layout}.html")

    return view


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign somebody in for the pages that ask who is there, and show them their dashboard."""
    user, _made = User.objects.get_or_create(email="grace@example.com", defaults={"name": "Grace"})
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("pages:dashboard")


def form(request: HttpRequest) -> HttpResponse:
    """Show a form, with its errors once it was sent wrongly."""
    request.user = User(name="Ada Lovelace", email="ada@example.com")
    sent = SampleForm(request.POST or None)
    if sent.is_valid():
        messages.success(request, "Sample success message")
        return redirect("samples:form")
    return render(request, "samples/form.html", {"form": sent})


def error(_request: HttpRequest) -> HttpResponse:
    """Render the error layout as it is where nothing works: no request, no context."""
    return HttpResponse(render_to_string("samples/error.html"))


def part(_request: HttpRequest) -> dict[str, str]:
    """Return what is shown at the place on the app page."""
    return {"said": "Sample part of another module"}


def no_part(_request: HttpRequest) -> None:
    """Have nothing to show at a place."""


def email(_request: HttpRequest) -> HttpResponse:
    """Show an e-mail's HTML."""
    return HttpResponse(render_to_string("samples/email.html", {"site_name": "Acme"}))
