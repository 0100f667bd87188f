"""What the leak test of teams cannot know of webhooks: their rows say their team in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from apps.webhooks.models import Delivery, Endpoint
from apps.webhooks.tests.factories import DeliveryFactory, EndpointFactory, MessageFactory

if TYPE_CHECKING:
    from apps.teams.tests.finder.world import Side


def endpoint_of(side: Side) -> dict[str, Any]:
    """Return the arguments of an endpoint's pages."""
    return {"pk": _delivery(side).endpoint_id}


def delivery_of(side: Side) -> dict[str, Any]:
    """Return the arguments of a delivery's pages."""
    return {"pk": _delivery(side).pk}


def _delivery(side: Side) -> Delivery:
    owner = f"team:{side.team.pk}"
    found = Delivery.objects.filter(endpoint__owner=owner).first()
    if found is None:
        endpoint: Endpoint = EndpointFactory.create(
            owner=owner, url=f"https://{side.mark}.example.com/", description=f"{side.mark} hook"
        )
        message = MessageFactory.create(owner=owner, body=f'{{"data":"{side.mark}"}}')
        found = DeliveryFactory.create(endpoint=endpoint, message=message, state="delivered")
    return found


_PAGES: Final = ("", "_edit", "_rotate", "_test", "_on", "_off", "_replay", "_delete")

_API: Final = ("endpoint", "secret", "test", "replay", "deliveries")

ARGUMENTS: Final = {
    **{f"api_webhook_{part}": endpoint_of for part in _API},
    "api_webhook_delivery": delivery_of,
    "api_webhook_delivery_replay": delivery_of,
    **{f"webhook_endpoint{page}": endpoint_of for page in _PAGES},
    "webhook_delivery": delivery_of,
    "webhook_delivery_replay": delivery_of,
}
