"""A Checkout session that somebody completed."""

from __future__ import annotations

from typing import Any, Final

from apps.billing.tests.bodies.forms import Obj, days_ago, nothing
from apps.billing.tests.bodies.people import CUSTOMER, address
from apps.billing.tests.bodies.subscriptions import INVOICE

SESSION: Final = "cs_test_a1ByHandExports00000000000000001"


def session(**changes: Any) -> Obj:
    """Return a session in which exports were bought once, with an invoice."""
    buyer = {"address": address(), "email": "ada@example.com", "name": "Ada Lovelace"}
    described = nothing("account_tax_ids custom_fields description footer rendering_options")
    words = "after_submit shipping_address submit terms_of_service_acceptance"
    whole = {
        "id": SESSION,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "allow_promotion_codes": True,
        "amount_subtotal": 900,
        "amount_total": 900,
        "automatic_tax": nothing("liability provider status") | {"enabled": False},
        "branding_settings": {
            "background_color": "#ffffff",
            "border_style": "rounded",
            "button_color": "#0074d4",
            "display_name": "Acme",
            "font_family": "default",
            "icon": None,
            "logo": None,
        },
        "cancel_url": "https://example.com/billing/",
        "collected_information": nothing("business_name individual_name shipping_details"),
        "created": days_ago(3),
        "currency": "usd",
        "custom_fields": [],
        "custom_text": nothing(words),
        "customer": CUSTOMER,
        "customer_details": nothing("business_name individual_name phone")
        | buyer
        | {"tax_exempt": "none", "tax_ids": []},
        "discounts": [],
        "expires_at": days_ago(2),
        "invoice": INVOICE,
        "invoice_creation": {
            "enabled": True,
            "invoice_data": described | {"issuer": None, "metadata": {}},
        },
        "livemode": False,
        "metadata": {},
        "mode": "payment",
        "origin_context": "web",
        "payment_intent": "pi_3SByHandExports000000001",
        "payment_method_collection": "if_required",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "paid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "complete",
        "success_url": "https://example.com/done/",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "wallet_options": None,
    }
    empty = (
        "after_expiration billing_address_collection client_reference_id client_secret consent"
        " consent_collection currency_conversion customer_account customer_creation"
        " customer_email integration_identifier locale payment_link permissions"
        " payment_method_configuration_details presentment_details recovered_from"
        " saved_payment_method_options setup_intent shipping_address_collection shipping_cost"
        " submit_type subscription url"
    )
    return nothing(empty) | whole | changes
