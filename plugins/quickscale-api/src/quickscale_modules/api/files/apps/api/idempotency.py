"""Requests that are sent again and done once: ``Idempotency-Key`` on what changes something.

A client that got no answer sends the same request with the same key again, and gets the answer of
the first. Answers are kept for a day, but for those that show a secret once and faults of ours.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.api.keys import find_key, opens
from apps.api.models import KeptAnswer
from apps.api.problems import problem_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

HEADER: Final = "Idempotency-Key"
UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LONGEST: Final = 255
KEPT: Final = timedelta(days=1)
GIVEN_UP: Final = timedelta(minutes=5)
"""After so long a request without an answer is taken for one whose process has died."""


def answer_once(
    request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    """Answer a request that carries a key, or give the answer that it got before.

    Raises:
        RequestDataTooBig: Its body is longer than ``DATA_UPLOAD_MAX_MEMORY_SIZE``.
    """
    key = request.headers[HEADER]
    if not 0 < len(key) <= LONGEST:
        text = _("%(header)s has to be a text of at most %(longest)d letters.")
        return problem_answer(400, text % {"header": HEADER, "longest": LONGEST}, "invalid")
    sender = sender_of(request)
    if not sender:
        return get_response(request)
    wanted = digest(request.method or "", request.get_full_path(), request.body.hex())
    now = timezone.now()
    held = {"sender": sender, "key": digest(key)}
    # Everybody's: who never calls again would have theirs kept for good.
    KeptAnswer.objects.filter(begun_at__lt=now - KEPT).delete()
    KeptAnswer.objects.filter(**held, status=None, begun_at__lt=now - GIVEN_UP).delete()
    kept, is_first = KeptAnswer.objects.get_or_create(**held, defaults={"request": wanted})
    if is_first:
        return _answer_first(request, get_response, kept)
    if kept.request != wanted:
        text = _("This key was sent with another request before. Use a new one for each.")
        return problem_answer(422, text, "idempotency_key_reused")
    if kept.status is None:
        text = _("The same request is being answered. Send it again in a moment.")
        return problem_answer(409, text, "in_progress")
    headers = {"Idempotent-Replayed": "true"}
    return HttpResponse(kept.body, kept.content_type, kept.status, headers=headers)


def sender_of(request: HttpRequest) -> str:
    """Return whose request it is, or nothing where the view will refuse it."""
    kind, _space, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        key = find_key(text.strip())
        return f"key:{key.pk}" if key and opens(key) else ""
    return f"user:{request.user.pk}" if request.user.is_authenticated else ""


def digest(*texts: str) -> str:
    """Return a short text that stands for some of any length."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def forget_sender(sender: str) -> None:
    """Delete what a key or a person was answered, who are about to be deleted.

    Args:
        sender: ``"key:<key>"`` or ``"user:<key>"``.
    """
    KeptAnswer.objects.filter(sender=sender).delete()


def _answer_first(
    request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse], kept: KeptAnswer
) -> HttpResponse:
    response = get_response(request)
    if _may_be_kept(request, response):
        kept.status, kept.body = response.status_code, response.content
        kept.content_type = response.headers.get("Content-Type", "")
        kept.save(update_fields=["status", "body", "content_type"])
    else:
        kept.delete()
    return response


def _may_be_kept(request: HttpRequest, response: Any) -> bool:
    """Tell whether an answer is final and holds no secret that is shown once."""
    view = getattr(request.resolver_match, "func", None)
    shows_secret = getattr(getattr(view, "cls", None), "answers_once", False)
    passing = response.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS}
    ours = response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    return not (shows_secret or passing or ours or response.streaming)
