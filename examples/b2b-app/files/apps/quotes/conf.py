"""The app's settings."""

from __future__ import annotations

from django.conf import settings


def currency() -> str:
    """Return the currency that quotes are written in."""
    return str(getattr(settings, "QUOTES_CURRENCY", "EUR"))
