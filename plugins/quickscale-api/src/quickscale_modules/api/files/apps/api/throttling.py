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
        times = conf.requests_per_minute
        if times and not allow("api", _caller(request), times=times, seconds=WINDOW):
            return False
        if conf.quota and isinstance(request.auth, ApiKey):
            conf.quota(request._request)  # noqa: SLF001 - what stands behind the framework's
        return True

    def wait(self) -> float:
        """Return after how many seconds the count has surely begun anew."""
        return WINDOW


def _caller(request: Request) -> str:
    if isinstance(request.auth, ApiKey):
        return f"key:{request.auth.pk}"
    if request.user and request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return client_network(request._request)  # noqa: SLF001 - what stands behind the framework's
