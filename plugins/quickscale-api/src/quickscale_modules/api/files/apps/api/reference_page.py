"""``/api/v1/docs/``: what the API can do, for whoever writes programs that call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.api import reference
from apps.api.schema import merged

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@login_required
def docs(request: HttpRequest) -> HttpResponse:
    """Show every operation and every object of the schema."""
    schema = merged()
    context = {
        "operations": reference.operations(schema),
        "objects": reference.objects(schema),
    }
    return render(request, "api/reference.html", context)
