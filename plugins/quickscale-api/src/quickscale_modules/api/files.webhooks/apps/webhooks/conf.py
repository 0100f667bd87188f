"""The webhooks app's settings: names, types and defaults. Nothing else here reads settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from apps.ops.app_settings import Setting

if TYPE_CHECKING:
    from apps.webhooks.owners import Owners

MINUTE = 60
HOUR = 60 * MINUTE


class WebhooksConf:
    """Typed access; each value is read when it is asked for, so that tests can change it."""

    allow_local = Setting("WEBHOOKS_ALLOW_LOCAL", default=False)
    """Whether this machine may be an endpoint, at any port and without TLS: for development."""

    ports = Setting[tuple[int, ...]]("WEBHOOKS_PORTS", (443, 8443))
    """The ports of endpoints."""

    refused_networks = Setting[tuple[str, ...]]("WEBHOOKS_REFUSED_NETWORKS", ())
    """Networks that no endpoint may be in, besides all that are not public: ``198.18.0.0/15``."""

    timeout = Setting("WEBHOOKS_TIMEOUT", 10.0)
    """For how many seconds an answer is waited for, from the first byte sent to the last read."""

    retries = Setting[tuple[int, ...]](
        "WEBHOOKS_RETRIES",
        (
            5,
            5 * MINUTE,
            30 * MINUTE,
            2 * HOUR,
            5 * HOUR,
            10 * HOUR,
            14 * HOUR,
            20 * HOUR,
            24 * HOUR,
        ),
    )
    """After how many seconds a delivery is tried again, each time it failed."""

    off_after_hours = Setting("WEBHOOKS_OFF_AFTER_HOURS", 72)
    """After how many hours in which nothing was taken an endpoint is switched off."""

    overlap_hours = Setting("WEBHOOKS_OVERLAP_HOURS", 24)
    """For how many hours an old secret signs beside the new one."""

    delivery_days = Setting("WEBHOOKS_DELIVERY_DAYS", 30)
    """For how many days deliveries are kept."""

    endpoints_each = Setting("WEBHOOKS_ENDPOINTS_EACH", 10)
    """How many endpoints a team or a person may have."""

    by_hand_an_hour = Setting("WEBHOOKS_BY_HAND_AN_HOUR", 60)
    """How often examples and past events may be sent in an hour, by the people of one owner."""

    @property
    def imported(self) -> list[str]:
        """What settings name by a dotted path: ``WEBHOOKS_OWNERS``, and the lists of ``EVENTS``."""
        owners = getattr(settings, "WEBHOOKS_OWNERS", "")
        return [*([owners] if owners else []), *self.event_lists]

    @property
    def event_lists(self) -> list[str]:
        """The lists of the project's own events (``EVENTS``), by their dotted paths."""
        return list(getattr(settings, "EVENTS", ()))

    @property
    def owners(self) -> Owners:
        """Whose endpoints are (``WEBHOOKS_OWNERS``): a class of ``apps.webhooks.owners``' shape."""
        path = getattr(settings, "WEBHOOKS_OWNERS", "apps.webhooks.owners.PersonOwners")
        owners: Owners = import_string(path)()
        return owners

    @property
    def site_url(self) -> str:
        """Where the site is, without a slash at the end, for links made outside a request."""
        return str(getattr(settings, "SITE_URL", "http://localhost:8000")).rstrip("/")


conf = WebhooksConf()
"""This project's settings of the webhooks app."""
