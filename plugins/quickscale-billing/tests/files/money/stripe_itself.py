"""Stripe's own test mode in the place of the stand-in, as far as its API leads: without pages."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import stripe
from django.test import Client, TestCase

from apps.billing import webhooks
from apps.billing.tests.paying import Shop

if TYPE_CHECKING:
    from dev.stripe_offline.delivery import Letter

DAY: Final = 24 * 3600
PATIENCE: Final = 600
"""Seconds within which Stripe has moved a clock on."""

PAUSE: Final = 2
"""Seconds between two questions whether it has: https://docs.stripe.com/rate-limits."""

PENDING: Final = "advancing"


@dataclass
class Clocks:
    """What the machine does with the stand-in from behind, done with Stripe by its API."""

    def advance(self, clock: str, days: float) -> stripe.test_helpers.TestClock:
        """Move a test clock on, and wait until Stripe has done all of these days.

        https://docs.stripe.com/billing/testing/test-clocks/api-advanced-usage
        """
        then = stripe.test_helpers.TestClock.retrieve(clock).frozen_time
        stripe.test_helpers.TestClock.advance(clock, frozen_time=then + round(days * DAY))
        until = time.monotonic() + PATIENCE
        while (found := stripe.test_helpers.TestClock.retrieve(clock)).status == PENDING:
            assert time.monotonic() < until, "Stripe does not finish with the clock"
            time.sleep(PAUSE)
        return found

    def collect(self, status: int = 200) -> list[Letter]:
        """Return nothing: events are asked for."""
        return []


@dataclass
class StripeItself(Shop):
    """Stripe, whose events are asked for instead of being sent.

    Attributes:
        last: The newest event that was asked for.
        customers: Whose events are dealt with; an account may have others.
    """

    offline: Clocks  # type: ignore[assignment]
    client: Client
    last: str = ""
    customers: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Leave alone what happened until now."""
        found = stripe.Event.list(limit=1).data
        self.last = found[0].id if found else ""

    def deliver(self) -> int:
        """Have what happened since told, the oldest first.

        Events list the newest first, and with ``ending_before`` those that came after one
        (https://docs.stripe.com/api/pagination).
        """
        if not self.last:
            found = list(stripe.Event.list(limit=100).auto_paging_iter())[::-1]
        else:
            newer = stripe.Event.list(ending_before=self.last, limit=100)
            found = list(newer.auto_paging_iter())
        for event in found:
            self.last = event.id
            with TestCase.captureOnCommitCallbacks(execute=True):
                webhooks._keep(event.to_dict(for_json=True))
        return len(found)
