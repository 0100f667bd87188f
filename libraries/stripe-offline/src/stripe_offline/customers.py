"""Customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .cards import attach, method_from
from .errors import missing_object
from .ledger import new_id
from .standing import ENDED, end_subscription

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["belongs_to", "create_customer", "delete_customer", "set_default_method"]


def create_customer(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a customer, living by a test clock if one is named."""
    given = dict(params)
    clock = given.get("test_clock")
    if clock:
        ledger.get("test_helpers.test_clock", clock, param="test_clock")
    method = given.pop("payment_method", None)
    settings = given.pop("invoice_settings", None) or {}
    fields = {
        "balance": 0,
        "delinquent": False,
        "invoice_prefix": new_id("").upper(),
        "next_invoice_sequence": 1,
        "preferred_locales": [],
        "tax_exempt": "none",
    } | {name: value for name, value in given.items() if value is not None}
    for extra in ("source", "tax", "tax_id_data"):
        fields.pop(extra, None)
    customer = ledger.add("customer", owner={"_clock": clock or ""}, tell=False, **fields)
    empty = {"custom_fields": None, "default_payment_method": None, "footer": None}
    customer["invoice_settings"] = empty | {"rendering_options": None} | settings
    if method:
        attached = attach(ledger, method_from(ledger, method), customer)
        if settings.get("default_payment_method") == method:
            customer["invoice_settings"]["default_payment_method"] = attached["id"]
    ledger.store.put(customer)
    ledger.tell("customer.created", customer)
    return customer


def belongs_to(ledger: Ledger, method: Obj, customer: str) -> bool:
    """Tell whether a payment method is a customer's, who must be there."""
    if ledger.get("customer", customer, param="customer").get("deleted"):
        raise missing_object("customer", customer, param="customer")
    return bool(method["customer"] == customer)


def set_default_method(ledger: Ledger, customer: Obj, name: str) -> None:
    """Have a customer's invoices paid by a payment method from now on."""
    method = attach(ledger, method_from(ledger, name), customer)
    with ledger.changing(customer):
        customer["invoice_settings"]["default_payment_method"] = method["id"]


def delete_customer(ledger: Ledger, customer: Obj, _params: dict[str, Any]) -> Obj:
    """Delete a customer and end what it subscribes to."""
    for sub in ledger.find("subscription", customer=customer["id"]):
        if sub["status"] not in ENDED:
            end_subscription(ledger, sub, "cancellation_requested")
    ledger.tell("customer.deleted", customer)
    gone = {"id": customer["id"], "object": "customer", "deleted": True}
    ledger.store.put(gone)
    return gone
