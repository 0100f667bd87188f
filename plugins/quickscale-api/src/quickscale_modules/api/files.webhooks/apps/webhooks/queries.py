"""What is asked of endpoints and deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.ops.events import Event, catalogue
from apps.webhooks.conf import conf
from apps.webhooks.models import Delivery, Endpoint

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.users.models import User


def endpoints_of(owner: str) -> QuerySet[Endpoint]:
    """Return the endpoints of a team or a person; of nobody, none."""
    return Endpoint.objects.filter(owner=owner) if owner else Endpoint.objects.none()


def deliveries_to(endpoint: Endpoint, state: str = "") -> QuerySet[Delivery]:
    """Return an endpoint's deliveries, the newest first.

    Args:
        endpoint: Which one.
        state: Only those of this state; all where it is empty or none.
    """
    found = Delivery.objects.filter(endpoint=endpoint).select_related("message")
    return found.filter(state=state) if state in Delivery.State.values else found


def events_to_choose() -> list[Event]:
    """Return the events that an endpoint may get here."""
    return [event for event in catalogue().values() if conf.owners.hears(event)]


def webhook_data(user: User) -> dict[str, Any]:
    """Return what the app holds about somebody; for ``ACCOUNTS_EXPORTERS``."""
    found = Endpoint.objects.filter(owner=f"user:{user.pk}")
    return {
        "webhook_endpoints": list(
            found.values("url", "description", "all_events", "events", "created_at", "off_at")
        )
    }
