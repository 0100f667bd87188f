"""How a subscription stands: its next date, and what payments and failures make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .periods import DAY, HOUR

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["after_failure", "after_payment", "end_subscription", "plan_ahead"]

ENDED = ("canceled", "incomplete_expired")
RETRY_DAYS = (3, 5, 7)
"""Days between the attempts to collect a renewal; after the last the subscription ends."""


def plan_ahead(sub: Obj) -> None:
    """Note when something happens to a subscription next."""
    times: list[int | None] = []
    if sub["status"] == "incomplete":
        times = [sub["created"] + 23 * HOUR]
    elif sub["status"] not in ENDED:
        times = [sub["_end"], sub["cancel_at"], (sub["pause_collection"] or {}).get("resumes_at")]
        times.append((sub["pending_update"] or {}).get("expires_at"))
        if sub["status"] == "trialing" and not sub["_told"]:
            times.append(max(sub["trial_end"] - 3 * DAY, sub["trial_start"]))
    sub["_due"] = min((time for time in times if time), default=None)


def end_subscription(ledger: Ledger, sub: Obj, reason: str, status: str = "canceled") -> None:
    """End a subscription at once.

    Args:
        ledger: Where it is.
        sub: The subscription.
        reason: ``"cancellation_requested"`` or ``"payment_failed"``.
        status: ``"canceled"``, or ``"incomplete_expired"`` for one that was never paid.
    """
    now = ledger.now(sub)
    ended = status == "canceled"
    with ledger.changing(sub, "customer.subscription.deleted" if ended else ""):
        sub |= {"status": status, "ended_at": now, "cancel_at_period_end": False}
        sub["canceled_at"] = sub["canceled_at"] or now
        details = sub["cancellation_details"] or {"comment": None, "feedback": None}
        sub["cancellation_details"] = details | {"reason": reason}
        plan_ahead(sub)
    _stop_collecting(ledger, sub)


def _stop_collecting(ledger: Ledger, sub: Obj) -> None:
    """Try to collect nothing any more that is open (https://docs.stripe.com/api/subscriptions/cancel).

    It stays open, and may still be paid.
    """
    for invoice in ledger.find("invoice", customer=sub["customer"], status="open"):
        with ledger.changing(invoice):
            invoice |= {"auto_advance": False, "next_payment_attempt": None, "_due": None}


def after_payment(ledger: Ledger, invoice: Obj) -> None:
    """Put a subscription in good standing once its latest invoice is paid."""
    sub = _subscription_of(ledger, invoice)
    if sub and sub["status"] in ("incomplete", "past_due", "unpaid"):
        with ledger.changing(sub):
            sub["status"] = "active"
            plan_ahead(sub)


def after_failure(ledger: Ledger, invoice: Obj) -> None:
    """Let a failed payment of a running subscription's latest invoice show in its status."""
    sub = _subscription_of(ledger, invoice)
    if sub and sub["status"] in ("active", "trialing") and not invoice.get("_pending"):
        with ledger.changing(sub):
            sub["status"] = "past_due"
            plan_ahead(sub)


def give_up(ledger: Ledger, invoice: Obj) -> None:
    """End the subscription whose invoice could not be collected."""
    sub = _subscription_of(ledger, invoice)
    if sub and sub["status"] not in ENDED:
        end_subscription(ledger, sub, "payment_failed")


def _subscription_of(ledger: Ledger, invoice: Obj) -> Obj | None:
    """Return the subscription whose latest invoice this is, or ``None``."""
    sub = ledger.store.get(invoice["_subscription"] or "")
    return sub if sub and sub["latest_invoice"] == invoice["id"] else None
