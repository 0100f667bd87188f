"""Runs inside a project: renders the samples of the theme's components."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import django
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]*')
"""What is another one in each form."""


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


def link(method: str = "get") -> SimpleNamespace:
    """Return a link of the navigation."""
    return SimpleNamespace(
        label="Billing",
        href="/billing/",
        icon="credit-card",
        method=method,
        primary=False,
        current=method == "get",
    )


def context() -> dict[str, object]:
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
        "nav_item": link(),
        "post_item": link("post"),
        "codes": [f"{number:04d}-{number * 7:04d}" for number in range(1, 11)],
        "hostile": "\"><script>alert('x')</script> onload='x'",
    }


def main(source: str, target: str) -> None:
    """Render each sample, again, and by django-cotton alone; write the markup or what it raised."""
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as manage.py finds it
    samples: dict[str, str] = json.loads(Path(source).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="quickscale-samples-") as folder:
        # cotton compiles what the template loaders find, and nothing else
        settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], folder]
        django.setup()
        rendered = {name: render(Path(folder), name, text) for name, text in samples.items()}
        for name, text in samples.items():
            rendered[name]["again"] = render(Path(folder), name, text)["markup"]
        draw_by_django_cotton()
        for name, text in samples.items():
            rendered[name]["django_cotton"] = render(Path(folder), name, text)["markup"]
    Path(target).write_text(json.dumps(rendered), encoding="utf-8")


def draw_by_django_cotton() -> None:
    """Give the tag of a component back to django-cotton."""
    from django_cotton.templatetags._component import cotton_component
    from django_cotton.templatetags.cotton import register

    register.tag("cotton", cotton_component)
    for loader in engines["django"].engine.template_loaders:
        loader.reset()


def render(folder: Path, name: str, sample: str) -> dict[str, str]:
    """Return a sample's markup, or what it raised."""
    template = f"{name}-sample.html"
    (folder / template).write_text(sample, encoding="utf-8")
    request = RequestFactory().get("/sample/", {"q": "ada", "page": "3"})
    try:
        markup = render_to_string(template, context(), request)
        return {"markup": TOKEN.sub("", markup), "error": ""}
    except Exception as error:  # noqa: BLE001 - whatever a theme may raise is its finding
        return {"markup": "", "error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
