"""What a change of plan or seats would cost.

https://docs.stripe.com/api/invoices/create_preview
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.billing import standings
from apps.billing.flows import kept_plans
from apps.billing.flows.items import changed_items
from apps.billing.flows.plan_changes import end_of_trial
from apps.billing.flows.running import check_changeable, fresh, going_on
from apps.billing.stripe_calls import as_billing_error, client

if TYPE_CHECKING:
    from stripe import InvoiceLineItem
    from stripe.params import InvoiceCreatePreviewParams

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a change would cost.

    Attributes:
        due_now: What would be charged at once, in the currency's smallest unit; below zero is
            kept for the next invoices.
        currency: Of which currency.
        lines: What is in it: a description and an amount.
        tax: The tax on those.
    """

    due_now: int
    currency: str
    lines: tuple[tuple[str, int], ...]
    tax: int


def preview(account: Account, plan: Plan, price: PlanPrice, seats: int) -> Preview:
    """Work out what a change would cost, without making it.

    Raises:
        BillingError: There is nothing to change, or Stripe did not tell.
    """
    standing = fresh(account)
    check_changeable(standing)
    kept_plans.check_none_kept(standing)
    # No moment is given: Stripe takes its own, which is ahead of ours where a test clock was moved.
    details: Any = {
        "items": changed_items(standing, plan, price, seats),
        "proration_behavior": "create_prorations",
        **going_on(standing),
        **end_of_trial(standing, plan),
    }
    params: InvoiceCreatePreviewParams = {
        "customer": account.customer_id or "",
        "subscription": standing.subscription_id,
        "subscription_details": details,
    }
    with as_billing_error():
        invoice = client().v1.invoices.create_preview(params)
    lines = invoice.lines.data
    paid = standing.price.interval if standing.price else price.interval
    trying = standing.state == standings.State.TRIALING
    begins_anew = not plan.days_of_trial if trying else paid != price.interval
    due = [line for line in lines if begins_anew or _is_proration(line.to_dict())]
    tax = sum(_tax(line) for line in due)
    shown = [(line.description or "", line.amount) for line in due]
    total = sum(line.amount for line in due) + tax
    # What is kept from before pays first (https://docs.stripe.com/billing/customer/balance).
    if credit := min(max(0, total), max(0, -invoice.starting_balance)):
        shown.append((str(_("Credit")), -credit))
    return Preview(due_now=total - credit, currency=invoice.currency, lines=tuple(shown), tax=tax)


def _tax(line: InvoiceLineItem) -> int:
    """Return the taxes that are added to a line."""
    return sum(tax.amount for tax in line.taxes or [] if tax.tax_behavior == "exclusive")


def _is_proration(line: dict[str, Any]) -> bool:
    parent = line.get("parent") or {}
    details = parent.get("subscription_item_details") or parent.get("invoice_item_details") or {}
    return bool(details.get("proration"))
