"""Whatever fails between an event and its receiver, it arrives, and is known when it comes twice.

Steps are chosen at random, by a seed: things happen and are told, some are undone, the queue does
not answer, workers die before or after a request, the receiver is down. In the end all is well
again, and what was told for good has arrived; nothing else has.
"""

from __future__ import annotations

import json
import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from apps.ops.events import publish
from apps.users.tests.factories import UserFactory
from apps.webhooks import deliveries, sending, tasks
from apps.webhooks.models import Delivery, Endpoint
from apps.webhooks.tests.factories import OWNER

if TYPE_CHECKING:
    from apps.webhooks.tests.receiving import Receiver

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = 40


class Died(BaseException):
    """A process that ended in the middle, which no handler sees."""


@dataclass
class Machine:
    """Where things happen and fail.

    Attributes:
        receiver: Who is told.
        chance: What is next.
        told: The methods that name what was told for good, in their order.
    """

    receiver: Receiver
    chance: random.Random
    told: list[str] = field(default_factory=list)

    def step(self) -> None:
        """Do something."""
        steps = (self.happen, self.happen, self.undo, self.lose, self.die, self.fail, self.go_on)
        self.chance.choice(steps)()

    def _tell(self) -> str:
        name = f"way {len(self.told)} {self.chance.random()}"
        data = {"user_id": UserFactory.build().pk, "email": "a@example.com", "method": name}
        publish("account.signed_in", data, about=OWNER)
        return name

    def happen(self) -> None:
        """Let something happen."""
        with transaction.atomic():
            name = self._tell()
            self.told.append(name)

    def undo(self) -> None:
        """Let something happen that is undone before it is committed."""
        with transaction.atomic():
            self._tell()
            transaction.set_rollback(True)

    def lose(self) -> None:
        """Let something happen while the queue does not answer."""
        with patch.object(tasks.deliver, "delay", side_effect=OperationalError):
            self.happen()

    def die(self) -> None:
        """Let a process end after its commit, before or after its request."""
        before = self.chance.random() < 0.5
        target = (sending, "post") if before else (deliveries, "_note")
        with patch.object(*target, side_effect=Died), suppress(Died):
            self.happen()

    def fail(self) -> None:
        """Let the receiver be down for a while."""
        self.receiver.status = 503
        self.happen()
        self.go_on()
        self.receiver.status = 204

    def go_on(self) -> None:
        """Let an hour or a day pass, and the worker do what is due."""
        passed = timedelta(hours=self.chance.choice((1, 24)))
        Delivery.objects.update(due_at=F("due_at") - passed)
        tasks.deliver_due()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_fails_what_was_told_arrives(
    endpoint: Endpoint, receiver: Receiver, seed: int, settings: Any
) -> None:
    settings.WEBHOOKS_RETRIES = (60,) * 100
    machine = Machine(receiver, random.Random(seed))  # noqa: S311 - no secret

    for _ in range(STEPS):
        machine.step()
    for _ in range(STEPS):
        machine.go_on()

    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.DELIVERED}
    methods = [json.loads(one.body)["data"]["method"] for one in receiver.taken]
    assert set(methods) == set(machine.told)
    ids = dict(zip(receiver.ids, methods, strict=True))
    assert len(ids) == len(machine.told), "an event that comes twice has the same id"
