"""Another plan, more or fewer seats, and what they would cost."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _
from djstripe import models as copies

from apps.billing import mirror, plans, standings
from apps.billing.conf import conf
from apps.billing.flows.items import changed_items, metered_changes
from apps.billing.flows.room import check_room
from apps.billing.flows.running import changeable, update
from apps.billing.models import Account
from apps.billing.stripe_calls import BillingError, as_billing_error, client

if TYPE_CHECKING:
    from stripe import InvoiceLineItem
    from stripe.params import InvoiceCreatePreviewParams

    from apps.billing.catalog import Plan, PlanPrice

__all__ = [
    "Preview",
    "begin_smaller_plans",
    "change_plan",
    "is_downgrade",
    "keep_plan",
    "preview",
    "set_seats",
    "sync_seats",
]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a change would cost.

    Attributes:
        due_now: What would be charged at once, in the currency's smallest unit; below zero is
            kept for the next invoices.
        total: What the next invoice would come to, with what was due for the rest of this period.
        tax: How much of that is tax.
        currency: Of which currency.
        lines: What is in it: a description and an amount.
        due_lines: What of that is due at once.
        due_tax: The tax on those.
    """

    due_now: int
    total: int
    tax: int
    currency: str
    lines: tuple[tuple[str, int], ...]
    due_lines: tuple[tuple[str, int], ...]
    due_tax: int


def is_downgrade(before: Plan, after: Plan) -> bool:
    """Tell whether a plan stands before another in ``PLANS``."""
    order = [plan.key for plan in plans.PLANS]
    return order.index(after.key) < order.index(before.key)


def preview(account: Account, plan: Plan, price: PlanPrice, seats: int) -> Preview:
    """Work out what a change would cost, without making it.

    Args:
        account: Whose subscription.
        plan: The plan it would have.
        price: Which of its prices.
        seats: How many seats.

    Raises:
        BillingError: There is nothing to change, or Stripe did not tell.
    """
    standing = changeable(account)
    assert standing.subscription is not None  # noqa: S101 - changeable has seen to it
    # No moment is given: Stripe takes its own, which is ahead of ours where a test clock was moved.
    params: InvoiceCreatePreviewParams = {
        "customer": account.customer_id or "",
        "subscription": standing.subscription.id,
        "subscription_details": {
            "items": changed_items(standing, plan, price, seats),  # type: ignore[typeddict-item]
            "proration_behavior": "create_prorations",
        },
    }
    with as_billing_error():
        invoice = client().v1.invoices.create_preview(params)
    lines = invoice.lines.data
    paid = standing.price.interval if standing.price else price.interval
    begins_anew = paid != price.interval and standing.state != standings.State.TRIALING
    due = [line for line in lines if begins_anew or _is_proration(line.to_dict())]
    due_tax = sum(_tax(line) for line in due)
    return Preview(
        due_now=sum(line.amount for line in due) + due_tax,
        total=invoice.total,
        tax=sum(tax.amount for tax in invoice.total_taxes or []),
        currency=invoice.currency,
        lines=tuple((line.description or "", line.amount) for line in lines),
        due_lines=tuple((line.description or "", line.amount) for line in due),
        due_tax=due_tax,
    )


def change_plan(account: Account, plan: Plan, price: PlanPrice) -> Literal["now", "later"]:
    """Change to another plan: up at once, for a part of the price; down when the period ends.

    A downgrade is made at Stripe at once, without paying anything back, so that the next invoice is
    right whatever happens to this site until then. The larger plan is kept until the period ends.

    Args:
        account: Whose subscription.
        plan: The plan it shall have.
        price: Which of its prices.

    Returns:
        Whether the new plan counts now or later.

    Raises:
        BillingError: There is nothing to change, the plan is too small for what is in use, or
            Stripe did not let us.
    """
    standing = changeable(account)
    check_room(account, plan)
    if standing.next_plan is not None:
        # What is paid for already is not paid for again.
        keep_plan(account)
        standing = changeable(account)
        if standing.plan == plan and standing.price == price:
            return "now"
    seats = conf.subjects.seats_in_use(account) if plan.per_seat else 1
    items = changed_items(standing, plan, price, max(1, seats))
    down = is_downgrade(standing.plan, plan)
    interval = standing.price.interval if standing.price else price.interval
    if interval == "year" and price.interval == "month":
        raise BillingError(
            _("A year is paid already. Cancel it to subscribe by the month when it ends.")
        )
    if down and interval != price.interval:
        raise BillingError(_("A smaller plan keeps the billing interval. Choose the same one."))
    params: dict[str, Any] = {"items": items, "metadata": _kept("", 0)}
    if down and standing.state != standings.State.TRIALING:
        params["items"] = items[:1]  # what the larger plan asks for usage counts as long as it does
        params["proration_behavior"] = "none"
        params["metadata"] = _kept(standing.plan.key, standing.item.get("current_period_end") or 0)
    else:
        params["proration_behavior"] = "always_invoice"
        params["payment_behavior"] = "error_if_incomplete"
    if standing.state == standings.State.ENDING:
        params["cancel_at_period_end"] = False
    changed = update(account, standing, params)
    if changed.latest_invoice:
        # Whoever has just paid sees the invoice, whether or not the webhook was faster.
        mirror.refresh("invoice", str(changed.latest_invoice))
    return (
        "later" if "kept_until" in params["metadata"] and params["metadata"]["kept_plan"] else "now"
    )


def keep_plan(account: Account) -> None:
    """Take a downgrade back that waits for the period to end.

    Args:
        account: Whose.

    Raises:
        BillingError: None waits, or Stripe did not let us.
    """
    standing = standings.standing_of(account)
    if standing.next_plan is None or standing.subscription is None:
        raise BillingError(_("No change of plan is scheduled."))
    price = standing.item["price"]
    before = standing.plan.price(price["recurring"]["interval"], price["currency"])
    if before is None:
        raise BillingError(_("This plan is no longer sold."))
    seats = conf.subjects.seats_in_use(account) if standing.plan.per_seat else 1
    items = changed_items(standing, standing.plan, before, max(1, seats))[:1]
    params = {"items": items, "proration_behavior": "none", "metadata": _kept("", 0)}
    update(account, standing, params)


def begin_smaller_plans() -> int:
    """Let usage be paid as a smaller plan says, once the larger one's period is over.

    The plan itself has changed at Stripe already. Usage is paid when a period ends, so it is soon
    enough to do this at any time before the smaller plan's first period does.

    Returns:
        How many smaller plans began.
    """
    begun = 0
    noted = copies.Subscription.objects.filter(stripe_data__metadata__has_key="kept_plan")
    customers = noted.exclude(stripe_data__status__in=standings.ENDED).values("customer__id")
    for account in Account.objects.filter(customer_id__in=customers):
        standing = standings.standing_of(account)
        if standing.subscription is None or standing.next_plan or standing.price is None:
            continue
        try:
            items = metered_changes(standing, standing.subscribed_plan, standing.price)
            update(
                account, standing, {"metadata": _kept("", 0)} | ({"items": items} if items else {})
            )
        except BillingError:
            logger.exception("A smaller plan could not begin", extra={"account": str(account.pk)})
            continue
        begun += 1
    return begun


def set_seats(account: Account, seats: int) -> None:
    """Pay for another number of seats from now on; the rest of the period is settled in parts.

    Args:
        account: Whose.
        seats: How many.

    Raises:
        BillingError: The plan has no seats, there are more people than that, or Stripe refused.
    """
    standing = changeable(account)
    if not standing.subscribed_plan.per_seat:
        raise BillingError(_("This plan has one price, however many people use it."))
    if seats < max(1, conf.subjects.seats_in_use(account)):
        raise BillingError(_("More people than that have a seat. Remove some of them first."))
    if seats == standing.seats:
        return
    params = {
        "items": [{"id": standing.item["id"], "quantity": seats}],
        "proration_behavior": "create_prorations",
    }
    update(account, standing, params)


def sync_seats(account: Account) -> bool:
    """Pay for as many seats as there are people, where the plan is per seat.

    Args:
        account: Whose people have come or gone.

    Returns:
        Whether anything changed.

    Raises:
        BillingError: Stripe did not let us.
    """
    standing = standings.standing_of(account)
    if standing.subscription is None or not standing.subscribed_plan.per_seat:
        return False
    seats = max(1, conf.subjects.seats_in_use(account))
    if seats == standing.seats:
        return False
    set_seats(account, seats)
    return True


def _kept(plan_key: str, until: int) -> dict[str, str]:
    """Return a note on which plan is kept until when; Stripe deletes what is empty."""
    return {"kept_plan": plan_key, "kept_until": str(until) if until else ""}


def _tax(line: InvoiceLineItem) -> int:
    """Return the taxes that are added to a line."""
    return sum(tax.amount for tax in line.taxes or [] if tax.tax_behavior == "exclusive")


def _is_proration(line: dict[str, Any]) -> bool:
    parent = line.get("parent") or {}
    details = parent.get("subscription_item_details") or parent.get("invoice_item_details") or {}
    return bool(details.get("proration"))
