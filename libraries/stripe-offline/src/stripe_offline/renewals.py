"""What happens to subscriptions and invoices by itself, when its time has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import invoices, pending
from .checkout import expire_session
from .items import items_of, period_lines, set_period, usage_lines
from .lines import pending_items
from .periods import period_end
from .standing import end_subscription, plan_ahead

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["advance", "renew"]


def advance(ledger: Ledger, obj: Obj) -> None:
    """Do what is due for an object."""
    if obj["object"] == "invoice":
        invoices.advance_invoice(ledger, obj)
    elif obj["object"] == "subscription":
        _advance_subscription(ledger, obj)
    else:  # a checkout session that nobody completed
        expire_session(ledger, obj, {})


def _advance_subscription(ledger: Ledger, sub: Obj) -> None:
    now = sub["_due"]
    if sub["status"] == "incomplete":
        end_subscription(ledger, sub, "payment_failed", "incomplete_expired")
        invoices.close(ledger, ledger.get("invoice", sub["latest_invoice"]), "void")
        return
    if sub["pending_update"] and sub["pending_update"]["expires_at"] <= now:
        pending.drop(ledger, sub)
        return
    if sub["cancel_at"] and sub["cancel_at"] <= now:
        lines = [line for line in usage_lines(ledger, sub) if line["amount"]]
        end_subscription(ledger, sub, "cancellation_requested")
        customer = ledger.get("customer", sub["customer"])
        # https://docs.stripe.com/api/subscriptions/cancel: what waits is collected at the end
        if lines or pending_items(ledger, customer, sub):
            invoices.draft(ledger, customer, reason="subscription_cycle", lines=lines, sub=sub)
        return
    pause = sub["pause_collection"]
    if pause and pause["resumes_at"] and pause["resumes_at"] <= now:
        with ledger.changing(sub):
            sub["pause_collection"] = None
            plan_ahead(sub)
        return
    if sub["status"] == "trialing" and not sub["_told"]:
        sub["_told"] = True
        plan_ahead(sub)
        ledger.store.put(sub)
        ledger.tell("customer.subscription.trial_will_end", sub)
        return
    if sub["status"] == "trialing" and not _has_method(ledger, sub):
        without = sub["trial_settings"]["end_behavior"]["missing_payment_method"]
        if without == "cancel":
            end_subscription(ledger, sub, "payment_failed")
            return
    renew(ledger, sub)


def _has_method(ledger: Ledger, sub: Obj) -> bool:
    customer = ledger.get("customer", sub["customer"])
    return bool(
        sub["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
    )


def renew(ledger: Ledger, sub: Obj) -> Obj:
    """Begin the next period, and draft its invoice; return that."""
    customer = ledger.get("customer", sub["customer"])
    price = items_of(ledger, sub)[0]["price"]
    start = sub["_end"]
    usage = usage_lines(ledger, sub)
    end = period_end(sub["billing_cycle_anchor"], start, price["recurring"])
    with ledger.changing(sub):
        if sub["status"] == "trialing":
            sub["status"] = "active"
        set_period(ledger, sub, start, end)
        if sub["cancel_at_period_end"]:
            sub["cancel_at"] = end
        plan_ahead(sub)
    pause = sub["pause_collection"]
    invoice = invoices.draft(
        ledger,
        customer,
        reason="subscription_cycle",
        lines=[*usage, *period_lines(ledger, sub)],
        sub=sub,
        auto_advance=not pause,
    )
    ledger.store.put(sub)
    if pause and pause["behavior"] != "keep_as_draft":
        status = {"void": "void", "mark_uncollectible": "uncollectible"}[pause["behavior"]]
        invoices.finalize(ledger, invoice)
        if invoice["status"] == "open":
            invoices.close(ledger, invoice, status)
    return invoice
