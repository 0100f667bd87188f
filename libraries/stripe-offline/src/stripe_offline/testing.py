"""For tests: an empty Stripe of one's own, and its events delivered when the test says so.

``from .testing import stripe_offline`` in a ``conftest.py`` makes the fixture
known there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import stripe

from .client import connect
from .delivery import Letter, deliver
from .ledger import Ledger
from .origin import learn_origin
from .store import the_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

__all__ = ["StripeOffline", "stripe_offline"]


@dataclass
class StripeOffline:
    """Stripe as a test sees it from behind.

    Attributes:
        sent: The letters that were sent, in their order.
    """

    sent: list[Letter] = field(default_factory=list)

    def deliver(self, client: Client) -> int:
        """Send what waits through Django's test client; return how many letters arrived."""

        def send(letter: Letter) -> int:
            self.sent.append(letter)
            reply = client.post(
                urlsplit(letter.url).path,
                data=letter.body,
                content_type=letter.headers["Content-Type"],
                headers={"Stripe-Signature": letter.headers["Stripe-Signature"]},
            )
            return reply.status_code

        return deliver(send)

    def collect(self, status: int = 200) -> list[Letter]:
        """Take what waits without sending it anywhere, as if each were answered by ``status``."""
        taken: list[Letter] = []

        def send(letter: Letter) -> int:
            taken.append(letter)
            return status

        deliver(send)
        self.sent += taken
        return taken

    def advance(self, clock: str, days: float) -> stripe.test_helpers.TestClock:
        """Move a test clock on by some days."""
        then = stripe.test_helpers.TestClock.retrieve(clock).frozen_time
        return stripe.test_helpers.TestClock.advance(
            clock, frozen_time=then + round(days * 24 * 3600)
        )


@pytest.fixture
def stripe_offline() -> Iterator[StripeOffline]:
    """An empty Stripe that ``stripe`` talks to, and that forwards events to the test client."""
    connect()
    the_store().clear()
    learn_origin(Ledger(the_store()), "http://testserver")
    yield StripeOffline()
    the_store().clear()
