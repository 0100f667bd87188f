"""Demo data: an endpoint that works, with a day of deliveries, and one that is switched off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from apps.accounts.encryption import encrypt
from apps.webhooks import queries, signing
from apps.webhooks.conf import conf
from apps.webhooks.models import Delivery, Endpoint
from apps.webhooks.outbox import new_message

if TYPE_CHECKING:
    from apps.ops.seeding import Demo

State, Problem = Delivery.State, Delivery.Problem

CRM: Final = "https://crm.northwind.example/hooks"
OLD: Final = "https://old-intranet.northwind.example/events"
ANSWERS: Final = (
    (2.5, State.DELIVERED, 1, 204, "", 112),
    (9.0, State.DELIVERED, 2, 200, "ok", 348),
    (21.0, State.FAILED, 10, 503, "Down for maintenance", 95),
    (30.0, State.DELIVERED, 1, 204, "", 87),
)
"""Hours ago, how it ended, after how many attempts, with which answer, in how many milliseconds."""


def seed(demo: Demo) -> None:
    """Give the demo login's team, or the demo login, two endpoints."""
    owner = conf.owners.of_person(demo.user)
    if not owner or Endpoint.objects.filter(owner=owner).exists():
        return
    days = [timedelta(days=count) for count in (48, 150, 21)]
    crm, _old = Endpoint.objects.bulk_create(
        (
            Endpoint(
                owner=owner,
                url=CRM,
                description="CRM",
                secret=encrypt(signing.new_secret()),
                created_at=demo.now - days[0],
            ),
            Endpoint(
                owner=owner,
                url=OLD,
                description="Old intranet",
                secret=encrypt(signing.new_secret()),
                created_at=demo.now - days[1],
                failing_since=demo.now - days[2] - timedelta(days=3),
                off_at=demo.now - days[2],
            ),
        )
    )
    known = queries.events_to_choose()
    for number, answer in enumerate(ANSWERS):
        _deliver(demo, crm, number * 4 % len(known), answer)
    demo.made.append("Two webhook endpoints, one of them switched off")


def _deliver(
    demo: Demo,
    endpoint: Endpoint,
    number: int,
    answer: tuple[float, Delivery.State, int, int, str, int],
) -> None:
    hours, state, attempts, status, excerpt, milliseconds = answer
    event = queries.events_to_choose()[number]
    moment = demo.now - timedelta(hours=hours)
    message = new_message(endpoint.owner, event.name, event.example(), moment)
    message.save(force_insert=True)
    Delivery.objects.create(
        endpoint=endpoint,
        message=message,
        created_at=moment,
        state=state,
        attempts=attempts,
        due_at=moment,
        tried_at=moment,
        status=status,
        excerpt=excerpt,
        problem=Problem.STATUS if state == State.FAILED else Problem.NONE,
        milliseconds=milliseconds,
    )
