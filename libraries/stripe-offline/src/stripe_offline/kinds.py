"""The kinds of objects there are: what each is called, and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

import stripe

__all__ = ["KINDS", "LISTS", "Kind", "Part"]


@dataclass(frozen=True)
class Kind:
    """A kind of object.

    Attributes:
        shape: The library's class for it.
        prefix: What its ids begin with.
        event: What the types of its events begin with; empty when it has none.
        noun: What an error calls it, where that is not its name.
    """

    shape: type
    prefix: str
    event: str = ""
    noun: str = ""


KINDS: dict[str, Kind] = {
    "account": Kind(stripe.Account, "acct"),
    "balance_transaction": Kind(stripe.BalanceTransaction, "txn"),
    "billing.meter": Kind(stripe.billing.Meter, "mtr", noun="billing meter"),
    "billing_portal.session": Kind(stripe.billing_portal.Session, "bps"),
    "charge": Kind(stripe.Charge, "ch", "charge"),
    "checkout.session": Kind(stripe.checkout.Session, "cs_test", noun="checkout.session"),
    "coupon": Kind(stripe.Coupon, "", "coupon"),
    "customer": Kind(stripe.Customer, "cus", "customer"),
    "discount": Kind(stripe.Discount, "di", "customer.discount"),
    "dispute": Kind(stripe.Dispute, "du", "charge.dispute"),
    "event": Kind(stripe.Event, "evt"),
    "invoice": Kind(stripe.Invoice, "in", "invoice"),
    "invoice_payment": Kind(stripe.InvoicePayment, "inpay"),
    "invoiceitem": Kind(stripe.InvoiceItem, "ii", "invoiceitem"),
    "item": Kind(stripe.LineItem, "li"),
    "line_item": Kind(stripe.InvoiceLineItem, "il"),
    "payment_intent": Kind(stripe.PaymentIntent, "pi", "payment_intent"),
    "payment_method": Kind(stripe.PaymentMethod, "pm", noun="PaymentMethod"),
    "plan": Kind(stripe.Plan, "plan"),
    "price": Kind(stripe.Price, "price", "price"),
    "product": Kind(stripe.Product, "prod", "product"),
    "promotion_code": Kind(stripe.PromotionCode, "promo", "promotion_code", "promotion code"),
    "refund": Kind(stripe.Refund, "re", "refund"),
    "setup_intent": Kind(stripe.SetupIntent, "seti", "setup_intent", "setupintent"),
    "subscription": Kind(stripe.Subscription, "sub", "customer.subscription"),
    "subscription_item": Kind(stripe.SubscriptionItem, "si", noun="subscription_item"),
    "tax_id": Kind(stripe.TaxId, "txi", "customer.tax_id", "tax id"),
    "test_helpers.test_clock": Kind(
        stripe.test_helpers.TestClock, "clock", "test_helpers.test_clock", "test clock"
    ),
    "webhook_endpoint": Kind(stripe.WebhookEndpoint, "we", noun="webhook endpoint"),
}


@dataclass(frozen=True)
class Part:
    """A list inside an object, made of the objects that refer to it.

    Attributes:
        kind: What it is made of.
        by: The field of each that holds the id of the whole; empty for a list with nothing in it.
        always: Whether it is shown without being asked for by ``expand``.
    """

    kind: str
    by: str
    always: bool = False


LISTS: dict[tuple[str, str], Part] = {
    ("charge", "refunds"): Part("refund", "charge"),
    ("checkout.session", "line_items"): Part("item", "_session"),
    ("customer", "sources"): Part("", ""),
    ("customer", "subscriptions"): Part("subscription", "customer"),
    ("customer", "tax_ids"): Part("tax_id", "customer"),
    ("invoice", "lines"): Part("line_item", "invoice", always=True),
    ("invoice", "payments"): Part("invoice_payment", "invoice"),
    ("subscription", "items"): Part("subscription_item", "subscription", always=True),
}
"""The lists inside objects, by the whole's kind and the field's name."""

ON_REQUEST: frozenset[tuple[str, str]] = frozenset(
    {
        ("checkout.session", "total_details.breakdown"),
        ("coupon", "applies_to"),
        ("price", "currency_options"),
        ("price", "tiers"),
        ("invoice", "confirmation_secret"),
    }
)
"""Plain fields, or paths to them, that are shown only when ``expand`` asks for them."""
