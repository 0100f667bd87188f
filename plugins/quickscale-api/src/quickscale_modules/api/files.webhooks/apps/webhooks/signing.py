"""Secrets of endpoints, and signatures by them as Standard Webhooks has them.

The rules: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from standardwebhooks import Webhook

from apps.accounts.encryption import decrypt

if TYPE_CHECKING:
    from datetime import datetime

    from apps.webhooks.models import Endpoint, Message

PREFIX: Final = "whsec_"
LENGTH: Final = 32
"""Of a secret, in bytes; 24 to 64 are allowed."""


def new_secret() -> str:
    """Return a secret as receivers are given it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(LENGTH)).decode()


def headers(endpoint: Endpoint, message: Message, now: datetime) -> dict[str, str]:
    """Return what a request needs for its receiver to know whom it is from.

    Args:
        endpoint: To which it goes. While its secret is being exchanged, both sign.
        message: What it says.
        now: The time of the attempt, which is signed too, so that no request can be repeated.

    Raises:
        UnreadableSecretError: No key decrypts the secret.
    """
    kept = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_secret_until and endpoint.old_secret_until > now:
        kept.append(endpoint.old_secret)
    moment = now.astimezone(timezone.get_fixed_timezone(0))
    signed = [Webhook(decrypt(one)).sign(message.webhook_id, moment, message.body) for one in kept]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Webhooks/1",
        "webhook-id": message.webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signed),
    }
