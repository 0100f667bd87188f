"""What is for sale: a product, its price, and what makes it cheaper."""

from __future__ import annotations

from typing import Any, Final

from apps.billing.tests.bodies.forms import Obj, days_ago, nothing

PRODUCT: Final = "plan_pro"
PRICE: Final = "price_1SByHandPro0000000001"
COUPON: Final = "SPRING25"
CODE: Final = "promo_1SByHandSpring0000001"
DISCOUNT: Final = "di_1SByHandSpring0000000001"
CUSTOMER: Final = "cus_ByHand00000001"


def product(**changes: Any) -> Obj:
    """Return what a plan is to Stripe."""
    whole = {
        "id": PRODUCT,
        "object": "product",
        "active": True,
        "created": days_ago(400),
        "images": [],
        "livemode": False,
        "marketing_features": [{"name": "Reports"}],
        "metadata": {},
        "name": "Pro",
        "type": "service",
        "updated": days_ago(300),
    }
    empty = "default_price description package_dimensions shippable statement_descriptor"
    return nothing(f"{empty} tax_code unit_label url") | whole | changes


def price(**changes: Any) -> Obj:
    """Return what a plan costs each month."""
    recurring = {"interval": "month", "interval_count": 1, "usage_type": "licensed"}
    whole = {
        "id": PRICE,
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": days_ago(400),
        "currency": "usd",
        "livemode": False,
        "lookup_key": "pro_month_usd",
        "metadata": {},
        "product": PRODUCT,
        "recurring": nothing("meter trial_period_days") | recurring,
        "tax_behavior": "unspecified",
        "type": "recurring",
        "unit_amount": 4900,
        "unit_amount_decimal": "4900",
    }
    return nothing("custom_unit_amount nickname tiers_mode transform_quantity") | whole | changes


def plan() -> Obj:
    """Return that price in the shape it had before there were prices; items still show it."""
    whole = {
        "id": PRICE,
        "object": "plan",
        "active": True,
        "amount": 4900,
        "amount_decimal": "4900",
        "billing_scheme": "per_unit",
        "created": days_ago(400),
        "currency": "usd",
        "interval": "month",
        "interval_count": 1,
        "livemode": False,
        "metadata": {},
        "product": PRODUCT,
        "usage_type": "licensed",
    }
    return nothing("meter nickname tiers_mode transform_usage trial_period_days") | whole


def coupon(**changes: Any) -> Obj:
    """Return a quarter off for three months."""
    whole = {
        "id": COUPON,
        "object": "coupon",
        "created": days_ago(60),
        "duration": "repeating",
        "duration_in_months": 3,
        "livemode": False,
        "metadata": {},
        "name": "Spring",
        "percent_off": 25.0,
        "times_redeemed": 1,
        "valid": True,
    }
    return nothing("amount_off currency max_redemptions redeem_by") | whole | changes


def promotion_code(**changes: Any) -> Obj:
    """Return the word that people type for it."""
    rules = nothing("minimum_amount minimum_amount_currency") | {"first_time_transaction": False}
    whole = {
        "id": CODE,
        "object": "promotion_code",
        "active": True,
        "code": "SPRING",
        "created": days_ago(60),
        "livemode": False,
        "metadata": {},
        "promotion": {"coupon": COUPON, "type": "coupon"},
        "restrictions": rules,
        "times_redeemed": 1,
    }
    return nothing("customer customer_account expires_at max_redemptions") | whole | changes


def discount(**changes: Any) -> Obj:
    """Return what the code came to for one customer."""
    whole = {
        "id": DISCOUNT,
        "object": "discount",
        "customer": CUSTOMER,
        "end": days_ago(-60),
        "promotion_code": CODE,
        "source": {"coupon": COUPON, "type": "coupon"},
        "start": days_ago(30),
    }
    empty = "checkout_session customer_account invoice invoice_item subscription subscription_item"
    return nothing(empty) | whole | changes
