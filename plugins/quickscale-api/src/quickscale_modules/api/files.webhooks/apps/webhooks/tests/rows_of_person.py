"""A row of each kind that webhooks keep of a person, for tests of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.webhooks.models import Delivery, Endpoint, Message
from apps.webhooks.tests.factories import DeliveryFactory, EndpointFactory, MessageFactory

if TYPE_CHECKING:
    from apps.users.models import User


def make(user: User) -> list[Any]:
    """Return an endpoint, and what makes messages and their deliveries to it."""
    owner = f"user:{user.pk}"
    endpoint = EndpointFactory.create(owner=owner)
    DeliveryFactory.create(endpoint=endpoint, message=MessageFactory.create(owner=owner))

    def fill(first: int, last: int) -> None:
        made = Message.objects.bulk_create(
            Message(owner=owner, event="account.signed_in", body="{}") for _ in range(first, last)
        )
        Delivery.objects.bulk_create(Delivery(endpoint=endpoint, message=one) for one in made)

    def more_endpoints(first: int, last: int) -> None:
        Endpoint.objects.bulk_create(
            Endpoint(
                owner="user:00000000-0000-4000-8000-000000000000",
                url=f"https://{number}.example.com",
                secret="",
            )
            for number in range(first, last)
        )

    return [fill, more_endpoints]
