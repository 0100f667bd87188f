"""Shows what other apps have to say at a place of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from apps.pages import composed

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template.context import Context

    from apps.pages.dashboard import Number

register = template.Library()


@register.simple_tag(takes_context=True)
def page_parts(context: Context, place: str) -> SafeString:
    """Return the markup of every part at a place; each asks the database once at most."""
    request: HttpRequest = context["request"]
    shown = []
    for part in composed.PAGE_PARTS:
        if part.place != place:
            continue
        found: dict[str, Any] | None = import_string(part.context)(request) if part.context else {}
        if found is not None:
            shown.append(render_to_string(part.template, found, request))
    return mark_safe("".join(shown))  # noqa: S308 - templates rendered just now


@register.simple_tag(takes_context=True)
def admin_numbers(context: Context) -> list[Number]:
    """Return the numbers at the top of the administration."""
    request: HttpRequest = context["request"]
    return [
        number for source in composed.ADMIN_NUMBERS for number in import_string(source)(request)
    ]
