"""What is made and changed in a line or two: products, payment methods, endpoints, and so on."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import stripe

from .cards import attach, method_from
from .errors import invalid
from .origin import learn_origin
from .routes import overlay
from .shapes import blank

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = [
    "attach_method",
    "create_endpoint",
    "create_product",
    "delete",
    "detach_method",
    "resend_event",
    "the_account",
    "update_customer",
]

_ACCOUNT = "acct_offline_account"


def the_account(ledger: Ledger) -> Obj:
    """Return the one account there is."""
    found = ledger.store.get(_ACCOUNT)
    if found:
        return found
    return ledger.add(
        "account",
        id=_ACCOUNT,
        business_profile={"name": "Stripe offline", "url": None},
        charges_enabled=True,
        country="US",
        default_currency="usd",
        details_submitted=True,
        email="offline@example.com",
        payouts_enabled=True,
        settings=blank(stripe.Account.Settings)
        | {"dashboard": {"display_name": "Stripe offline", "timezone": "Etc/UTC"}},
        type="standard",
    )


def create_product(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a product; without an id of one's choice it gets a random one."""
    if params.get("id") and ledger.store.get(params["id"]):
        raise invalid("Product already exists.", param="id", code="resource_already_exists")
    start: dict[str, Any] = {"active": True, "type": "service"}
    return ledger.add("product", **start | params)


def delete(ledger: Ledger, obj: Obj, _params: dict[str, Any]) -> Obj:
    """Delete a coupon or an endpoint; what remains says so."""
    for code in _codes_of(ledger, obj):
        with ledger.changing(code):
            code["active"] = False
    if obj["object"] == "coupon":
        ledger.tell("coupon.deleted", obj)
    ledger.store.delete(obj["id"])
    return {"id": obj["id"], "object": obj["object"], "deleted": True}


def _codes_of(ledger: Ledger, obj: Obj) -> list[Obj]:
    """Return the codes that can be redeemed no longer when an object is gone."""
    if obj["object"] != "coupon":
        return []
    return ledger.find("promotion_code", active=True, **{"promotion.coupon": obj["id"]})


def update_customer(ledger: Ledger, customer: Obj, params: dict[str, Any]) -> Obj:
    """Change a customer; a default payment method must be its own."""
    name = (params.get("invoice_settings") or {}).get("default_payment_method")
    if name:
        method = method_from(ledger, name, param="invoice_settings[default_payment_method]")
        if method["customer"] != customer["id"]:
            message = (
                f"The customer does not have a payment method with the ID {name}. The payment"
                " method must be attached to the customer."
            )
            raise invalid(message, param="invoice_settings[default_payment_method]")
    return overlay(ledger, customer, params)


def attach_method(ledger: Ledger, method: Obj, params: dict[str, Any]) -> Obj:
    """Save a payment method for a customer."""
    customer = ledger.get("customer", params.get("customer") or "", param="customer")
    return attach(ledger, method, customer)


def detach_method(ledger: Ledger, method: Obj, _params: dict[str, Any]) -> Obj:
    """Take a payment method from its customer, who no longer pays by it."""
    customer = ledger.store.get(method["customer"] or "")
    with ledger.changing(method, "payment_method.detached"):
        method["customer"] = None
    settings = (customer or {}).get("invoice_settings") or {}
    if customer and settings.get("default_payment_method") == method["id"]:
        with ledger.changing(customer):
            customer["invoice_settings"]["default_payment_method"] = None
    return method


def create_endpoint(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Register a webhook endpoint; its secret is told this once."""
    learn_origin(ledger, params["url"])
    fields = {"api_version": stripe.api_version, "metadata": {}} | params
    secret = f"whsec_{secrets.token_urlsafe(24)}"
    made = ledger.add("webhook_endpoint", status="enabled", _secret=secret, **fields)
    return {k: v for k, v in made.items() if not k.startswith("_")} | {"secret": secret}


def update_endpoint(ledger: Ledger, endpoint: Obj, params: dict[str, Any]) -> Obj:
    """Change a webhook endpoint, or turn it off and on."""
    given = dict(params)
    if "disabled" in given:
        given["status"] = "disabled" if given.pop("disabled") else "enabled"
    return overlay(ledger, endpoint, given)


def resend_event(ledger: Ledger, event: Obj) -> None:
    """Send an event again to every endpoint."""
    for endpoint in ledger.find("webhook_endpoint", status="enabled"):
        ledger.deliver(event, endpoint)
