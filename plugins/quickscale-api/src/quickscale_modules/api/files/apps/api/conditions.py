"""Changes of what a client has seen and of nothing newer: ``If-Match`` (RFC 9110, 13.1.1).

A client sends the ``ETag`` that it got with what it wants to change. Where that is no longer the
state of the resource, nothing is done, and the answer is 412: nobody's change is lost by another's.
"""

from __future__ import annotations

import copy
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.cache import set_response_etag
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from apps.api.idempotency import HEADER as IDEMPOTENCY
from apps.api.idempotency import digest, sender_of
from apps.api.models import HeldResource
from apps.api.problems import problem_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

HEADER: Final = "If-Match"
GIVEN_UP: Final = timedelta(minutes=5)
"""After so long a resource that is still held is taken for one whose process has died."""

OF_CHANGES: Final = frozenset(
    {"CONTENT_LENGTH", "CONTENT_TYPE"}
    | {f"HTTP_{name.upper().replace('-', '_')}" for name in (HEADER, IDEMPOTENCY, "If-None-Match")}
)
"""What a request says that changes something, and a look at the same address does not."""


def answer_matching(
    request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    """Answer a request that names the state it is about, or refuse it where that has passed."""
    if not sender_of(request):
        return get_response(request)  # the view refuses it
    path = digest(request.path)
    HeldResource.objects.filter(begun_at__lt=timezone.now() - GIVEN_UP).delete()
    # Of two requests at once the second sees what the first has made of it, and not the same.
    _held, is_first = HeldResource.objects.get_or_create(path=path)
    if not is_first:
        text = _("This is being changed. Send your request again in a moment.")
        return problem_answer(HTTPStatus.CONFLICT, text, "in_progress")
    try:
        return _refusal(request, get_response) or get_response(request)
    finally:
        HeldResource.objects.filter(path=path).delete()


def _refusal(
    request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse | None:
    """Return why a request cannot be done, judged by what it wants to change."""
    seen = get_response(_look(request))
    if seen.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        text = _("What is at this address has no state that could match.")
        return problem_answer(HTTPStatus.PRECONDITION_FAILED, text, "precondition_failed")
    if seen.status_code != HTTPStatus.OK:
        return seen
    set_response_etag(seen)
    # Compression on the way makes an ETag weak and leaves what it stands for as it was.
    known = {tag.removeprefix("W/") for tag in parse_etags(request.headers[HEADER])}
    if known & {"*", seen.headers["ETag"]}:
        return None
    text = _("This has changed since you read it. Read it again, then decide.")
    return problem_answer(HTTPStatus.PRECONDITION_FAILED, text, "precondition_failed")


def _look(request: HttpRequest) -> HttpRequest:
    """Return the request that reads what another wants to change."""
    look = copy.copy(request)
    look.method = "GET"
    kept = {name: value for name, value in request.META.items() if name not in OF_CHANGES}
    look.META = {**kept, "REQUEST_METHOD": "GET"}
    look.__dict__.pop("headers", None)  # read from META once, and kept
    look.is_look = True  # type: ignore[attr-defined]  # one call is counted once
    return look
