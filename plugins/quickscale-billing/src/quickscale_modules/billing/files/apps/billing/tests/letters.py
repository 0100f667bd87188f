"""Webhooks as Stripe sends them: signed, over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import stripe
from django.test import TestCase
from django.urls import reverse

if TYPE_CHECKING:
    from django.test import Client

SECRET: Final = "whsec_known_to_the_test"


def signed(text: str, secret: str = SECRET, **changes: Any) -> str:
    """Return the header by which Stripe says that a body is its own.

    Args:
        text: The body.
        secret: What to sign it with.
        **changes: What else there is to say, such as another ``timestamp``.
    """
    made = stripe.WebhookSignature.generate_signature_header(text, secret, **changes)
    return str(made)


def post(client: Client, text: str, signature: str) -> int:
    """Send a body with a signature; return the answer's status, once all is done that it led to."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        reply = client.post(
            reverse("billing_webhook"),
            text,
            content_type="application/json",
            headers={"Stripe-Signature": signature},
        )
    return reply.status_code


def send(client: Client, body: dict[str, Any], secret: str = SECRET, **changes: Any) -> int:
    """Send a webhook as Stripe does; return the answer's status."""
    text = json.dumps(body)
    return post(client, text, signed(text, secret, **changes))
