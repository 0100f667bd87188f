"""What the API does with invoices and their items, previews included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import invoices
from .cards import method_from
from .errors import invalid
from .ledger import new_id
from .rendering import rendered
from .renewals import renew
from .standing import ENDED
from .subscriptions import update_subscription

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["create_invoice", "finalize_invoice", "pay_invoice", "preview", "void_invoice"]


def create_invoice(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Draft an invoice by hand."""
    if not params.get("customer"):
        raise invalid(
            "Missing required param: customer.", param="customer", code="parameter_missing"
        )
    customer = ledger.get("customer", params["customer"], param="customer")
    name = params.get("subscription")
    sub = ledger.get("subscription", name, param="subscription") if name else None
    kept = ("auto_advance", "collection_method", "description", "metadata", "footer")
    fields = {"auto_advance": False} | {k: params[k] for k in kept if params.get(k) is not None}
    sweep = params.get("pending_invoice_items_behavior") == "include"
    return invoices.draft(ledger, customer, reason="manual", sub=sub, sweep=sweep, **fields)


def finalize_invoice(ledger: Ledger, invoice: Obj, params: dict[str, Any]) -> Obj:
    """Fix a draft's amount; one that advances by itself is then collected."""
    if "auto_advance" in params:
        invoice["auto_advance"] = params["auto_advance"]
    invoices.finalize(ledger, invoice)
    if invoice["auto_advance"] and invoice["status"] == "open":
        invoices.pay(ledger, invoice)
    return invoice


def void_invoice(ledger: Ledger, invoice: Obj, _params: dict[str, Any]) -> Obj:
    """Take an open invoice back."""
    invoices.close(ledger, invoice, "void")
    return invoice


def pay_invoice(ledger: Ledger, invoice: Obj, params: dict[str, Any]) -> Obj:
    """Collect an invoice now."""
    if invoice["status"] == "paid":
        raise invalid("Invoice is already paid", code="invoice_already_paid")
    if invoice["status"] in ("void", "uncollectible"):
        raise invalid("This invoice can no longer be paid.", code="invoice_not_editable")
    name = params.get("payment_method")
    method = method_from(ledger, name) if name else None
    elsewhere = params.get("paid_out_of_band", False)
    refusal = invoices.pay(ledger, invoice, method=method, elsewhere=elsewhere)
    if refusal:
        raise refusal
    return invoice


def preview(ledger: Ledger, params: dict[str, Any], _ids: tuple[str, ...]) -> Obj:
    """Return the invoice that would come next, by making it and undoing everything."""
    ledger.silent = True
    with ledger.store.undone():
        shown = rendered(ledger, _next_invoice(ledger, params), ledger.expand)
    ledger.silent = False
    shown |= {"id": new_id("upcoming_in"), "status": "draft", "number": None, "_undone": True}
    shown |= {"hosted_invoice_url": None, "invoice_pdf": None, "amount_paid": 0}
    shown["amount_remaining"] = shown["amount_due"]
    owner = ledger.get("subscription", params["subscription"])["customer"]
    shown["starting_balance"] = ledger.get("customer", owner)["balance"]
    return shown


def _next_invoice(ledger: Ledger, params: dict[str, Any]) -> Obj:
    name = params.get("subscription") or ""
    sub = ledger.get("subscription", name, param="subscription")
    last = sub["latest_invoice"]
    if details := params.get("subscription_details"):
        sub = update_subscription(ledger, sub, details)
        if sub["latest_invoice"] != last:
            return _latest(ledger, sub)
    if sub["status"] in ENDED or (sub["cancel_at"] and sub["cancel_at"] <= sub["_end"]):
        message = f"No upcoming invoices for customer: '{sub['customer']}'"
        raise invalid(message, code="invoice_upcoming_none", status=404)
    return renew(ledger, sub)


def _latest(ledger: Ledger, sub: Obj) -> Obj:
    invoice = ledger.get("invoice", sub["latest_invoice"])
    return invoice | {"billing_reason": "upcoming"}
