"""The page at ``/dev/components/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dev.component_gallery.sample_data import sample_data

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    data = sample_data()
    # under their own name the layout would show them as well
    data["sample_messages"] = data.pop("messages")
    return render(request, "component_gallery/components.html", data)
