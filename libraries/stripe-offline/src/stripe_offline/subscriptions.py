"""Subscriptions: begun, changed, paused, ended, and carried from period to period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import invoices
from .cards import method_from
from .discounts import redeem
from .errors import Refusal, invalid
from .invoice_items import create_item
from .items import (
    add_item,
    change_items,
    items_of,
    period_lines,
    prorate,
    set_period,
)
from .periods import DAY, period_end
from .standing import ENDED, end_subscription, plan_ahead

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["cancel", "create_subscription", "update_subscription"]

_PLAIN = (
    "application_fee_percent",
    "collection_method",
    "description",
    "metadata",
    "off_session",
    "on_behalf_of",
)


_AS_EVER = {
    "billing_cycle_anchor": (None, "now", "unchanged"),
    "collection_method": (None, "charge_automatically"),
    "trial_end": (None, "now"),
}
"""What may be asked for of what Stripe offline does in one way only."""


def create_subscription(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Begin a subscription: with a trial, or with an invoice that is paid at once."""
    if not params.get("customer"):
        raise invalid(
            "Missing required param: customer.", param="customer", code="parameter_missing"
        )
    if not params.get("items"):
        raise invalid("Missing required param: items.", param="items", code="parameter_missing")
    _refuse_other_ways(params)
    customer = ledger.get("customer", params["customer"], param="customer")
    now = ledger.now(customer)
    days = params.get("trial_period_days")
    trial_end = now + days * DAY if days else None
    sub = ledger.add(
        "subscription",
        owner=customer,
        tell=False,
        customer=customer["id"],
        status="incomplete",
        start_date=now,
        default_tax_rates=[],
        billing_cycle_anchor=trial_end or now,
        billing_mode={"type": "flexible", "flexible": None, "updated_at": None},
        cancellation_details={"comment": None, "feedback": None, "reason": None},
        collection_method="charge_automatically",
        test_clock=customer["test_clock"],
        trial_start=now if trial_end else None,
        trial_end=trial_end,
        trial_settings={"end_behavior": {"missing_payment_method": "create_invoice"}},
        _start=now,
        _end=trial_end or now + DAY,
        _told=False,
    )
    for number, given in enumerate(params["items"]):
        add_item(ledger, sub, given, f"items[{number}]")
    first = items_of(ledger, sub)[0]["price"]
    sub["currency"] = first["currency"]
    if not trial_end:
        set_period(ledger, sub, now, period_end(now, now, first["recurring"]))
    if not customer["currency"]:
        customer["currency"] = sub["currency"]
        ledger.store.put(customer)
    _set_plain(ledger, sub, params)
    _set_discounts(ledger, sub, params, customer)
    return _begin(ledger, sub, customer, params)


def _begin(ledger: Ledger, sub: Obj, customer: Obj, params: dict[str, Any]) -> Obj:
    """Make the first invoice, collect it, and tell about the subscription."""
    trial = sub["trial_end"] is not None
    if trial:
        sub["status"] = "trialing"
    plan_ahead(sub)
    ledger.store.put(sub)
    free = {"amount": 0} if trial else {}
    lines = period_lines(ledger, sub, **free)
    for line in lines if trial else []:
        line["description"] = f"Trial period for {line['description'].partition(' × ')[2]}"  # noqa: RUF001
    ledger.tell("customer.subscription.created", sub)
    invoice = invoices.draft(ledger, customer, reason="subscription_create", lines=lines, sub=sub)
    invoices.finalize(ledger, invoice)
    waits = params.get("payment_behavior") == "default_incomplete"
    refusal = None if waits else invoices.pay(ledger, invoice)
    sub = ledger.get("subscription", sub["id"])
    _check_behaviour(refusal, params)
    if refusal is None and sub["status"] == "incomplete" and invoice["status"] == "paid":
        with ledger.changing(sub):
            sub["status"] = "active"
            plan_ahead(sub)
    return sub


def _check_behaviour(refusal: Refusal | None, params: dict[str, Any]) -> None:
    """Undo everything when the payment failed and that was asked for."""
    if refusal and params.get("payment_behavior") == "error_if_incomplete":
        raise Refusal(402, refusal.error)


def _set_plain(ledger: Ledger, sub: Obj, params: dict[str, Any]) -> None:
    for name in _PLAIN:
        if name in params and name != "metadata":
            sub[name] = params[name]
    for key, value in (params.get("metadata") or {}).items():
        sub["metadata"].pop(key, None)
        if value:
            sub["metadata"][key] = value
    for name in ("automatic_tax", "invoice_settings", "payment_settings", "trial_settings"):
        if params.get(name):
            sub[name] = (sub[name] or {}) | params[name]
    if "default_payment_method" in params:
        given = params["default_payment_method"]
        method = method_from(ledger, given, param="default_payment_method") if given else None
        sub["default_payment_method"] = method["id"] if method else None
    _set_end(ledger, sub, params)
    if "pause_collection" in params:
        given = params["pause_collection"]
        sub["pause_collection"] = {"resumes_at": None} | given if given else None


def _set_end(ledger: Ledger, sub: Obj, params: dict[str, Any]) -> None:
    """Have a subscription end later, or take that back."""
    if params.get("cancellation_details"):
        sub["cancellation_details"] |= params["cancellation_details"]
    if "cancel_at_period_end" in params:
        on = params["cancel_at_period_end"]
        now = ledger.now(sub)
        sub |= {
            "cancel_at_period_end": on,
            "cancel_at": sub["_end"] if on else None,
            "canceled_at": now if on else None,
        }
        sub["cancellation_details"]["reason"] = "cancellation_requested" if on else None
    if "cancel_at" in params:
        at = params["cancel_at"]
        at = sub["_end"] if at in ("min_period_end", "max_period_end") else at
        sub |= {"cancel_at": at, "canceled_at": ledger.now(sub) if at else None}


def _set_discounts(ledger: Ledger, sub: Obj, params: dict[str, Any], customer: Obj) -> None:
    if "discounts" not in params:
        return
    made = [
        redeem(ledger, given, customer, subscription=sub["id"])["id"]
        for given in params["discounts"] or []
    ]
    sub["discounts"] = made


def update_subscription(ledger: Ledger, sub: Obj, params: dict[str, Any]) -> Obj:
    """Change a subscription, charging or crediting what the change is worth."""
    if sub["status"] in ENDED and set(params) - {"metadata", "cancellation_details"}:
        message = "A canceled subscription can only update its cancellation_details and metadata."
        raise invalid(message)
    _refuse_other_ways(params)
    customer = ledger.get("customer", sub["customer"])
    before = items_of(ledger, sub)
    how = params.get("proration_behavior", "create_prorations")
    invoice_now = False
    with ledger.changing(sub):
        _set_plain(ledger, sub, params)
        _set_discounts(ledger, sub, params, customer)
        anew = bool(params.get("items")) and change_items(ledger, sub, params["items"])
        # https://docs.stripe.com/billing/subscriptions/billing-cycle: a period begins now, and is
        # invoiced at once
        anew |= params.get("billing_cycle_anchor") == "now"
        for given in params.get("add_invoice_items") or []:
            create_item(ledger, {"customer": customer["id"], "subscription": sub["id"]} | given)
        trialing = sub["status"] == "trialing"
        if "trial_end" in params:
            anew |= _end_trial(ledger, sub)
        elif how != "none" and not trialing and sub["status"] not in ENDED:
            at = params.get("proration_date") or ledger.now(sub)
            prorate(ledger, sub, before, at, only_credit=anew)
            invoice_now = how == "always_invoice"
        if anew and sub["status"] != "trialing":
            _start_anew(ledger, sub)
            invoice_now = True
        plan_ahead(sub)
    if not invoice_now or params.get("_paid"):
        return sub
    lines = period_lines(ledger, sub) if anew else []
    return _invoice_change(ledger, sub, customer, lines, params)


def _refuse_other_ways(params: dict[str, Any]) -> None:
    """Refuse what Stripe does and its stand-in does not, rather than leave it undone."""
    for name, known in _AS_EVER.items():
        if params.get(name) not in known:
            message = f"Stripe offline does not do `{name}` as {params[name]!r}."
            raise invalid(message, param=name)


def _end_trial(ledger: Ledger, sub: Obj) -> bool:
    """End a trial now; return whether a paid period begins."""
    was = bool(sub["status"] == "trialing")
    sub |= {"status": "active", "trial_end": ledger.now(sub)} if was else {}
    return was


def _start_anew(ledger: Ledger, sub: Obj) -> None:
    """Begin a new period, and cycle, now."""
    now = ledger.now(sub)
    sub["billing_cycle_anchor"] = now
    recurring = items_of(ledger, sub)[0]["price"]["recurring"]
    set_period(ledger, sub, now, period_end(now, now, recurring))
    if sub["cancel_at_period_end"]:
        sub["cancel_at"] = sub["_end"]


def _invoice_change(
    ledger: Ledger, sub: Obj, customer: Obj, lines: list[dict[str, Any]], params: dict[str, Any]
) -> Obj:
    waiting = [
        one
        for one in ledger.find("invoiceitem", customer=customer["id"], invoice=None)
        if one["_subscription"] == sub["id"]
    ]
    if not (waiting or lines):
        return sub
    invoice = invoices.draft(ledger, customer, reason="subscription_update", lines=lines, sub=sub)
    refusal = invoices.pay(ledger, invoice)
    _check_behaviour(refusal, params)
    return ledger.get("subscription", sub["id"])


def cancel(ledger: Ledger, sub: Obj, params: dict[str, Any]) -> Obj:
    """End a subscription now."""
    if sub["status"] in ENDED:
        raise invalid(
            f"No such subscription: '{sub['id']}'", param="id", code="resource_missing", status=404
        )
    if params.get("cancellation_details"):
        sub["cancellation_details"] |= params["cancellation_details"]
    end_subscription(ledger, sub, "cancellation_requested")
    return sub
