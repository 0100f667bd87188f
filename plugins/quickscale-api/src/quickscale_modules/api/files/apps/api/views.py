"""What answers where no endpoint does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from apps.api.problems import problem_answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that nothing is at an address, in the API's own way."""
    return problem_answer(404, _("The API has nothing at this address."))
