"""Time: the real one, and test clocks that are moved on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from apps.stripe_offline.errors import invalid
from apps.stripe_offline.periods import DAY
from apps.stripe_offline.renewals import advance

if TYPE_CHECKING:
    from apps.stripe_offline.ledger import Ledger
    from apps.stripe_offline.store import Obj

__all__ = ["advance_clock", "catch_up", "create_clock"]


def create_clock(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a test clock."""
    return ledger.add(
        "test_helpers.test_clock",
        deletes_after=int(time.time()) + 30 * DAY,
        status="ready",
        status_details={},
        **params,
    )


def advance_clock(ledger: Ledger, clock: Obj, params: dict[str, Any]) -> Obj:
    """Move a test clock on, doing everything that is due on the way, in its order."""
    target = params["frozen_time"]
    if target <= clock["frozen_time"]:
        message = "You can only advance a test clock to a time later than its current time."
        raise invalid(message, param="frozen_time")
    while due := ledger.store.next_due(clock["id"], target):
        clock["frozen_time"] = max(clock["frozen_time"], due["_due"])
        ledger.store.put(clock)
        advance(ledger, due)
    with ledger.changing(clock, "test_helpers.test_clock.ready"):
        clock["frozen_time"] = target
    return clock


def catch_up(ledger: Ledger) -> None:
    """Do what has become due in real time since the last request."""
    while due := ledger.store.next_due("", int(time.time())):
        advance(ledger, due)
