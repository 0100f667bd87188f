"""Invoices: drafted, finalized, paid, retried, voided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import standing
from .cards import method_from
from .discounts import lasting
from .errors import Refusal, invalid
from .lines import add_lines, add_up, pending_items
from .origin import page_address
from .payments import create_intent, pay_intent
from .periods import DAY, HOUR
from .taxes import automatic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ledger import Ledger
    from .store import Obj

__all__ = ["advance_invoice", "close", "draft", "finalize", "pay", "take_waiting"]


def draft(  # noqa: PLR0913 - each is named where it is given
    ledger: Ledger,
    customer: Obj,
    *,
    reason: str,
    lines: Sequence[dict[str, Any]] = (),
    sub: Obj | None = None,
    sweep: bool = True,
    **fields: Any,
) -> Obj:
    """Draft an invoice with these lines and everything that waits to be invoiced.

    Args:
        ledger: Where everything is.
        customer: Who is to pay.
        reason: Its ``billing_reason``.
        lines: The fields of its own lines.
        sub: The subscription it is for.
        sweep: Whether what waits to be invoiced goes on it too.
        fields: More fields of the invoice.
    """
    now = ledger.now(customer)
    waiting = pending_items(ledger, customer, sub) if sweep else []
    # Not what it is paid with: that is asked for when it is paid, and may have changed by then.
    shared = ("collection_method", "description")
    inherited = {name: sub[name] for name in shared} if sub else {}
    whole = {
        "account_country": "US",
        "account_name": "Offline",
        "auto_advance": True,
        "automatic_tax": automatic(sub and sub["automatic_tax"]["enabled"]),
        "automatically_finalizes_at": now + HOUR,
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "currency": (sub or customer)["currency"] or "usd",
        "customer": customer["id"],
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "customer_tax_ids": [
            {"type": one["type"], "value": one["value"]}
            for one in ledger.find("tax_id", customer=customer["id"])
        ],
        "discounts": list(sub["discounts"]) if sub else [],
        "parent": _parent(sub) if sub else None,
        "period_start": sub["_start"] if sub else now,
        "period_end": sub["_end"] if sub and sub["_end"] <= now else now,
        "status": "draft",
        "_subscription": sub["id"] if sub else None,
        "_due": now + HOUR,
        **inherited,
        **fields,
    }
    if not whole["auto_advance"]:
        whole |= {"_due": None, "automatically_finalizes_at": None}
    invoice = ledger.add("invoice", owner=customer, tell=False, **whole)
    add_lines(ledger, invoice, [*waiting, *lines])
    add_up(ledger, invoice)
    ledger.tell("invoice.created", invoice)
    if sub:
        if invoice["subtotal"]:
            sub["discounts"] = lasting(ledger, sub["discounts"])
        sub["latest_invoice"] = invoice["id"]
        ledger.store.put(sub)
    return invoice


def _parent(sub: Obj) -> dict[str, Any]:
    details = {"metadata": sub["metadata"], "subscription": sub["id"]}
    return {
        "quote_details": None,
        "subscription_details": details,
        "type": "subscription_details",
    }


def finalize(ledger: Ledger, invoice: Obj) -> None:
    """Fix an invoice's amount and ask for it; nothing due means paid."""
    if invoice["status"] != "draft":
        raise invalid(
            "This invoice is already finalized, you can't re-finalize a non-draft invoice."
        )
    customer = ledger.get("customer", invoice["customer"])
    now = ledger.now(invoice)
    add_up(ledger, invoice)
    balance = customer["balance"] or 0
    # A credit is not used up by what is bought once in Checkout
    # (https://docs.stripe.com/billing/customer/balance).
    counts = not invoice.get("_bought_once")
    due = max(invoice["total"] + balance * counts, 0)
    invoice |= {
        "starting_balance": balance,
        "ending_balance": min(balance + invoice["total"], 0) if counts else balance,
        "amount_due": due,
        "amount_remaining": due,
        "automatically_finalizes_at": None,
        "effective_at": now,
        "number": f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04}",
        "status": "open",
        "hosted_invoice_url": page_address(ledger, f"invoices/{invoice['id']}/"),
        "invoice_pdf": page_address(ledger, f"invoices/{invoice['id']}/pdf/"),
        "_due": None,
    }
    invoice["status_transitions"]["finalized_at"] = now
    customer["next_invoice_sequence"] += 1
    ledger.store.put(customer)
    if balance != invoice["ending_balance"]:
        with ledger.changing(customer):
            customer["balance"] = invoice["ending_balance"]
    if due:
        _ask(ledger, invoice)
    with ledger.changing(invoice, "invoice.finalized"):
        pass
    if not due:
        _settle(ledger, invoice)


def _ask(ledger: Ledger, invoice: Obj) -> None:
    """Make the payment intent of an invoice, and the entry that ties the two."""
    intent = create_intent(
        ledger,
        invoice,
        amount=invoice["amount_due"],
        currency=invoice["currency"],
        customer=invoice["customer"],
        description=f"Payment for Invoice {invoice['number']}",
        receipt_email=invoice["customer_email"],
        _invoice=invoice["id"],
    )
    invoice["_intent"] = intent["id"]
    invoice["confirmation_secret"] = {
        "client_secret": intent["client_secret"],
        "type": "payment_intent",
    }
    ledger.add(
        "invoice_payment",
        owner=invoice,
        amount_requested=invoice["amount_due"],
        currency=invoice["currency"],
        invoice=invoice["id"],
        is_default=True,
        payment={"type": "payment_intent", "payment_intent": intent["id"]},
        status="open",
        status_transitions={"canceled_at": None, "paid_at": None},
    )


def pay(
    ledger: Ledger,
    invoice: Obj,
    *,
    method: Obj | None = None,
    confirmed: bool = False,
    elsewhere: bool = False,
) -> Refusal | None:
    """Try to collect an invoice; return why that failed, or ``None``.

    Args:
        ledger: Where everything is.
        invoice: A draft is finalized first.
        method: What to pay with, instead of the default.
        confirmed: Whether the card's owner has confirmed the payment.
        elsewhere: Whether it was paid in a way that Stripe knows nothing of.
    """
    if invoice["status"] == "draft":
        finalize(ledger, invoice)
    if invoice["status"] == "paid":
        return None
    if elsewhere:
        _settle(ledger, invoice)
        return None
    intent = ledger.get("payment_intent", invoice["_intent"])
    refusal = pay_intent(ledger, intent, method or _default(ledger, invoice), confirmed=confirmed)
    invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
    if refusal is None:
        _settle(ledger, invoice)
        return None
    ledger.store.put(invoice)
    waits = refusal.error.get("code") == "authentication_required"
    event = "invoice.payment_action_required" if waits else "invoice.payment_failed"
    if _is_tried_again(invoice):
        _retry_later(ledger, invoice)
    ledger.tell(event, invoice)
    standing.after_failure(ledger, invoice)
    return refusal


def _default(ledger: Ledger, invoice: Obj) -> Obj | None:
    """Return the payment method of the invoice, its subscription or its customer."""
    sub = ledger.store.get(invoice["_subscription"] or "") or {}
    customer = ledger.get("customer", invoice["customer"])
    names = [
        invoice["default_payment_method"],
        sub.get("default_payment_method"),
        customer["invoice_settings"]["default_payment_method"],
    ]
    found = next((name for name in names if name), None)
    return method_from(ledger, found) if found else None


def _is_tried_again(invoice: Obj) -> bool:
    """Tell whether a failed payment is tried again; the first one of a subscription is not."""
    return bool(invoice["auto_advance"] and invoice["billing_reason"] != "subscription_create")


def _retry_later(ledger: Ledger, invoice: Obj) -> None:
    tries = invoice["attempt_count"] - 1
    days = standing.RETRY_DAYS[tries] if tries < len(standing.RETRY_DAYS) else None
    invoice["next_payment_attempt"] = ledger.now(invoice) + days * DAY if days else None
    invoice["_due"] = invoice["next_payment_attempt"]
    ledger.store.put(invoice)


def _settle(ledger: Ledger, invoice: Obj) -> None:
    now = ledger.now(invoice)
    invoice |= {
        "status": "paid",
        "amount_paid": invoice["amount_due"],
        "amount_remaining": 0,
        "attempted": True,
        "next_payment_attempt": None,
        "_due": None,
    }
    invoice["status_transitions"]["paid_at"] = now
    ledger.store.put(invoice)
    for entry in ledger.find("invoice_payment", invoice=invoice["id"]):
        entry |= {"status": "paid", "amount_paid": invoice["amount_due"]}
        entry["status_transitions"]["paid_at"] = now
        ledger.store.put(entry)
        ledger.tell("invoice_payment.paid", entry)
    ledger.tell("invoice.paid", invoice)
    ledger.tell("invoice.payment_succeeded", invoice)
    standing.after_payment(ledger, invoice)
    if invoice.get("_pending"):
        from .pending import fulfil  # noqa: PLC0415 - it asks for invoices itself

        fulfil(ledger, invoice)


def close(ledger: Ledger, invoice: Obj, status: str) -> None:
    """Void an invoice, or mark it as uncollectible."""
    if invoice["status"] not in ("open", "uncollectible"):
        message = f"You can only pass in open invoices. This invoice isn't open: {invoice['id']}"
        raise invalid(message)
    event = {"void": "invoice.voided", "uncollectible": "invoice.marked_uncollectible"}[status]
    past = {"void": "voided_at", "uncollectible": "marked_uncollectible_at"}[status]
    with ledger.changing(invoice, event):
        invoice |= {"status": status, "_due": None, "next_payment_attempt": None}
        invoice["status_transitions"][past] = ledger.now(invoice)
    used = (invoice["ending_balance"] or 0) - (invoice["starting_balance"] or 0)
    if status == "void" and used:
        # What it took of the customer's credit is theirs again
        # (https://docs.stripe.com/billing/customer/balance).
        customer = ledger.get("customer", invoice["customer"])
        with ledger.changing(customer):
            customer["balance"] -= used


def advance_invoice(ledger: Ledger, invoice: Obj) -> None:
    """Do what is due: finalize and collect a draft, or try an open one again."""
    invoice["_due"] = None
    ledger.store.put(invoice)
    if invoice["status"] == "draft":
        finalize(ledger, invoice)
    if invoice["status"] != "open":
        return
    failed = pay(ledger, invoice)
    if failed and _is_tried_again(invoice) and not invoice["_due"]:
        standing.give_up(ledger, invoice)


def take_waiting(ledger: Ledger, invoice: Obj, name: str) -> None:
    """Add one thing that waits to be invoiced to a draft."""
    customer = ledger.get("customer", invoice["customer"])
    sub = ledger.store.get(invoice["_subscription"] or "")
    waiting = [line for line in pending_items(ledger, customer, sub) if line["_item"] == name]
    add_lines(ledger, invoice, waiting)
    add_up(ledger, invoice)
