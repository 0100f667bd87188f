"""The pages below ``/dev/emails/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from dev.email_previews.finding import find_samples, find_templates, html_of

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.http import HttpRequest

_shown_in_a_frame = csp_replace({"style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"]})
"""For e-mails, which carry their styles in themselves; only development has these pages."""


@require_safe
def emails(request: HttpRequest) -> HttpResponse:
    """List every e-mail, and those that have no sample."""
    samples = find_samples()
    made = [(name, make()) for name, make in samples.items()]
    missing = sorted(find_templates() - {name.partition(",")[0] for name in samples})
    return render(request, "email_previews/list.html", {"emails": made, "missing": missing})


@csp_replace({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # it takes any arguments
@require_safe
def email(request: HttpRequest, name: str) -> HttpResponse:
    """Show an e-mail: its head, its HTML in a frame, and its text."""
    message = _make(name)
    context = {"name": name, "message": message, "has_html": bool(html_of(message))}
    return render(request, "email_previews/email.html", context)


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
