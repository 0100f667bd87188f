"""Runs inside a production project without ``dev/``: what billing makes of recorded bodies.

Stripe's library gets a client that answers with them; all else is the project's own.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import stripe

ACCOUNT = {
    "id": "acct_1SByHandOwner0000001",
    "object": "account",
    "business_profile": {"name": "Acme"},
    "charges_enabled": True,
    "country": "US",
    "default_currency": "usd",
    "details_submitted": True,
    "email": "owner@example.com",
    "metadata": {},
    "payouts_enabled": True,
    "settings": {"dashboard": {"display_name": "Acme"}},
    "type": "standard",
}
"""Whose key it is, which dj-stripe asks for."""


class RecordedClient(stripe.HTTPClient):
    """Answers a question about an object with the body of its id."""

    name = "recorded"

    def __init__(self, bodies: dict[str, dict[str, Any]]) -> None:
        super().__init__()
        self.bodies = {"account": ACCOUNT, **bodies}

    def request(self, method: str, url: str, *_: object, **__: object) -> tuple[str, int, Any]:
        """Answer a request."""
        name = urlsplit(url).path.rpartition("/")[2]
        if method == "get" and name in self.bodies:
            return json.dumps(self.bodies[name]), 200, {}
        if method == "get" and name.endswith("s"):
            listed = {"object": "list", "data": [], "has_more": False, "url": url}
            return json.dumps(listed), 200, {}
        error = {"type": "invalid_request_error", "code": "resource_missing", "message": name}
        return json.dumps({"error": error}), 404, {}

    def close(self) -> None:
        """Close nothing."""


def main(asked: str, told: str) -> None:
    """Send an event of every type, and write what came of it."""
    del asked
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as manage.py finds it
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django is ready now
    from django.test import Client  # noqa: PLC0415
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    address = stripe.api_base
    try:
        routed = bool(resolve("/dev/stripe/"))
    except Resolver404:
        routed = False

    from apps.billing import standings  # noqa: PLC0415
    from apps.billing.models import Account, WebhookEvent  # noqa: PLC0415
    from apps.billing.tests.bodies.events import event, previously, subjects  # noqa: PLC0415
    from apps.billing.tests.bodies.everything import everything  # noqa: PLC0415
    from apps.billing.tests.bodies.people import CUSTOMER  # noqa: PLC0415

    account = Account.objects.create(name="Ada Lovelace", customer_id=CUSTOMER)
    stripe.default_http_client = RecordedClient(
        {one["id"]: one for one in everything(str(account.pk))}
    )
    statuses = {}
    for kind, subject in subjects().items():
        body = json.dumps(event(kind, subject, **previously(kind)))
        secret = settings.STRIPE_WEBHOOK_SECRET
        signature = stripe.WebhookSignature.generate_signature_header(body, secret)
        reply = Client(headers={"host": "localhost"}).post(
            "/stripe/webhook/",
            body,
            content_type="application/json",
            headers={"Stripe-Signature": signature},
        )
        statuses[kind] = reply.status_code
    answer = {
        "address": address,
        "routed": routed,
        "installed": [app for app in settings.INSTALLED_APPS if "offline" in app],
        "imported": [name for name in sys.modules if "stripe_offline" in name],
        "statuses": statuses,
        "states": dict(WebhookEvent.objects.values_list("type", "state")),
        "errors": dict(
            WebhookEvent.objects.exclude(error="").values_list("type", "error"),
        ),
        "standing": standings.standing_of(Account.objects.get()).state.value,
    }
    Path(told).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
