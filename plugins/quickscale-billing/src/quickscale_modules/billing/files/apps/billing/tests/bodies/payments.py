"""A payment, and what becomes of it: given back, or disputed."""

from __future__ import annotations

from typing import Any, Final

from apps.billing.tests.bodies.forms import Obj, days_ago, nothing
from apps.billing.tests.bodies.people import CHECKS, CUSTOMER, METHOD, billing_details

INTENT: Final = "pi_3SByHandSecond0000000001"
CHARGE: Final = "ch_3SByHandSecond0000000001"
REFUND: Final = "re_3SByHandSecond0000000001"
DISPUTE: Final = "du_1SByHandSecond0000000001"


def charge(**changes: Any) -> Obj:
    """Return a card payment that went through."""
    paid_with = {
        "amount_authorized": 4900,
        "authorization_code": "081326",
        "brand": "visa",
        "checks": CHECKS,
        "country": "US",
        "exp_month": 11,
        "exp_year": 2031,
        "extended_authorization": {"status": "disabled"},
        "fingerprint": "ByHandFingerprint",
        "funding": "credit",
        "incremental_authorization": {"status": "unavailable"},
        "last4": "4242",
        "multicapture": {"status": "unavailable"},
        "network": "visa",
        "network_token": {"used": False},
        "network_transaction_id": "104102978678771",
        "overcapture": {"maximum_amount_capturable": 4900, "status": "unavailable"},
        "regulated_status": "unregulated",
    }
    details = nothing("installments mandate three_d_secure transaction_link_id wallet") | paid_with
    outcome = {
        "network_status": "approved_by_network",
        "risk_level": "normal",
        "risk_score": 31,
        "seller_message": "Payment complete.",
        "type": "authorized",
    }
    said = nothing("advice_code network_advice_code network_decline_code reason")
    whole = {
        "id": CHARGE,
        "object": "charge",
        "amount": 4900,
        "amount_captured": 4900,
        "amount_refunded": 0,
        "balance_transaction": "txn_3SByHandSecond00000001",
        "billing_details": billing_details(),
        "calculated_statement_descriptor": "ACME",
        "captured": True,
        "created": days_ago(10),
        "currency": "usd",
        "customer": CUSTOMER,
        "description": "Subscription update",
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": {},
        "outcome": said | outcome,
        "paid": True,
        "payment_intent": INTENT,
        "payment_method": METHOD,
        "payment_method_details": {"card": details, "type": "card"},
        "radar_options": {},
        "receipt_email": "ada@example.com",
        "receipt_url": f"https://pay.stripe.com/receipts/invoices/{CHARGE}",
        "refunded": False,
        "status": "succeeded",
    }
    empty = (
        "application application_fee application_fee_amount failure_balance_transaction"
        " failure_code failure_message on_behalf_of receipt_number review shipping source"
        " source_transfer statement_descriptor statement_descriptor_suffix transfer_data"
        " transfer_group"
    )
    return nothing(empty) | whole | changes


def payment_intent() -> Obj:
    """Return what the payment was meant to be."""
    whole = {
        "id": INTENT,
        "object": "payment_intent",
        "amount": 4900,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 4900,
        "capture_method": "automatic",
        "client_secret": f"{INTENT}_secret_byhand",
        "confirmation_method": "automatic",
        "created": days_ago(10),
        "currency": "usd",
        "customer": CUSTOMER,
        "description": "Subscription update",
        "latest_charge": CHARGE,
        "livemode": False,
        "metadata": {},
        "payment_method": METHOD,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "setup_future_usage": "off_session",
        "status": "succeeded",
    }
    empty = (
        "application application_fee_amount automatic_payment_methods canceled_at"
        " cancellation_reason customer_account excluded_payment_method_types last_payment_error"
        " next_action on_behalf_of payment_method_configuration_details processing receipt_email"
        " review shipping source statement_descriptor statement_descriptor_suffix transfer_data"
        " transfer_group"
    )
    return nothing(empty) | whole


def refund(**changes: Any) -> Obj:
    """Return a part of a payment given back."""
    card = {"reference_status": "pending", "reference_type": "acquirer_reference_number"}
    whole = {
        "id": REFUND,
        "object": "refund",
        "amount": 900,
        "balance_transaction": "txn_3SByHandRefund00000001",
        "charge": CHARGE,
        "created": days_ago(5),
        "currency": "usd",
        "destination_details": {"card": card | {"type": "refund"}, "type": "card"},
        "metadata": {},
        "payment_intent": INTENT,
        "reason": "requested_by_customer",
        "status": "succeeded",
    }
    return nothing("receipt_number source_transfer_reversal transfer_reversal") | whole | changes


def dispute(**changes: Any) -> Obj:
    """Return a payment that a bank doubts."""
    evidence = nothing(
        "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure"
        " cancellation_rebuttal customer_communication customer_email_address customer_name"
        " customer_purchase_ip customer_signature duplicate_charge_documentation"
        " duplicate_charge_explanation duplicate_charge_id product_description receipt"
        " refund_policy refund_policy_disclosure refund_refusal_explanation service_date"
        " service_documentation shipping_address shipping_carrier shipping_date"
        " shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text"
    )
    details = {
        "due_by": days_ago(-7),
        "enhanced_eligibility": {},
        "has_evidence": False,
        "past_due": False,
        "submission_count": 0,
    }
    doubted = {"brand": "visa", "case_type": "chargeback", "network": "visa"}
    whole = {
        "id": DISPUTE,
        "object": "dispute",
        "amount": 4900,
        "balance_transactions": [],
        "charge": CHARGE,
        "created": days_ago(4),
        "currency": "usd",
        "enhanced_eligibility_types": [],
        "evidence": evidence | {"enhanced_evidence": {}},
        "evidence_details": details,
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": INTENT,
        "payment_method_details": {
            "card": doubted | {"network_reason_code": "10.4"},
            "type": "card",
        },
        "reason": "fraudulent",
        "status": "needs_response",
    }
    return whole | changes
