"""Payment intents and the charges that come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import stripe

from .cards import card_of
from .disputes import open_dispute
from .errors import Refusal, declined
from .ledger import new_id
from .origin import page_address
from .shapes import blank

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["create_intent", "pay_intent"]

_REASONS = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
}


def create_intent(ledger: Ledger, owner: Obj | None, **fields: Any) -> Obj:
    """Make a payment intent that waits for a payment method."""
    intent = ledger.add(
        "payment_intent",
        owner=owner,
        tell=False,
        **{
            "capture_method": "automatic",
            "confirmation_method": "automatic",
            "payment_method_types": ["card"],
            "status": "requires_payment_method",
        }
        | fields,
    )
    intent["client_secret"] = f"{intent['id']}_secret_{new_id('')}"
    ledger.store.put(intent)
    ledger.tell("payment_intent.created", intent)
    return intent


def pay_intent(
    ledger: Ledger, intent: Obj, method: Obj | None, *, confirmed: bool = False
) -> Refusal | None:
    """Try to pay; return why that failed, or ``None``.

    Args:
        ledger: Where everything is.
        intent: What is to be paid.
        method: What to pay it with.
        confirmed: Whether the card's owner has confirmed the payment.
    """
    if method is None:
        message = (
            "This payment has no payment method: the customer has no default one, and none was"
            " given."
        )
        return Refusal(
            402, {"type": "card_error", "code": "missing", "message": message}, keep=True
        )
    card = card_of(method)
    intent["payment_method"] = method["id"]
    if card.authenticate and not confirmed:
        address = page_address(ledger, f"confirm/{intent['id']}/")
        with ledger.changing(intent, "payment_intent.requires_action"):
            intent |= {"status": "requires_action", "next_action": _confirmation(address)}
        return declined(
            "authentication_required",
            "authentication_required",
            "Your card was declined. This transaction requires authentication.",
            payment_intent=_shown(intent),
        )
    if card.decline:
        return _fail(ledger, intent, method, card.decline)
    charge = _charge(ledger, intent, method, paid=True)
    _book(ledger, charge)
    ledger.tell("charge.succeeded", charge)
    with ledger.changing(intent, "payment_intent.succeeded"):
        intent |= {
            "status": "succeeded",
            "amount_received": intent["amount"],
            "latest_charge": charge["id"],
            "next_action": None,
            "last_payment_error": None,
        }
    if card.disputed:
        open_dispute(ledger, charge)
    return None


def _confirmation(address: str) -> dict[str, Any]:
    return {"type": "redirect_to_url", "redirect_to_url": {"url": address, "return_url": None}}


def _shown(intent: Obj) -> Obj:
    return {name: value for name, value in intent.items() if not name.startswith("_")}


def _fail(ledger: Ledger, intent: Obj, method: Obj, decline: str) -> Refusal:
    """Keep a payment that was declined, and return the refusal that says so."""
    charge = _charge(ledger, intent, method, paid=False)
    charge |= {"failure_code": "card_declined", "failure_message": _REASONS[decline]}
    ledger.store.put(charge)
    ledger.tell("charge.failed", charge)
    error = {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": decline,
        "message": _REASONS[decline],
        "charge": charge["id"],
    }
    with ledger.changing(intent, "payment_intent.payment_failed"):
        intent |= {
            "status": "requires_payment_method",
            "latest_charge": charge["id"],
            "payment_method": None,
            "last_payment_error": error,
        }
    return declined(
        "card_declined",
        decline,
        _REASONS[decline],
        charge=charge["id"],
        payment_intent=_shown(intent),
    )


def _charge(ledger: Ledger, intent: Obj, method: Obj, *, paid: bool) -> Obj:
    charge = ledger.add(
        "charge",
        owner=intent,
        tell=False,
        amount=intent["amount"],
        amount_captured=intent["amount"] if paid else 0,
        billing_details=method["billing_details"],
        captured=paid,
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        metadata=intent["metadata"],
        outcome={
            "network_status": "approved_by_network" if paid else "declined_by_network",
            "reason": None if paid else card_of(method).decline,
            "risk_level": "normal",
            "seller_message": "Payment complete." if paid else "The bank declined the payment.",
            "type": "authorized" if paid else "issuer_declined",
        },
        paid=paid,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details={"type": "card", "card": _paid_with(method["card"])},
        receipt_email=intent["receipt_email"],
        status="succeeded" if paid else "failed",
    )
    if paid:
        charge["receipt_url"] = page_address(ledger, f"receipts/{charge['id']}/")
        ledger.store.put(charge)
    return charge


def _paid_with(card: Obj) -> Obj:
    """Return a card as the charge shows it that it paid."""
    whole = blank(stripe.Charge.PaymentMethodDetails.Card)
    shared = {name: card[name] for name in whole.keys() & card.keys()}
    return whole | shared | {"network": card["brand"], "network_token": {"used": False}}


def _book(ledger: Ledger, charge: Obj) -> None:
    """Add what a payment brings to the balance: the amount less Stripe's usual fee."""
    fee = round(charge["amount"] * 0.029) + 30
    booked = ledger.add(
        "balance_transaction",
        owner=charge,
        amount=charge["amount"],
        available_on=charge["created"],
        currency=charge["currency"],
        fee=fee,
        net=charge["amount"] - fee,
        reporting_category="charge",
        source=charge["id"],
        status="available",
        type="charge",
    )
    charge["balance_transaction"] = booked["id"]
    ledger.store.put(charge)
