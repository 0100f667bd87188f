"""What signed-in people get: times in their own zone, and answers that nobody else is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.cache import patch_cache_control

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class TimeZoneMiddleware:
    """Activates the signed-in person's time zone for the length of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = None
        if request.session.session_key and request.user.is_authenticated:
            zone = find_zone(request.user.time_zone)
        with timezone.override(zone):
            return self.get_response(request)


class PrivateAnswersMiddleware:
    """Keeps what signed-in people see out of every cache, their own browser's too.

    Otherwise the back button shows it to whoever sits there after they have signed out. A view that
    answers everybody alike says so by ``Cache-Control: public``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = is_signed_in(request)
        response = self.get_response(request)
        is_public = "public" in response.headers.get("Cache-Control", "")
        if (was_signed_in or is_signed_in(request)) and not is_public:
            patch_cache_control(response, private=True, no_store=True)
        return response


def is_signed_in(request: HttpRequest) -> bool:
    """Tell whether somebody is signed in, without a look at the session of who has none."""
    return bool(request.session.session_key and request.user.is_authenticated)


def find_zone(name: str) -> ZoneInfo | None:
    """Return a time zone by its name, or None for no name or one this machine does not know."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
