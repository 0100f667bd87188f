"""The lines of invoices: where they come from and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .discounts import discount_amount
from .prices import amount_of
from .taxes import tax_on, tax_part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .ledger import Ledger
    from .store import Obj

__all__ = ["add_lines", "add_up", "item_line", "pending_items", "pricing_of"]


def pricing_of(price: Obj) -> dict[str, Any]:
    """Return a price as lines and items show it."""
    details = {"price": price["id"], "product": price["product"]}
    return {
        "price_details": details,
        "type": "price_details",
        "unit_amount_decimal": price["unit_amount_decimal"],
    }


def _words(ledger: Ledger, price: Obj, quantity: int) -> str:
    product = ledger.store.get(price["product"]) or {"name": price["product"]}
    each = "" if price["unit_amount"] is None else f" (at {price['unit_amount'] / 100:.2f})"
    return f"{quantity} × {product['name']}{each}"  # noqa: RUF001 - as Stripe writes it


def item_line(ledger: Ledger, item: Obj, start: int, end: int, **fields: Any) -> dict[str, Any]:
    """Return the line that a subscription item adds for a period.

    Args:
        ledger: Where the product is.
        item: The subscription item, or one that is no longer there.
        start: The period's start.
        end: The period's end.
        fields: What is different, such as the ``amount`` during a trial.
    """
    price, quantity = item["price"], item["quantity"] or 0
    amount = fields.get("amount", amount_of(price, quantity))
    return {
        "amount": amount,
        "currency": price["currency"],
        "description": _words(ledger, price, quantity),
        "discountable": True,
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": False,
                "proration_details": {"credited_items": None},
                "subscription": item["subscription"],
                "subscription_item": item["id"],
            },
            "type": "subscription_item_details",
        },
        "period": {"start": start, "end": end},
        "pricing": pricing_of(price),
        "quantity": quantity,
        "subscription": item["subscription"],
    } | fields


def pending_items(ledger: Ledger, customer: Obj, sub: Obj | None) -> list[dict[str, Any]]:
    """Return lines for what waits to be invoiced to a customer, for a subscription or for none."""
    found = ledger.find("invoiceitem", customer=customer["id"], invoice=None)
    mine = (None, sub["id"] if sub else None)
    return [_pending_line(item) for item in reversed(found) if item["_subscription"] in mine]


def _pending_line(item: Obj) -> dict[str, Any]:
    details = {
        "invoice_item": item["id"],
        "proration": item["proration"],
        "proration_details": {"credited_items": None},
        "subscription": item["_subscription"],
    }
    of_item = item["_subscription_item"]
    kind = "subscription_item_details" if of_item else "invoice_item_details"
    parent: dict[str, Any] = {"invoice_item_details": None, "subscription_item_details": None}
    parent |= {"type": kind, kind: details | ({"subscription_item": of_item} if of_item else {})}
    copied = ("amount", "currency", "description", "discountable", "metadata", "period", "quantity")
    return {name: item[name] for name in copied} | {
        "parent": parent,
        "pricing": item["pricing"],
        "subscription": item["_subscription"],
        "_item": item["id"],
    }


def add_lines(ledger: Ledger, invoice: Obj, lines: Iterable[dict[str, Any]]) -> None:
    """Add lines to a draft."""
    for line in lines:
        ledger.add("line_item", owner=invoice, tell=False, invoice=invoice["id"], **line)
        if name := line.get("_item"):
            item = ledger.get("invoiceitem", name)
            item["invoice"] = invoice["id"]
            ledger.store.put(item)


def add_up(ledger: Ledger, invoice: Obj) -> None:
    """Work out the amounts of an invoice from its lines and discounts."""
    lines = ledger.find("line_item", invoice=invoice["id"])
    for line in lines:
        line |= {"_left": line["amount"], "discount_amounts": [], "taxes": []}
        line |= {"subtotal": line["amount"], "pretax_credit_amounts": []}
    taken = []
    for name in invoice["discounts"]:
        discount = ledger.get("discount", name)
        off = discount_amount(ledger, discount, lines, ledger.now(invoice))
        for line in lines:
            if amount := off.get(line["id"]):
                line["_left"] -= amount
                line["discount_amounts"].append({"amount": amount, "discount": name})
        taken.append({"amount": sum(off.values()), "discount": name})
    tax = tax_on(lines) if invoice["automatic_tax"]["enabled"] else 0
    for line in lines:
        ledger.store.put(line)
    subtotal = sum(line["amount"] for line in lines)
    net = sum(line["_left"] for line in lines)
    total = net + tax
    invoice |= {
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "total": total,
        "total_excluding_tax": net,
        "total_discount_amounts": taken,
        "total_taxes": [tax_part(net, tax)] if tax else [],
        "amount_due": max(total, 0),
        "amount_remaining": max(total, 0),
    }
    ledger.store.put(invoice)
