"""Who pays, and with what."""

from __future__ import annotations

from typing import Any, Final

from apps.billing.tests.bodies.catalog import CUSTOMER
from apps.billing.tests.bodies.forms import Obj, days_ago, nothing

__all__ = ["CUSTOMER", "METHOD", "address", "card", "customer", "payment_method", "tax_id"]

METHOD: Final = "pm_1SByHandVisa000000000001"
CHECKS: Final = {
    "address_line1_check": None,
    "address_postal_code_check": "pass",
    "cvc_check": "pass",
}


def address() -> Obj:
    """Return where somebody lives."""
    known = {"city": "London", "country": "GB", "line1": "12 St James's Square"}
    return known | {"line2": None, "postal_code": "SW1Y 4LB", "state": None}


def customer(**changes: Any) -> Obj:
    """Return somebody who pays by card."""
    settings = {
        "custom_fields": None,
        "default_payment_method": METHOD,
        "footer": None,
        "rendering_options": None,
    }
    whole = {
        "id": CUSTOMER,
        "object": "customer",
        "address": address(),
        "balance": 0,
        "created": days_ago(40),
        "currency": "usd",
        "delinquent": False,
        "email": "ada@example.com",
        "invoice_prefix": "BYHAND01",
        "invoice_settings": settings,
        "livemode": False,
        "metadata": {},
        "name": "Ada Lovelace",
        "next_invoice_sequence": 3,
        "preferred_locales": ["en-GB"],
        "tax_exempt": "none",
    }
    empty = "business_name customer_account default_source description discount individual_name"
    return nothing(f"{empty} phone shipping test_clock") | whole | changes


def payment_method(**changes: Any) -> Obj:
    """Return a card that is kept for later."""
    visa = {
        "brand": "visa",
        "checks": CHECKS,
        "country": "US",
        "display_brand": "visa",
        "exp_month": 11,
        "exp_year": 2031,
        "fingerprint": "ByHandFingerprint",
        "funding": "credit",
        "generated_from": None,
        "last4": "4242",
        "networks": {"available": ["visa"], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
    whole = {
        "id": METHOD,
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": billing_details(),
        "card": visa,
        "created": days_ago(40),
        "customer": CUSTOMER,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }
    return whole | changes


def billing_details() -> Obj:
    """Return whose card it is."""
    known = {"address": address(), "email": "ada@example.com", "name": "Ada Lovelace"}
    return nothing("phone tax_id") | known


def card(**changes: Any) -> Obj:
    """Return a card of the days before there were payment methods."""
    whole = {
        "id": "card_1SByHandOld00000000001",
        "object": "card",
        "allow_redisplay": "unspecified",
        "brand": "Visa",
        "country": "US",
        "customer": CUSTOMER,
        "cvc_check": "pass",
        "exp_month": 11,
        "exp_year": 2031,
        "fingerprint": "ByHandFingerprint",
        "funding": "credit",
        "last4": "4242",
        "metadata": {},
        "name": "Ada Lovelace",
        "networks": {"preferred": None},
        "regulated_status": "unregulated",
    }
    empty = (
        "address_city address_country address_line1 address_line1_check address_line2"
        " address_state address_zip address_zip_check dynamic_last4 tokenization_method"
    )
    return nothing(empty) | whole | changes


def tax_id(**changes: Any) -> Obj:
    """Return a number that a tax office gave a customer."""
    owner = nothing("account application customer_account")
    whole = {
        "id": "txi_1SByHandVat000000000001",
        "object": "tax_id",
        "country": "DE",
        "created": days_ago(20),
        "customer": CUSTOMER,
        "customer_account": None,
        "livemode": False,
        "owner": owner | {"customer": CUSTOMER, "type": "customer"},
        "type": "eu_vat",
        "value": "DE123456789",
        "verification": nothing("verified_address verified_name") | {"status": "pending"},
    }
    return whole | changes
