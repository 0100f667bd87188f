"""How often somebody may call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rest_framework.throttling import BaseThrottle

from apps.api.conf import conf
from apps.api.models import ApiKey
from apps.ops.limits import allow, client_network

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

WINDOW: Final = 60


class PerCaller(BaseThrottle):
    """Counts each key, each person and each visitor's network by itself, in the cache."""

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        """Tell whether it is still within ``API_REQUESTS_PER_MINUTE``, and within the plan."""
        django_request = request._request  # noqa: SLF001 - what stands behind the framework's
        if getattr(django_request, "is_look", False):
            return True
        if not within_limit(_caller(request)):
            return False
        if conf.quota and isinstance(request.auth, ApiKey):
            conf.quota(django_request)
        return True

    def wait(self) -> float:
        """Return after how many seconds the count has surely begun anew."""
        return WINDOW


def within_limit(caller: str) -> bool:
    """Count a call and tell whether it is still within ``API_REQUESTS_PER_MINUTE``."""
    times = conf.requests_per_minute
    return not times or allow("api", caller, times=times, seconds=WINDOW)


def _caller(request: Request) -> str:
    if isinstance(request.auth, ApiKey):
        return f"key:{request.auth.pk}"
    if request.user and request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return client_network(request._request)  # noqa: SLF001 - what stands behind the framework's
