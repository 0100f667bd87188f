"""Shows every signed-in person times in their own zone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

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


def find_zone(name: str) -> ZoneInfo | None:
    """Return a time zone by its name, or None for no name or one this machine does not know."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
