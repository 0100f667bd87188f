"""``/dev/components/``: every component that pages are made of, in this site's theme."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SampleForm(forms.Form):
    """One field of each kind, so that each has something to show."""

    name = forms.CharField(label="Name", help_text="As others see it")
    email = forms.EmailField(label="E-mail")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    code = forms.CharField(
        label="Code", widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )
    plan = forms.ChoiceField(label="Plan", choices=[("solo", "Solo"), ("team", "Team")])
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    terms = forms.BooleanField(label="I agree to the terms")
    interval = forms.ChoiceField(
        label="Paid", choices=[("month", "Monthly"), ("year", "Yearly")], widget=forms.RadioSelect
    )

    def clean(self) -> None:
        """Refuse the form as a whole, too."""
        raise forms.ValidationError("This plan is not open to you")


def sample_data() -> dict[str, object]:
    """Return what the samples name."""
    levels = (constants.DEBUG, constants.INFO, constants.SUCCESS, constants.WARNING)
    messages = [Message(level, "Your plan was changed") for level in (*levels, constants.ERROR)]
    return {
        "form": SampleForm(data={"name": "", "email": "ada"}),
        "page": Paginator(range(90), 10).page(3),
        "single_page": Paginator(range(5), 10).page(1),
        "messages": messages,
        "now": timezone.now() - timedelta(hours=2),
        "crumbs": [("Dashboard", "/dashboard/"), ("Billing", "")],
        "tab_items": [("Profile", "/settings/profile/", True), ("Plan", "/settings/plan/", False)],
        "points": [
            SimpleNamespace(label=f"Week {number}", value=value)
            for number, value in enumerate((120, 0, 180, 112), start=1)
        ],
        "nav_item": _link(),
        "post_item": _link("post"),
        "teams": [_team("Fernhill", chosen=True), _team("Harbour Lane", chosen=False)],
        "codes": [f"{number:04d}-{number * 7:04d}" for number in range(1, 11)],
        "hostile": "\"><script>alert('x')</script> onload='x'",
    }


def _link(method: str = "get") -> SimpleNamespace:
    """Return a link of the navigation."""
    return SimpleNamespace(
        label="Billing",
        href="/billing/",
        icon="credit-card",
        method=method,
        primary=False,
        current=method == "get",
    )


def _team(name: str, *, chosen: bool) -> SimpleNamespace:
    """Return a link of a switcher."""
    return SimpleNamespace(
        label=name, href="/t/", icon="", avatar=name, method="get", current=False, chosen=chosen
    )


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    data = sample_data()
    # under their own name the layout would show them as well
    data["sample_messages"] = data.pop("messages")
    return render(request, "dev/components.html", data)


app_name = "component_gallery"

urlpatterns = [path("", components, name="components")]
