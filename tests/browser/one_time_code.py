"""What an authenticator app shows: a code that counts the half minutes (RFC 6238)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

__all__ = ["code_of"]

STEP = 30


def code_of(secret: str) -> str:
    """Return the code of this half minute.

    Args:
        secret: The key that the app was set up with, in base32.
    """
    counter = (int(time.time()) // STEP).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 0xF
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
