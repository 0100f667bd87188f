"""Time: the real one, and test clocks that are moved on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from .errors import invalid
from .periods import DAY
from .renewals import advance

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["advance_clock", "catch_up", "create_clock", "start_clock"]

_OWNED = ("discount", "invoice", "invoiceitem", "payment_method", "subscription")
"""Kinds of objects that live by their customer's clock."""


def create_clock(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a test clock."""
    return ledger.add(
        "test_helpers.test_clock",
        deletes_after=int(time.time()) + 30 * DAY,
        status="ready",
        status_details={},
        **params,
    )


def start_clock(ledger: Ledger, customer: Obj) -> Obj:
    """Have a customer, with all that is theirs, live by a test clock from now on.

    Stripe takes a clock only with a new customer; a person at this machine decides later whose time
    to move on.
    """
    if customer.get("_clock"):
        return ledger.get("test_helpers.test_clock", customer["_clock"])
    name = customer["name"] or customer["email"] or customer["id"]
    clock = create_clock(ledger, {"frozen_time": int(time.time()), "name": name})
    owned = [one for kind in _OWNED for one in ledger.find(kind, customer=customer["id"])]
    for one in (customer, *owned):
        known = {"test_clock": clock["id"]} if "test_clock" in one else {}
        ledger.store.put(one | known | {"_clock": clock["id"]})
    return clock


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
