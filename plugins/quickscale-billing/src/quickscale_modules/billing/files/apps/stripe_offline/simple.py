"""What is made and changed in a line or two: products, payment methods, endpoints, and so on."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import stripe

from apps.stripe_offline.cards import CARDS, attach, method_from
from apps.stripe_offline.errors import invalid
from apps.stripe_offline.origin import learn_origin
from apps.stripe_offline.payments import create_intent, pay_intent
from apps.stripe_offline.prices import create_price
from apps.stripe_offline.routes import overlay

if TYPE_CHECKING:
    from apps.stripe_offline.ledger import Ledger
    from apps.stripe_offline.store import Obj

__all__ = [
    "attach_method",
    "cancel_intent",
    "confirm_intent",
    "create_endpoint",
    "create_method",
    "create_payment_intent",
    "create_product",
    "delete",
    "detach_method",
    "resend_event",
    "the_account",
    "update_customer",
]

_ACCOUNT = "acct_offline0000000000"


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
        settings={
            "branding": {"icon": None, "logo": None},
            "dashboard": {"display_name": "Stripe offline", "timezone": "Etc/UTC"},
        },
        type="standard",
    )


def create_product(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a product, and its default price if that is described."""
    given = dict(params)
    if given.get("id") and ledger.store.get(given["id"]):
        raise invalid("Product already exists.", param="id", code="resource_already_exists")
    described = given.pop("default_price_data", None)
    start: dict[str, Any] = {"active": True, "type": "service"}
    product = ledger.add("product", **start | given)
    if described:
        price = create_price(ledger, described | {"product": product["id"]})
        product["default_price"] = price["id"]
        ledger.store.put(product)
    return product


def delete(ledger: Ledger, obj: Obj, _params: dict[str, Any]) -> Obj:
    """Delete an object; what remains says so."""
    if obj["object"] == "product" and ledger.find("price", product=obj["id"]):
        message = "This product cannot be deleted because it has one or more user-created prices."
        raise invalid(message)
    if obj["object"] == "invoice" and obj["status"] != "draft":
        raise invalid("You can only delete draft invoices.")
    gone = {"id": obj["id"], "object": obj["object"], "deleted": True}
    for code in _codes_of(ledger, obj):
        with ledger.changing(code):
            code["active"] = False
    if obj["object"] in ("product", "coupon", "invoice", "invoiceitem"):
        ledger.tell(f"{obj['object']}.deleted", obj)
    if obj["object"] == "customer":
        ledger.store.put(gone)
    else:
        ledger.store.delete(obj["id"])
    return gone


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


def create_method(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a payment method of a test card's number or token."""
    card = params.get("card") or {}
    by_number = {known.number: name for name, known in CARDS.items()}
    by_token = {name.replace("pm_card", "tok"): name for name in CARDS}
    name = by_number.get(str(card.get("number"))) or by_token.get(str(card.get("token")))
    if name is None:
        message = "Only Stripe's test cards work offline: 4242424242424242 or tok_visa."
        raise invalid(message, param="card[number]", code="incorrect_number")
    details = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
    details |= params.get("billing_details") or {}
    metadata = params.get("metadata") or {}
    return method_from(ledger, name, metadata=metadata, billing_details=details)


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


def create_payment_intent(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a payment intent, and pay it if that is asked for."""
    customer = (
        ledger.get("customer", params["customer"], param="customer")
        if params.get("customer")
        else None
    )
    kept = ("description", "metadata", "receipt_email", "setup_future_usage")
    given = {name: params[name] for name in kept if params.get(name) is not None}
    intent = create_intent(
        ledger,
        customer,
        amount=params["amount"],
        currency=params["currency"].lower(),
        customer=customer["id"] if customer else None,
        **given,
    )
    return confirm_intent(ledger, intent, params) if params.get("confirm") else intent


def confirm_intent(ledger: Ledger, intent: Obj, params: dict[str, Any]) -> Obj:
    """Pay a payment intent."""
    if intent["status"] in ("succeeded", "canceled"):
        message = f"This PaymentIntent's status is {intent['status']}: it cannot be confirmed."
        raise invalid(message, code="payment_intent_unexpected_state")
    name = params.get("payment_method") or intent["payment_method"]
    if not name:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise invalid(message, code="payment_intent_unexpected_state")
    refusal = pay_intent(ledger, intent, method_from(ledger, name))
    if refusal and intent["status"] != "requires_action":
        raise refusal
    return intent


def cancel_intent(ledger: Ledger, intent: Obj, params: dict[str, Any]) -> Obj:
    """Give a payment up."""
    if intent["status"] in ("succeeded", "canceled"):
        message = f"You cannot cancel this PaymentIntent: its status is {intent['status']}."
        raise invalid(message, code="payment_intent_unexpected_state")
    with ledger.changing(intent, "payment_intent.canceled"):
        intent |= {"status": "canceled", "canceled_at": ledger.now(intent)}
        intent["cancellation_reason"] = params.get("cancellation_reason")
    return intent


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


def resend_event(ledger: Ledger, event: Obj, params: dict[str, Any]) -> Obj:
    """Send an event again, to every endpoint or to the one that is named."""
    for endpoint in ledger.find("webhook_endpoint", status="enabled"):
        if params.get("webhook_endpoint") in (None, endpoint["id"]):
            ledger.deliver(event, endpoint)
    return event
