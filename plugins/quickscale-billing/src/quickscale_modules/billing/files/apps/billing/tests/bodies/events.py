"""Every event that billing acts upon, with the object as it was when that happened."""

from __future__ import annotations

from itertools import count
from typing import Any, Final

import stripe

from apps.billing.tests.bodies import catalog, checkout, invoices, payments, people
from apps.billing.tests.bodies import subscriptions as subs
from apps.billing.tests.bodies.forms import Obj, days_ago, nothing

UPCOMING: Final = "upcoming_in_1SByHandNext000001"

_numbers = count(1)


def event(type_: str, subject: Obj, *, days: float = 0, **previous: Any) -> Obj:
    """Return what Stripe sends.

    Args:
        type_: What happened.
        subject: The object it happened to, as it was then.
        days: How many days ago that was.
        **previous: What fields of the object held before, for an update.
    """
    data: Obj = {"object": subject}
    if previous:
        data["previous_attributes"] = previous
    return {
        "id": f"evt_1SByHand{next(_numbers):013}",
        "object": "event",
        "api_version": stripe.api_version,
        "created": days_ago(days),
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": type_,
    }


def previously(type_: str) -> Obj:
    """Return what the object of an event of some type was before, where that is needed."""
    return {"customer": people.CUSTOMER} if type_ == "payment_method.detached" else {}


def subjects() -> dict[str, Obj]:
    """Return the object of an event of every type, by the type."""
    return {
        **_of_charges(),
        **_of_checkout(),
        **_of_the_catalog(),
        **_of_customers(),
        **_of_subscriptions(),
        **_of_invoices(),
    }


def _of_charges() -> dict[str, Obj]:
    charge, dispute, refund = payments.charge, payments.dispute, payments.refund
    held = {"amount_captured": 0, "captured": False}
    failed = {"failure_code": "card_declined", "failure_message": "Your card was declined."}
    return {
        "charge.captured": charge(),
        "charge.expired": charge(**held, amount_refunded=4900, refunded=True),
        "charge.failed": charge(**held, **failed, paid=False, status="failed"),
        "charge.pending": charge(paid=False, status="pending"),
        "charge.refunded": charge(amount_refunded=900),
        "charge.succeeded": charge(),
        "charge.updated": charge(description="Renewed"),
        "charge.dispute.closed": dispute(status="won"),
        "charge.dispute.created": dispute(),
        "charge.dispute.funds_reinstated": dispute(status="won"),
        "charge.dispute.funds_withdrawn": dispute(),
        "charge.dispute.updated": dispute(status="under_review"),
        "charge.refund.updated": refund(),
        "refund.created": refund(status="pending"),
        "refund.failed": refund(
            status="failed",
            failure_reason="expired_or_canceled_card",
            failure_balance_transaction="txn_3SByHandFailed0000001",
        ),
        "refund.updated": refund(),
    }


def _of_checkout() -> dict[str, Obj]:
    session = checkout.session
    left = {"invoice": None, "payment_intent": None, "payment_status": "unpaid"}
    return {
        "checkout.session.async_payment_failed": session(payment_status="unpaid"),
        "checkout.session.async_payment_succeeded": session(),
        "checkout.session.completed": session(),
        "checkout.session.expired": session(**left, status="expired"),
    }


def _of_the_catalog() -> dict[str, Obj]:
    found = {}
    for one in (catalog.product(), catalog.price(), catalog.coupon()):
        for verb in ("created", "deleted", "updated"):
            found[f"{one['object']}.{verb}"] = one
    for verb in ("created", "updated"):
        found[f"promotion_code.{verb}"] = catalog.promotion_code()
    return found


def _of_customers() -> dict[str, Obj]:
    found = {}
    for verb in ("created", "updated", "deleted"):
        found[f"customer.{verb}"] = people.customer()
        found[f"customer.discount.{verb}"] = catalog.discount()
        found[f"customer.source.{verb}"] = people.card()
        found[f"customer.tax_id.{verb}"] = people.tax_id()
    found["customer.source.expiring"] = people.card()
    for verb in ("attached", "automatically_updated", "updated"):
        found[f"payment_method.{verb}"] = people.payment_method()
    return found | {"payment_method.detached": people.payment_method(customer=None)}


def _of_subscriptions() -> dict[str, Obj]:
    made = subs.subscription
    trial = {"trial_start": days_ago(11), "trial_end": days_ago(-3)}
    ended = {"canceled_at": days_ago(1), "ended_at": days_ago(1)}
    why = nothing("comment feedback") | {"reason": "cancellation_requested"}
    found = {
        "created": made(status="incomplete"),
        "deleted": made(status="canceled", cancellation_details=why, **ended),
        "paused": made(status="paused", **trial),
        "pending_update_applied": made(),
        "pending_update_expired": made(pending_update=subs.pending_update()),
        "resumed": made(),
        "trial_will_end": made(status="trialing", **trial),
        "updated": made(cancel_at_period_end=True, cancel_at=days_ago(-20)),
    }
    return {f"customer.subscription.{verb}": one for verb, one in found.items()}


def _of_invoices() -> dict[str, Obj]:
    made = invoices.invoice
    unpaid = {"amount_paid": 0, "amount_remaining": 4900, "status": "open"}
    fresh = unpaid | {"attempt_count": 0, "attempted": False}
    times = nothing("finalized_at marked_uncollectible_at paid_at voided_at")
    draft = fresh | nothing("effective_at hosted_invoice_url invoice_pdf number")
    draft |= {"auto_advance": True, "status": "draft", "status_transitions": times}
    draft |= {"automatically_finalizes_at": days_ago(-1 / 24)}
    failed = unpaid | {"next_payment_attempt": days_ago(-3)}
    refusal = {"code": "customer_tax_location_invalid", "type": "invalid_request_error"}
    by_hand = fresh | {"collection_method": "send_invoice", "due_date": days_ago(-3)}
    found = {
        "created": made(**draft),
        "deleted": made(**draft),
        "finalization_failed": made(**draft | {"last_finalization_error": refusal}),
        "finalized": made(**fresh),
        "marked_uncollectible": made(**unpaid | {"status": "uncollectible"}),
        "overdue": made(**by_hand | {"due_date": days_ago(1)}),
        "overpaid": made(amount_overpaid=100),
        "paid": made(),
        "payment_action_required": made(**failed),
        "payment_attempt_required": made(**unpaid),
        "payment_failed": made(**failed),
        "payment_succeeded": made(),
        "sent": made(**by_hand),
        "upcoming": made(**draft | {"id": UPCOMING}),
        "updated": made(),
        "voided": made(**unpaid | {"status": "void"}),
        "will_be_due": made(**by_hand),
    }
    return {f"invoice.{verb}": one for verb, one in found.items()}
