"""What waits to stand on a customer's next invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import invoices
from .errors import invalid
from .lines import pricing_of
from .prices import amount_of, price_from

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["create_item"]


def create_item(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Have something stand on the customer's next invoice."""
    if not params.get("customer"):
        raise invalid(
            "Missing required param: customer.", param="customer", code="parameter_missing"
        )
    customer = ledger.get("customer", params["customer"], param="customer")
    now = ledger.now(customer)
    quantity = params.get("quantity", 1)
    fields: dict[str, Any] = {"amount": params.get("amount"), "currency": params.get("currency")}
    chosen = params.get("pricing") or {"price_data": params.get("price_data")}
    if chosen.get("price") or chosen.get("price_data"):
        price = price_from(ledger, chosen, "pricing")
        fields = {"amount": amount_of(price, quantity), "currency": price["currency"]}
        fields["pricing"] = pricing_of(price)
    if fields["amount"] is None:
        raise invalid("You must pass either `pricing` or `amount`.", param="amount")
    item = ledger.add(
        "invoiceitem",
        owner=customer,
        customer=customer["id"],
        date=now,
        description=params.get("description"),
        discountable=params.get("discountable", True),
        discounts=[],
        tax_rates=[],
        metadata=params.get("metadata") or {},
        period=params.get("period") or {"start": now, "end": now},
        quantity=quantity,
        quantity_decimal=str(quantity),
        _subscription=params.get("subscription"),
        _subscription_item=None,
        **fields,
    )
    if name := params.get("invoice"):
        invoice = ledger.get("invoice", name, param="invoice")
        if invoice["status"] != "draft":
            raise invalid("You can only add items to a draft invoice.", param="invoice")
        ledger.store.put(item | {"_subscription": invoice["_subscription"]})
        invoices.take_waiting(ledger, invoice, item["id"])
    return ledger.get("invoiceitem", item["id"])
