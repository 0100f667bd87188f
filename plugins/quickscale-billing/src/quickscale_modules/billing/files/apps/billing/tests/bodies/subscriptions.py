"""A subscription and its one item."""

from __future__ import annotations

from typing import Any, Final

from apps.billing.tests.bodies.catalog import plan, price
from apps.billing.tests.bodies.forms import Obj, days_ago, listed, nothing
from apps.billing.tests.bodies.people import CUSTOMER, METHOD

SUBSCRIPTION: Final = "sub_1SByHandPro00000000001"
ITEM: Final = "si_ByHandPro0001"
INVOICE: Final = "in_1SByHandSecond0000001"


def item(**changes: Any) -> Obj:
    """Return what is subscribed to."""
    whole: Obj = {
        "id": ITEM,
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": days_ago(40),
        "current_period_end": days_ago(-20),
        "current_period_start": days_ago(10),
        "discounts": [],
        "metadata": {},
        "plan": plan(),
        "price": price(),
        "quantity": 1,
        "subscription": SUBSCRIPTION,
        "tax_rates": [],
    }
    return whole | changes


def subscription(**changes: Any) -> Obj:
    """Return a subscription in its second month."""
    tax = {"disabled_reason": None, "enabled": False, "liability": None}
    invoices = nothing("account_tax_ids custom_fields description footer")
    payments = {"payment_method_options": None, "payment_method_types": None}
    whole = {
        "id": SUBSCRIPTION,
        "object": "subscription",
        "automatic_tax": tax,
        "billing_cycle_anchor": days_ago(40),
        "billing_mode": {"flexible": None, "type": "classic", "updated_at": None},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": nothing("comment feedback reason"),
        "collection_method": "charge_automatically",
        "created": days_ago(40),
        "currency": "usd",
        "customer": CUSTOMER,
        "default_payment_method": METHOD,
        "default_tax_rates": [],
        "discounts": [],
        "invoice_settings": invoices | {"issuer": {"account": None, "type": "self"}},
        "items": listed(f"/v1/subscription_items?subscription={SUBSCRIPTION}", item()),
        "latest_invoice": INVOICE,
        "livemode": False,
        "metadata": {},
        "payment_settings": payments | {"save_default_payment_method": "off"},
        "start_date": days_ago(40),
        "status": "active",
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    }
    empty = (
        "application application_fee_percent billing_cycle_anchor_config billing_thresholds"
        " cancel_at canceled_at customer_account days_until_due default_source description"
        " ended_at managed_payments next_pending_invoice_item_invoice on_behalf_of"
        " pause_collection pending_invoice_item_interval pending_setup_intent pending_update"
        " schedule test_clock transfer_data trial_end trial_start"
    )
    return nothing(empty) | whole | changes


def pending_update() -> Obj:
    """Return a change that waits for a payment."""
    empty = "billing_cycle_anchor discounts metadata trial_end trial_from_plan"
    return nothing(empty) | {"expires_at": days_ago(-1), "subscription_items": [item(quantity=3)]}
