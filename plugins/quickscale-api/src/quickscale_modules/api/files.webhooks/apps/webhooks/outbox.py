"""Takes events in: what is to be sent is kept in the transaction of what happened.

So an event and its cause are there both or neither, and nothing is lost when the queue does not
answer, or this process ends, between the two.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from apps.ops.events import rfc3339
from apps.webhooks import tasks
from apps.webhooks.endpoints import check_often
from apps.webhooks.models import Delivery, Endpoint, Message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from apps.ops.events import Event, Told


def listen(told: Told) -> None:
    """Keep an event for every endpoint that wants it; for ``EVENT_LISTENERS``.

    Endpoints that are switched off get it when somebody has what they missed sent again.
    """
    endpoints = Endpoint.objects.filter(owner=told.about)
    wanting = [one for one in endpoints if one.wants(told.event.name)]
    if not wanting:
        return
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"{told.about} {told.once}") if told.once else uuid.uuid4()
    with transaction.atomic():
        message = new_message(told.about, told.event.name, told.data, timezone.now())
        message.pk = key
        if told.once and Message.objects.filter(pk=key).exists():
            return
        message.save(force_insert=True)
        _send(message, [one for one in wanting if one.off_at is None])


@transaction.atomic
def send_example(endpoint: Endpoint, event: Event) -> Delivery:
    """Send an endpoint what an event may look like; ``"test"`` in its body says so.

    Returns:
        The delivery.

    Raises:
        EndpointRefusalError: It was done too often.
    """
    check_often(endpoint.owner)
    message = new_message(endpoint.owner, event.name, event.example(), timezone.now(), test=True)
    message.save(force_insert=True)
    return _send(message, [endpoint])[0]


def new_message(
    owner: str, event: str, data: dict[str, Any], moment: datetime, *, test: bool = False
) -> Message:
    """Return a message that is not saved yet.

    Args:
        owner: Whose it is.
        event: Which event's.
        data: What is told of it.
        moment: When it happened.
        test: Whether it is an example, which its body says, too.
    """
    mark = {"test": True} if test else {}
    told = {"type": event, "timestamp": rfc3339(moment), "data": data, **mark}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Message(owner=owner, event=event, body=body, created_at=moment, is_test=test)


def _send(message: Message, endpoints: Iterable[Endpoint]) -> list[Delivery]:
    made = Delivery.objects.bulk_create(
        Delivery(endpoint=one, message=message, created_at=message.created_at) for one in endpoints
    )
    tasks.deliver_soon([one.pk for one in made])
    return made
