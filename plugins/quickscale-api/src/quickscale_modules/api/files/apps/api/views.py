"""What is beside the endpoints: the schema of them all, and what answers where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from apps.api.problems import problem_answer
from apps.api.schema import merged
from apps.api.throttling import WINDOW, within_limit
from apps.ops.limits import client_network

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Show the schema of the whole API to everybody, as often as endpoints answer a visitor."""
    if not within_limit(client_network(request)):
        answer = problem_answer(429, _("Too many calls. Try again in a minute."), "throttled")
        answer.headers["Retry-After"] = str(WINDOW)
        return answer
    return JsonResponse(merged())


@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that nothing is at an address, in the API's own way."""
    return problem_answer(404, _("The API has nothing at this address."))
