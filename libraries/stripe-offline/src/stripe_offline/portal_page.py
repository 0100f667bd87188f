"""What a person sees and does on the portal's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .cards import CARDS
from .customers import set_default_method
from .errors import Refusal
from .items import items_of
from .simple import detach_method
from .standing import ENDED
from .subscriptions import update_subscription

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .ledger import Ledger
    from .store import Obj

__all__ = ["act", "context"]


def context(ledger: Ledger, session: Obj) -> dict[str, Any]:
    """Return what the page shows."""
    customer = ledger.get("customer", session["customer"])
    default = customer["invoice_settings"]["default_payment_method"]
    running = [
        sub
        for sub in ledger.find("subscription", customer=customer["id"])
        if sub["status"] not in ENDED
    ]
    return {
        "session": session,
        "customer": customer,
        "subscriptions": [_shown(ledger, sub) for sub in running],
        "methods": [
            method | {"is_default": method["id"] == default}
            for method in ledger.find("payment_method", customer=customer["id"])
        ],
        "invoices": [
            one for one in ledger.find("invoice", customer=customer["id"]) if one["number"]
        ],
        "cards": CARDS,
    }


def _shown(ledger: Ledger, sub: Obj) -> dict[str, Any]:
    items = [
        _with_product(ledger, item["price"]) | {"quantity": item["quantity"]}
        for item in items_of(ledger, sub)
    ]
    return {"sub": sub, "items": items, "ends": sub["_end"]}


def _with_product(ledger: Ledger, price: Obj) -> Obj:
    product = ledger.store.get(price["product"]) or {}
    return price | {"product_name": product.get("name", price["product"])}


def act(ledger: Ledger, session: Obj, given: Mapping[str, str]) -> str:
    """Do what a person asked for; return why that failed, or nothing."""
    customer = ledger.get("customer", session["customer"])
    try:
        with ledger.store.transaction():
            if given.get("subscription"):
                _change(ledger, customer, given)
            elif given.get("card"):
                set_default_method(ledger, customer, given["card"])
            elif given.get("remove"):
                method = ledger.get("payment_method", given["remove"])
                if method["customer"] == customer["id"]:
                    detach_method(ledger, method, {})
    except Refusal as refusal:
        return str(refusal)
    return ""


def _change(ledger: Ledger, customer: Obj, given: Mapping[str, str]) -> None:
    sub = ledger.get("subscription", given["subscription"])
    if sub["customer"] == customer["id"]:
        # A date, and no mark: https://docs.stripe.com/changelog/basil/2025-05-28/cancel-at-enums
        ends = "min_period_end" if "cancel" in given else None
        update_subscription(ledger, sub, {"cancel_at": ends})
