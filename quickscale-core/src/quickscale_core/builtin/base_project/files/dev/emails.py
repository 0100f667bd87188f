"""``/dev/emails/``: every e-mail of the site, made of sample data, as HTML and as text.

Whatever part of the site sends e-mails says in ``email_samples/``, in a module of its own, how to
make one of each. ``tests/test_emails.py`` fails for an e-mail without a sample.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from csp.decorators import csp_replace
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from dev import email_samples

if TYPE_CHECKING:
    from django.http import HttpRequest

Sample = Callable[[], EmailMessage]


def find_samples() -> dict[str, Sample]:
    """Return how to make each sample, by its name, sorted."""
    found: dict[str, Sample] = {}
    for module in pkgutil.iter_modules(email_samples.__path__):
        found |= importlib.import_module(f"{email_samples.__name__}.{module.name}").SAMPLES
    return dict(sorted(found.items()))


def find_templates() -> set[str]:
    """Return the name of every e-mail that the site has a template of, without its ending.

    An e-mail's templates stand in a folder ``email``; what they are built of stands below that.
    """
    own = [Path(config.path) for config in apps.get_app_configs()]
    folders = [one / "templates" for one in own if one.is_relative_to(settings.BASE_DIR)]
    return {
        str(file.relative_to(folder).with_suffix("")).removesuffix("_subject")
        for folder in (*folders, settings.BASE_DIR / "templates")
        for file in folder.glob("**/email/*")
        if file.suffix in (".html", ".txt") and ".venv" not in folder.parts
    }


def html_of(message: EmailMessage) -> str:
    """Return an e-mail's HTML, or nothing where it is text alone."""
    others = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in others if kind == "text/html"), "")


_shown_in_a_frame = csp_replace({"style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"]})
"""For e-mails, which carry their styles in themselves; only development has these pages."""


@require_safe
def emails(request: HttpRequest) -> HttpResponse:
    """List every e-mail, and those that have no sample."""
    samples = find_samples()
    made = [(name, make()) for name, make in samples.items()]
    missing = sorted(find_templates() - {name.partition(",")[0] for name in samples})
    return render(request, "dev/emails.html", {"emails": made, "missing": missing})


@csp_replace({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # it takes any arguments
@require_safe
def email(request: HttpRequest, name: str) -> HttpResponse:
    """Show an e-mail: its head, its HTML in a frame, and its text."""
    message = _make(name)
    context = {"name": name, "message": message, "has_html": bool(html_of(message))}
    return render(request, "dev/email.html", context)


@_shown_in_a_frame  # type: ignore[arg-type]  # it takes any arguments
@xframe_options_sameorigin
@require_safe
def email_html(_request: HttpRequest, name: str) -> HttpResponse:
    """Answer with an e-mail's HTML alone; it carries its styles in itself."""
    html = html_of(_make(name))
    if not html:
        raise Http404
    return HttpResponse(html)


@_shown_in_a_frame  # type: ignore[arg-type]  # it takes any arguments
@xframe_options_sameorigin
@require_safe
def email_text(_request: HttpRequest, name: str) -> HttpResponse:
    """Answer with an e-mail's text alone."""
    return HttpResponse(_make(name).body, content_type="text/plain; charset=utf-8")


def _make(name: str) -> EmailMessage:
    sample = find_samples().get(name)
    if sample is None:
        raise Http404
    return sample()


app_name = "email_previews"

urlpatterns = [
    path("", emails, name="list"),
    path("<path:name>/html/", email_html, name="html"),
    path("<path:name>/text/", email_text, name="text"),
    path("<path:name>/", email, name="email"),
]
