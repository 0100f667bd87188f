"""Whether the stand-in may be on, and where it keeps its data."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core import mail

__all__ = [
    "OFFLINE_KEY",
    "OFFLINE_WEBHOOK_SECRET",
    "asked_for",
    "delivers_in_background",
    "forward_path",
    "is_on",
    "refusals",
    "store_path",
    "stylesheets",
    "wanted",
    "webhook_secret",
]

OFFLINE_KEY = "sk_test_offlineofflineofflineoffline"
"""The key to use where there is none: it has the form of one and opens nothing."""

OFFLINE_WEBHOOK_SECRET = "whsec_offlineofflineofflineoffline"  # noqa: S105
"""What forwarded events are signed with where the settings name no secret."""

_KEYS = ("STRIPE_SECRET_KEY", "STRIPE_TEST_SECRET_KEY", "STRIPE_LIVE_SECRET_KEY")


def is_on() -> bool:
    """Return whether ``stripe`` talks to the stand-in instead of to Stripe.

    It does where that is wanted and nothing forbids it.
    """
    return wanted() and not refusals()


def asked_for() -> bool:
    """Return whether the settings ask for the stand-in."""
    return bool(getattr(settings, "STRIPE_OFFLINE", False))


def wanted() -> bool:
    """Return whether the settings ask for the stand-in and nobody has given a key."""
    return asked_for() and not _given_keys()


def refusals() -> list[str]:
    """Return what forbids the stand-in to be on, whatever the settings ask for."""
    found = []
    if not settings.DEBUG and not _tests_are_running():
        found.append("DEBUG is off")
    if any("_live_" in key for key in _given_keys()):
        found.append("a live Stripe key is set")
    if getattr(settings, "STRIPE_LIVE_MODE", False):
        found.append("STRIPE_LIVE_MODE is on")
    return found


def store_path() -> str:
    """Return the file that holds the stand-in's objects, or ``":memory:"``.

    It stands beside the project's database, so that another database has another Stripe.
    """
    default = Path(getattr(settings, "BASE_DIR", ".")) / "db.sqlite3"
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        default = Path(database["NAME"])
    return str(getattr(settings, "STRIPE_OFFLINE_STORE", f"{default}.stripe-offline"))


def delivers_in_background() -> bool:
    """Return whether events are sent to webhook endpoints without being asked to."""
    return bool(getattr(settings, "STRIPE_OFFLINE_DELIVERY", True))


def forward_path() -> str:
    """Return the path on the site to which every event is sent, as by Stripe's CLI, or nothing."""
    return str(getattr(settings, "STRIPE_OFFLINE_FORWARD_TO", ""))


def webhook_secret() -> str:
    """Return what forwarded events are signed with: the last of the site's secrets."""
    given = str(getattr(settings, "STRIPE_WEBHOOK_SECRET", "")).rpartition(",")[2].strip()
    return given or OFFLINE_WEBHOOK_SECRET


def stylesheets() -> tuple[str, ...]:
    """Return the static files whose custom properties the pages draw with, if any."""
    return tuple(getattr(settings, "STRIPE_OFFLINE_STYLESHEETS", ()))


def _given_keys() -> list[str]:
    keys = [str(getattr(settings, name, None) or "") for name in _KEYS]
    return [key for key in keys if key and key != OFFLINE_KEY]


def _tests_are_running() -> bool:
    """Return whether a test runner has prepared Django, which it does by making the outbox.

    Tests run with DEBUG off, so that alone cannot tell them from a site.
    """
    return hasattr(mail, "outbox")
