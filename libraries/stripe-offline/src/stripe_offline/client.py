"""Lead the ``stripe`` library to the stand-in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import stripe
from django.core.exceptions import ImproperlyConfigured
from django.utils.datastructures import CaseInsensitiveMapping

from .conf import OFFLINE_KEY, delivers_in_background, is_on, refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OfflineClient", "connect"]

_ELSEWHERE = "http://stripe-offline.invalid"


class OfflineClient(stripe.HTTPClient):
    """An HTTP client of the library whose requests are answered in the process that makes them.

    The library encodes each request and reads each answer, as it does with Stripe. Nothing goes
    over a network: any other address than the stand-in's is one that nobody answers at.
    """

    name = "stripe-offline"

    def request(  # type: ignore[override]  # the library's own clients take no more than these
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[str, int, Mapping[str, str]]:
        """Answer a request, and have what happened told to the site."""
        # it is most of the stand-in, which a process needs that calls Stripe
        from .api import Request, answer  # noqa: PLC0415
        from .delivery import deliver_soon  # noqa: PLC0415
        from .store import the_store  # noqa: PLC0415

        if not is_on():
            raise ImproperlyConfigured(
                f"Stripe offline must not be used here: {'; '.join(refusals()) or 'it is off'}."
                " Set STRIPE_SECRET_KEY."
            )
        if not url.startswith(_ELSEWHERE):
            raise stripe.APIConnectionError(  # type: ignore[no-untyped-call]
                f"Stripe offline answers for {_ELSEWHERE}, and nothing else is reached: {url}"
            )
        target = url.removeprefix(_ELSEWHERE)
        body = post_data.decode(errors="replace") if isinstance(post_data, bytes) else post_data
        given = {name.lower(): value for name, value in (headers or {}).items()}
        reply = answer(the_store(), Request(method.upper(), target, body or "", given))
        if delivers_in_background():
            deliver_soon()
        return json.dumps(reply.body), reply.status, CaseInsensitiveMapping(reply.headers)


def connect() -> None:
    """Have every call of the ``stripe`` module's functions go to the stand-in."""
    stripe.api_base = _ELSEWHERE
    stripe.api_key = stripe.api_key or OFFLINE_KEY
    stripe.default_http_client = OfflineClient()
    stripe.enable_telemetry = False
