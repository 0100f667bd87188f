"""Where the pages of the stand-in are: on the site that the project itself is on.

An API request does not say where that is, so it is taken from the addresses that requests carry:
the one to return to after Checkout or the portal, and those of webhook endpoints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import stripe
from django.urls import reverse

from . import conf

if TYPE_CHECKING:
    from .ledger import Ledger

__all__ = ["learn_origin", "page_address"]

_KEY = "offline_origin"
_DEFAULT = "http://localhost:8000"
_FORWARDING = "we_offline_forwarding"


def learn_origin(ledger: Ledger, address: str | None) -> None:
    """Remember the site that an address of the project is on, and send it its events."""
    parts = urlsplit(address or "")
    if parts.scheme and parts.netloc:
        site = f"{parts.scheme}://{parts.netloc}"
        ledger.store.put({"id": _KEY, "object": "origin", "site": site})
        _forward(ledger, site)


def _forward(ledger: Ledger, site: str) -> None:
    """Have events sent to the site as the settings say; elsewhere they go no longer.

    ``stripe listen --forward-to`` does the same for Stripe itself
    (https://docs.stripe.com/cli/listen).
    """
    path = conf.forward_path()
    known = ledger.store.get(_FORWARDING)
    wanted: dict[str, Any] = {"url": f"{site}{path}", "_secret": conf.webhook_secret()}
    if not path or (known and wanted.items() <= known.items()):
        return
    if known:
        ledger.store.put(known | wanted)
        return
    ledger.add(
        "webhook_endpoint",
        id=_FORWARDING,
        api_version=stripe.api_version,
        description="Every event, as STRIPE_OFFLINE_FORWARD_TO says.",
        enabled_events=["*"],
        status="enabled",
        **wanted,
    )


def page_address(ledger: Ledger, path: str) -> str:
    """Return the address of one of the stand-in's pages."""
    site = (ledger.store.get(_KEY) or {"site": _DEFAULT})["site"]
    return f"{site}{reverse('stripe_offline:events')}{path}"
