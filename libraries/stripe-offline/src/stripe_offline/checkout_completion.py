"""What comes of a Checkout session once a person has filled in its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import invoices
from .cards import attach, method_from
from .customers import create_customer
from .discounts import redeem
from .errors import Refusal
from .lines import pricing_of
from .meters import is_metered
from .subscriptions import create_subscription
from .taxes import add_tax_id, automatic

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["complete"]


def complete(  # noqa: PLR0913 - each is named where it is given
    ledger: Ledger,
    session: Obj,
    *,
    card: str | None,
    email: str,
    tax_id: str = "",
    confirmed: bool = False,
) -> Refusal | None:
    """Do what a person asked for on the page; return why the payment failed, or ``None``.

    Args:
        ledger: Where everything is.
        session: The session, open.
        card: The id of a test card, or ``None`` where none is asked for.
        email: What the person gave, for a customer that is new.
        tax_id: What the person gave, where it was asked for.
        confirmed: Whether the card's owner has confirmed the payment.
    """
    try:
        with ledger.store.transaction():
            try:
                customer = _customer(ledger, session, email)
                if tax_id and (session["tax_id_collection"] or {}).get("enabled"):
                    add_tax_id(ledger, customer, tax_id)
                _complete(ledger, session, customer, card=card, email=email, confirmed=confirmed)
            except Refusal as refusal:
                # nothing stays of what failed: the person tries again on the same page
                raise Refusal(refusal.status, refusal.error) from refusal
    except Refusal as refusal:
        return refusal
    return None


def _customer(ledger: Ledger, session: Obj, email: str) -> Obj:
    if session["customer"]:
        return ledger.get("customer", session["customer"])
    return create_customer(ledger, {"email": session["customer_email"] or email})


def _complete(  # noqa: PLR0913 - each is named where it is given
    ledger: Ledger,
    session: Obj,
    customer: Obj,
    *,
    card: str | None,
    email: str,
    confirmed: bool,
) -> None:
    method = None
    if card:
        given = {"email": email or customer["email"], "name": customer["name"], "phone": None}
        details = {"address": None, "tax_id": None} | given
        method = attach(ledger, method_from(ledger, card, billing_details=details), customer)
    made: dict[str, Any] = {"customer": customer["id"]}
    if session["mode"] == "subscription":
        made |= _subscribe(ledger, session, customer, method, confirmed=confirmed)
    elif session["mode"] == "payment":
        made |= _pay_invoice(ledger, session, customer, method, confirmed=confirmed)
    else:
        made["setup_intent"] = _set_up(ledger, customer, method)
    details = {"email": customer["email"] or email, "name": customer["name"], "phone": None}
    unpaid = "no_payment_required" if session["mode"] == "setup" else "paid"
    with ledger.changing(session, "checkout.session.completed"):
        session |= made | {
            "status": "complete",
            "payment_status": unpaid
            if session["amount_total"] or session["mode"] == "setup"
            else "no_payment_required",
            "customer_details": {
                "address": None,
                "tax_exempt": "none",
                "tax_ids": [
                    {"type": one["type"], "value": one["value"]}
                    for one in ledger.find("tax_id", customer=customer["id"])
                ],
            }
            | details,
            "url": None,
            "_due": None,
        }


def _discounts(session: Obj) -> list[dict[str, Any]]:
    return [{k: v for k, v in one.items() if v} for one in session["discounts"] or []]


def _subscribe(
    ledger: Ledger, session: Obj, customer: Obj, method: Obj | None, *, confirmed: bool
) -> dict[str, Any]:
    asked = dict(session["_asked"]["subscription_data"] or {})
    lines = ledger.find("item", _session=session["id"])[::-1]
    params = asked | {
        "customer": customer["id"],
        "items": [_item(line) for line in lines],
        "discounts": _discounts(session),
        "default_payment_method": method["id"] if method else None,
        "automatic_tax": {"enabled": session["automatic_tax"]["enabled"]},
        "payment_behavior": "default_incomplete",
    }
    sub = create_subscription(ledger, params)
    invoice = ledger.get("invoice", sub["latest_invoice"])
    refusal = invoices.pay(ledger, invoice, method=method, confirmed=confirmed)
    if refusal:
        raise Refusal(refusal.status, refusal.error)
    return {"subscription": sub["id"], "invoice": invoice["id"]}


def _item(line: Obj) -> dict[str, Any]:
    chosen = {} if is_metered(line) else {"quantity": line["quantity"]}
    return {"price": line["price"]["id"]} | chosen


def _line(ledger: Ledger, line: Obj, customer: Obj) -> dict[str, Any]:
    """Return what is bought once as the line of an invoice."""
    now = ledger.now(customer)
    return {
        "amount": line["amount_subtotal"],
        "currency": line["currency"],
        "description": line["description"],
        "discountable": True,
        "period": {"start": now, "end": now},
        "pricing": pricing_of(line["price"]),
        "quantity": line["quantity"],
    }


def _redeemed(ledger: Ledger, session: Obj, customer: Obj) -> list[str]:
    """Return the discounts that a session's coupons and codes come to."""
    return [
        redeem(ledger, given, customer, checkout_session=session["id"])["id"]
        for given in _discounts(session)
    ]


def _pay_invoice(
    ledger: Ledger,
    session: Obj,
    customer: Obj,
    method: Obj | None,
    *,
    confirmed: bool,
) -> dict[str, Any]:
    lines = ledger.find("item", _session=session["id"])[::-1]
    asked = session["_asked"]["invoice_creation"].get("invoice_data") or {}
    invoice = invoices.draft(
        ledger,
        customer,
        reason="manual",
        lines=[_line(ledger, line, customer) for line in lines],
        sweep=False,
        currency=session["currency"],
        description=asked.get("description"),
        discounts=_redeemed(ledger, session, customer),
        metadata=asked.get("metadata") or {},
        automatic_tax=automatic(session["automatic_tax"]["enabled"]),
        _bought_once=True,
    )
    refusal = invoices.pay(ledger, invoice, method=method, confirmed=confirmed)
    if refusal:
        raise Refusal(refusal.status, refusal.error)
    return {"invoice": invoice["id"], "payment_intent": invoice.get("_intent")}


def _set_up(ledger: Ledger, customer: Obj, method: Obj | None) -> str:
    made = ledger.add(
        "setup_intent",
        owner=customer,
        customer=customer["id"],
        payment_method=method["id"] if method else None,
        payment_method_types=["card"],
        status="succeeded",
        usage="off_session",
    )
    ledger.tell("setup_intent.succeeded", made)
    return str(made["id"])
