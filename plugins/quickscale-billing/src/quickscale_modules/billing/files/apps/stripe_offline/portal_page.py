"""What a person sees and does on the portal's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.stripe_offline.cards import CARDS
from apps.stripe_offline.customers import set_default_method
from apps.stripe_offline.errors import Refusal
from apps.stripe_offline.items import items_of
from apps.stripe_offline.simple import detach_method
from apps.stripe_offline.standing import ENDED
from apps.stripe_offline.subscriptions import cancel, update_subscription

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apps.stripe_offline.ledger import Ledger
    from apps.stripe_offline.store import Obj

__all__ = ["act", "context"]


def context(ledger: Ledger, session: Obj) -> dict[str, Any]:
    """Return what the page shows, as far as its configuration lets it."""
    customer = ledger.get("customer", session["customer"])
    features = _features(ledger, session)
    default = customer["invoice_settings"]["default_payment_method"]
    running = [
        sub
        for sub in ledger.find("subscription", customer=customer["id"])
        if sub["status"] not in ENDED
    ]
    return {
        "session": session,
        "customer": customer,
        "features": features,
        "subscriptions": [_shown(ledger, sub, features) for sub in running],
        "methods": [
            method | {"is_default": method["id"] == default}
            for method in ledger.find("payment_method", customer=customer["id"])
        ],
        "invoices": [
            one for one in ledger.find("invoice", customer=customer["id"]) if one["number"]
        ],
        "cards": CARDS,
    }


def _features(ledger: Ledger, session: Obj) -> dict[str, Any]:
    configuration = ledger.get("billing_portal.configuration", session["configuration"])
    features: dict[str, Any] = configuration["features"]
    return features


def _shown(ledger: Ledger, sub: Obj, features: dict[str, Any]) -> dict[str, Any]:
    items = items_of(ledger, sub)
    current = {item["price"]["id"] for item in items}
    offered = [
        ledger.get("price", name)
        for product in features["subscription_update"].get("products") or []
        for name in product["prices"]
        if name not in current
    ]
    return {
        "sub": sub,
        "items": [
            _with_product(ledger, item["price"]) | {"quantity": item["quantity"]} for item in items
        ],
        "offered": [_with_product(ledger, price) for price in offered],
        "ends": sub["_end"],
    }


def _with_product(ledger: Ledger, price: Obj) -> Obj:
    product = ledger.store.get(price["product"]) or {}
    return price | {"product_name": product.get("name", price["product"])}


def act(ledger: Ledger, session: Obj, given: Mapping[str, str]) -> str:
    """Do what a person asked for; return why that failed, or nothing."""
    customer = ledger.get("customer", session["customer"])
    features = _features(ledger, session)
    try:
        with ledger.store.transaction():
            if given.get("subscription"):
                _change(ledger, customer, features, given)
            elif given.get("card") and features["payment_method_update"]["enabled"]:
                set_default_method(ledger, customer, given["card"])
            elif given.get("remove") and features["payment_method_update"]["enabled"]:
                method = ledger.get("payment_method", given["remove"])
                if method["customer"] == customer["id"]:
                    detach_method(ledger, method, {})
    except Refusal as refusal:
        return str(refusal)
    return ""


def _change(
    ledger: Ledger, customer: Obj, features: dict[str, Any], given: Mapping[str, str]
) -> None:
    sub = ledger.get("subscription", given["subscription"])
    if sub["customer"] != customer["id"]:
        return
    ending = features["subscription_cancel"]
    if "cancel" in given and ending["enabled"]:
        if ending["mode"] == "immediately":
            cancel(ledger, sub, {"prorate": ending["proration_behavior"] == "create_prorations"})
        else:
            update_subscription(ledger, sub, {"cancel_at_period_end": True})
    elif "resume" in given:
        update_subscription(ledger, sub, {"cancel_at_period_end": False})
    elif given.get("price") and features["subscription_update"]["enabled"]:
        first = items_of(ledger, sub)[0]
        change = {"id": first["id"], "price": given["price"]}
        how = features["subscription_update"]["proration_behavior"]
        update_subscription(ledger, sub, {"items": [change], "proration_behavior": how})
