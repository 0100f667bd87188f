"""An invoice and its one line."""

from __future__ import annotations

from typing import Any, Final

from apps.billing.tests.bodies.catalog import PRICE, PRODUCT
from apps.billing.tests.bodies.forms import Obj, days_ago, listed, nothing
from apps.billing.tests.bodies.people import CUSTOMER, address
from apps.billing.tests.bodies.subscriptions import INVOICE, ITEM, SUBSCRIPTION

__all__ = ["INVOICE", "LINE", "invoice", "line"]

LINE: Final = "il_1SByHandSecond0000001"


def line(**changes: Any) -> Obj:
    """Return what is charged for."""
    details = {
        "invoice_item": None,
        "proration": False,
        "proration_details": {"credited_items": None},
        "subscription": SUBSCRIPTION,
        "subscription_item": ITEM,
    }
    parent = {"invoice_item_details": None, "subscription_item_details": details}
    pricing = {
        "price_details": {"price": PRICE, "product": PRODUCT},
        "type": "price_details",
        "unit_amount_decimal": "4900",
    }
    whole = {
        "id": LINE,
        "object": "line_item",
        "amount": 4900,
        "currency": "usd",
        "description": "1 × Pro (at $49.00 / month)",  # noqa: RUF001 - as Stripe writes it
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": INVOICE,
        "livemode": False,
        "metadata": {},
        "parent": parent | {"type": "subscription_item_details"},
        "period": {"end": days_ago(-20), "start": days_ago(10)},
        "pretax_credit_amounts": [],
        "pricing": pricing,
        "quantity": 1,
        "quantity_decimal": "1",
        "subscription": SUBSCRIPTION,
        "subtotal": 4900,
        "taxes": [],
    }
    return whole | changes


def invoice(**changes: Any) -> Obj:
    """Return the paid invoice of a subscription's second month."""
    tax = nothing("disabled_reason liability provider status") | {"enabled": False}
    parent = {
        "quote_details": None,
        "subscription_details": {"metadata": {}, "subscription": SUBSCRIPTION},
        "type": "subscription_details",
    }
    page = f"https://invoice.stripe.com/i/acct_ByHand/test_{INVOICE}"
    passed = nothing("marked_uncollectible_at voided_at")
    name = changes.get("id", INVOICE)
    whole = {
        "id": INVOICE,
        "object": "invoice",
        "account_country": "US",
        "account_name": "Acme",
        "amount_due": 4900,
        "amount_overpaid": 0,
        "amount_paid": 4900,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "attempt_count": 1,
        "attempted": True,
        "auto_advance": False,
        "automatic_tax": tax,
        "billing_reason": "subscription_cycle",
        "collection_method": "charge_automatically",
        "created": days_ago(10),
        "currency": "usd",
        "customer": CUSTOMER,
        "customer_address": address(),
        "customer_email": "ada@example.com",
        "customer_name": "Ada Lovelace",
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_tax_rates": [],
        "discounts": [],
        "effective_at": days_ago(10),
        "ending_balance": 0,
        "hosted_invoice_url": page,
        "invoice_pdf": f"{page}/pdf",
        "issuer": {"account": None, "type": "self"},
        "lines": listed(f"/v1/invoices/{name}/lines", line(id=f"il_{name[-12:]}", invoice=name)),
        "livemode": False,
        "metadata": {},
        "number": "BYHAND01-0002",
        "parent": parent,
        "payment_settings": nothing("default_mandate payment_method_options payment_method_types"),
        "period_end": days_ago(10),
        "period_start": days_ago(40),
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "starting_balance": 0,
        "status": "paid",
        "status_transitions": passed | {"finalized_at": days_ago(10), "paid_at": days_ago(10)},
        "subtotal": 4900,
        "subtotal_excluding_tax": 4900,
        "total": 4900,
        "total_discount_amounts": [],
        "total_excluding_tax": 4900,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
        "webhooks_delivered_at": days_ago(10),
    }
    empty = (
        "account_tax_ids amount_paid_off_stripe application automatically_finalizes_at"
        " custom_fields customer_account customer_phone customer_shipping default_payment_method"
        " default_source description due_date footer from_invoice last_finalization_error"
        " latest_revision next_payment_attempt on_behalf_of receipt_number rendering"
        " shipping_cost shipping_details statement_descriptor test_clock"
    )
    return nothing(empty) | whole | changes
