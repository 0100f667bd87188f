"""Disputes and refunds: what becomes of a payment afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import invalid
from .periods import DAY

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["close_dispute", "create_refund", "open_dispute", "update_dispute"]


def open_dispute(ledger: Ledger, charge: Obj) -> Obj:
    """Have a card's owner dispute a payment."""
    with ledger.changing(charge):
        charge["disputed"] = True
    now = ledger.now(charge)
    return ledger.add(
        "dispute",
        owner=charge,
        amount=charge["amount"],
        charge=charge["id"],
        currency=charge["currency"],
        evidence_details={
            "due_by": now + 7 * DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        is_charge_refundable=False,
        payment_intent=charge["payment_intent"],
        reason="fraudulent",
        status="needs_response",
    )


def update_dispute(ledger: Ledger, dispute: Obj, params: dict[str, Any]) -> Obj:
    """Keep evidence; submitting it settles the dispute by Stripe's magic words.

    ``winning_evidence`` and ``losing_evidence`` as ``uncategorized_text`` decide how it ends.
    """
    with ledger.changing(dispute):
        dispute["evidence"] |= params.get("evidence", {})
        dispute["metadata"] |= params.get("metadata") or {}
        dispute["evidence_details"]["has_evidence"] = any(dispute["evidence"].values())
        if params.get("submit", True) and params.get("evidence"):
            dispute["evidence_details"]["submission_count"] += 1
            dispute["status"] = "under_review"
    ends = {"winning_evidence": "won", "losing_evidence": "lost"}
    if verdict := ends.get(dispute["evidence"].get("uncategorized_text") or ""):
        _settle(ledger, dispute, verdict)
    return dispute


def close_dispute(ledger: Ledger, dispute: Obj, _params: dict[str, Any]) -> Obj:
    """Give a dispute up."""
    _settle(ledger, dispute, "lost")
    return dispute


def _settle(ledger: Ledger, dispute: Obj, verdict: str) -> None:
    with ledger.changing(dispute, "charge.dispute.closed"):
        dispute["status"] = verdict


def create_refund(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Give all or part of a payment back."""
    charge = _refunded_charge(ledger, params)
    left = charge["amount_captured"] - charge["amount_refunded"]
    amount = params.get("amount") or left
    if not left:
        message = f"Charge {charge['id']} has already been refunded."
        raise invalid(message, code="charge_already_refunded")
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise invalid(message, param="amount")
    kept = {name: params[name] for name in ("metadata", "reason") if params.get(name)}
    refund = ledger.add(
        "refund",
        owner=charge,
        amount=amount,
        charge=charge["id"],
        currency=charge["currency"],
        destination_details={"type": "card", "card": {"type": "refund"}},
        payment_intent=charge["payment_intent"],
        status="succeeded",
        **kept,
    )
    with ledger.changing(charge, "charge.refunded"):
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    return refund


def _refunded_charge(ledger: Ledger, params: dict[str, Any]) -> Obj:
    if name := params.get("charge"):
        return ledger.get("charge", name, param="charge")
    if not (name := params.get("payment_intent")):
        message = "One of the following params should be provided: payment_intent or charge."
        raise invalid(message, param="payment_intent")
    intent = ledger.get("payment_intent", name, param="payment_intent")
    if not intent["amount_received"]:
        message = f"This PaymentIntent ({name}) does not have a successful charge to refund."
        raise invalid(message, param="payment_intent")
    return ledger.get("charge", intent["latest_charge"])
