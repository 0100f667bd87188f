"""Where the pages of the stand-in are: on the site that the project itself is on.

An API request does not say where that is, so it is taken from the addresses that requests carry:
the one to return to after Checkout or the portal, and those of webhook endpoints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.urls import reverse

if TYPE_CHECKING:
    from apps.stripe_offline.ledger import Ledger

__all__ = ["learn_origin", "page_address"]

_KEY = "offline_origin"
_DEFAULT = "http://localhost:8000"


def learn_origin(ledger: Ledger, address: str | None) -> None:
    """Remember the site that an address of the project is on."""
    parts = urlsplit(address or "")
    if parts.scheme and parts.netloc:
        site = f"{parts.scheme}://{parts.netloc}"
        ledger.store.put({"id": _KEY, "object": "origin", "site": site})


def page_address(ledger: Ledger, path: str) -> str:
    """Return the address of one of the stand-in's pages."""
    site = (ledger.store.get(_KEY) or {"site": _DEFAULT})["site"]
    return f"{site}{reverse('stripe_offline:events')}{path}"
