"""Changes of subscriptions that count once they are paid.

https://docs.stripe.com/billing/subscriptions/pending-updates
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import invoices
from .errors import Refusal, invalid
from .periods import HOUR
from .standing import plan_ahead
from .subscriptions import update_subscription

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["drop", "fulfil", "update"]

_LASTS = 23 * HOUR
_SUPPORTED = (
    "add_invoice_items",
    "billing_cycle_anchor",
    "items",
    "metadata",
    "proration_behavior",
    "proration_date",
    "trial_end",
)
_LINE = (
    "amount", "currency", "description", "discountable", "parent", "period", "pricing", "quantity",
    "subscription",
)  # fmt: skip


def update(ledger: Ledger, sub: Obj, params: dict[str, Any]) -> Obj:
    """Change a subscription: at once, or as soon as it is paid where that was asked for."""
    if sub.get("_pending") and set(params) - {"metadata"}:
        drop(ledger, sub)
    if params.get("payment_behavior") != "pending_if_incomplete":
        return update_subscription(ledger, sub, params)
    asked = {name: value for name, value in params.items() if name != "payment_behavior"}
    if other := [name for name in asked if name not in _SUPPORTED]:
        message = f"`{other[0]}` is not supported with `payment_behavior=pending_if_incomplete`."
        raise invalid(message, param=other[0])
    try:
        with ledger.store.transaction():
            paid = asked | {"payment_behavior": "error_if_incomplete"}
            return update_subscription(ledger, sub, paid)
    except Refusal as refusal:
        if refusal.error.get("type") != "card_error":
            raise
    return _put_off(ledger, ledger.get("subscription", sub["id"]), asked)


def _put_off(ledger: Ledger, sub: Obj, asked: dict[str, Any]) -> Obj:
    """Ask for what a change costs, and keep it until that is paid."""
    lines = _lines_of(ledger, sub, asked)
    customer = ledger.get("customer", sub["customer"])
    invoice = invoices.draft(
        ledger,
        customer,
        reason="subscription_update",
        lines=lines,
        sub=sub,
        sweep=False,
        auto_advance=False,
        _pending=True,
    )
    with ledger.changing(sub):
        sub["_pending"] = asked
        sub["pending_update"] = {
            "billing_cycle_anchor": None,
            "discounts": [],
            "expires_at": ledger.now(sub) + _LASTS,
            "metadata": asked.get("metadata"),
            "subscription_items": [],
            "trial_end": None,
            "trial_from_plan": None,
        }
        plan_ahead(sub)
    invoices.pay(ledger, invoice)
    return ledger.get("subscription", sub["id"])


def _lines_of(ledger: Ledger, sub: Obj, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the lines of the invoice that a change leads to, by making it and undoing it."""
    silent, ledger.silent = ledger.silent, True
    with ledger.store.undone():
        changed = update_subscription(ledger, ledger.get("subscription", sub["id"]), asked)
        found = ledger.find("line_item", invoice=changed["latest_invoice"])[::-1]
    ledger.silent = silent
    return [{name: line[name] for name in _LINE} for line in found]


def fulfil(ledger: Ledger, invoice: Obj) -> None:
    """Make the change that an invoice paid for, if it is still wanted."""
    sub = ledger.get("subscription", invoice["_subscription"])
    asked = sub.get("_pending")
    if asked and sub["latest_invoice"] == invoice["id"]:
        sub |= {"_pending": None, "pending_update": None}
        ledger.store.put(sub)
        update_subscription(ledger, sub, asked | {"proration_behavior": "none", "_paid": True})


def drop(ledger: Ledger, sub: Obj) -> None:
    """Forget a change that was not paid, with its invoice."""
    invoice = ledger.get("invoice", sub["latest_invoice"])
    with ledger.changing(sub):
        sub |= {"_pending": None, "pending_update": None}
        plan_ahead(sub)
    if invoice["status"] == "open":
        invoices.close(ledger, invoice, "void")
