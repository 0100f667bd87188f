"""Lead the ``stripe`` library to the stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import stripe
from django.core.exceptions import ImproperlyConfigured

from .conf import OFFLINE_KEY, is_on, refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OfflineClient", "connect"]

_ELSEWHERE = "http://stripe-offline.invalid"


class OfflineClient(stripe.RequestsClient):
    """The library's own client, which finds the stand-in when it is first needed.

    The server cannot start with the process: a process that forks afterwards would lose it.
    """

    def request(  # type: ignore[override]  # the library's own client answers bytes as well
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """Send a request to this process's server."""
        # it serves what the library is needed for
        from .server import address  # noqa: PLC0415

        if not is_on():
            raise ImproperlyConfigured(
                f"Stripe offline must not be used here: {'; '.join(refusals()) or 'it is off'}."
                " Set STRIPE_SECRET_KEY."
            )
        return super().request(method, url.replace(_ELSEWHERE, address()), headers or {}, post_data)


def connect() -> None:
    """Have every call of the ``stripe`` module's functions go to the stand-in."""
    stripe.api_base = _ELSEWHERE
    stripe.api_key = stripe.api_key or OFFLINE_KEY
    stripe.default_http_client = OfflineClient()
    stripe.enable_telemetry = False
