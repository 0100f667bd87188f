"""Stripe's test cards, as https://docs.stripe.com/testing lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import declined, invalid

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["CARDS", "Card", "attach", "card_of", "method_from"]


@dataclass(frozen=True)
class Card:
    """A card that behaves in a known way.

    Attributes:
        number: What a person types.
        brand: Its brand.
        behaviour: What comes of paying with it, for people.
        decline: The decline code of every payment with it, or empty.
        unusable: Whether it is declined already when it is saved.
        authenticate: Whether a payment waits until its owner has confirmed it.
        disputed: Whether its owner disputes every payment.
    """

    number: str
    brand: str
    behaviour: str
    decline: str = ""
    unusable: bool = False
    authenticate: bool = False
    disputed: bool = False


CARDS: dict[str, Card] = {
    "pm_card_visa": Card("4242424242424242", "visa", "Payments succeed"),
    "pm_card_mastercard": Card("5555555555554444", "mastercard", "Payments succeed"),
    "pm_card_chargeCustomerFail": Card(
        "4000000000000341", "visa", "Is accepted, then every payment fails", "generic_decline"
    ),
    "pm_card_visa_chargeDeclined": Card(
        "4000000000000002", "visa", "Is declined", "generic_decline", unusable=True
    ),
    "pm_card_visa_chargeDeclinedInsufficientFunds": Card(
        "4000000000009995", "visa", "Is declined: no money", "insufficient_funds", unusable=True
    ),
    "pm_card_authenticationRequired": Card(
        "4000002760003184", "visa", "Asks its owner to confirm", authenticate=True
    ),
    "pm_card_createDispute": Card(
        "4000000000000259", "visa", "Succeeds, then is disputed", disputed=True
    ),
}
"""The cards by the ids that stand for them in requests."""


def card_of(method: Obj) -> Card:
    """Return the card that a payment method is."""
    return CARDS[method["_card"]]


def method_from(ledger: Ledger, name: str, *, param: str = "payment_method", **fields: Any) -> Obj:
    """Return a payment method by its id; the ids of test cards make a new one."""
    card = CARDS.get(name)
    if card is None:
        return ledger.get("payment_method", name, param=param)
    details = {
        "brand": card.brand,
        "display_brand": card.brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "pass",
        },
        "country": "US",
        "exp_month": 12,
        "exp_year": 2099,
        "fingerprint": f"offline{card.number[-4:]}",
        "funding": "credit",
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
    whole = {"allow_redisplay": "unspecified", "type": "card", "card": details} | fields
    return ledger.add("payment_method", tell=False, _card=name, **whole)


def attach(ledger: Ledger, method: Obj, customer: Obj) -> Obj:
    """Save a payment method for a customer.

    Raises:
        Refusal: When it is another customer's, or the card is declined.
    """
    if method["customer"] == customer["id"]:
        return method
    if method["customer"]:
        raise invalid("The payment method you provided has already been attached to a customer.")
    card = card_of(method)
    if card.unusable:
        raise declined("card_declined", card.decline, "Your card was declined.")
    method |= {"customer": customer["id"], "_clock": customer.get("_clock", "")}
    with ledger.changing(method, "payment_method.attached"):
        pass
    return method
