"""What of a subscription is paid, and what is left open when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.billing import mirror
from apps.billing.stripe_calls import as_billing_error, client

if TYPE_CHECKING:
    from apps.billing.standings import Standing


def paid_until(standing: Standing) -> int:
    """Return until when a subscription is paid, or tried, in seconds.

    That is what its newest paid invoice of a period says, so it holds also for a pause that was
    made at Stripe.
    """
    if standing.told["status"] == "trialing":
        return int(standing.item.get("current_period_end") or 0)
    with as_billing_error():
        found = client().v1.invoices.list(
            {"subscription": standing.subscription_id, "status": "paid", "limit": 100}
        )
        ends = (_end(line) for one in found.auto_paging_iter() for line in one.lines.data)
        return next((end for end in ends if end), 0)


def _end(line: Any) -> int:
    """Return until when a line of an invoice pays for the plan; one for a change pays for none."""
    details = (line.to_dict().get("parent") or {}).get("subscription_item_details") or {}
    return 0 if details.get("proration") or not details else int(line.period.end)


def is_being_collected(standing: Standing) -> bool:
    """Tell whether a period has begun whose invoice is a draft, which Stripe collects in an hour.

    https://docs.stripe.com/billing/invoices/subscription#subscription-lifecycle
    """
    return has_draft(standing.subscription_id)


def has_draft(subscription_id: str) -> bool:
    """Tell whether the invoice of the period that has begun is still a draft."""
    with as_billing_error():
        drafts = client().v1.invoices.list({"subscription": subscription_id, "status": "draft"})
    return any(one.billing_reason == "subscription_cycle" for one in drafts.data)


def void_unpaid(subscription_id: str) -> None:
    """Void what a subscription has asked for and nobody paid, so that nobody is charged for it.

    A draft of a subscription cannot be deleted, so it is finalized first
    (https://docs.stripe.com/api/invoices/delete). What staff made by hand is left alone.
    """
    with as_billing_error():
        for status in ("draft", "open"):
            found = client().v1.invoices.list(
                {"subscription": subscription_id, "status": status, "limit": 100}
            )
            for invoice in list(found.auto_paging_iter()):
                if str(invoice.billing_reason).startswith("subscription") and invoice.id:
                    _void(invoice.id, status)
                    mirror.refresh("invoice", invoice.id)


def _void(invoice_id: str, status: str) -> None:
    if status == "draft":
        client().v1.invoices.finalize_invoice(invoice_id, {"auto_advance": False})
        if client().v1.invoices.retrieve(invoice_id).status != "open":
            return  # it came to nothing and is paid
    client().v1.invoices.void_invoice(invoice_id)
