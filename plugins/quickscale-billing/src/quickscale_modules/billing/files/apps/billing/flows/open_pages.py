"""Checkout pages that are open: each can still be paid, whatever has happened since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import stripe

from apps.billing.stripe_calls import client

if TYPE_CHECKING:
    from apps.billing.models import Account


def close_pages(account: Account, mode: str = "") -> None:
    """Close the Checkout pages of an account that are open.

    https://docs.stripe.com/api/checkout/sessions/expire

    Args:
        account: Whose; there is a customer.
        mode: ``subscription`` for pages of that kind only, or empty for all.

    Raises:
        stripe.StripeError: Stripe did not let us.
    """
    opened = client().v1.checkout.sessions.list(
        {"customer": account.customer_id or "", "status": "open", "limit": 100}
    )
    for session in opened.auto_paging_iter():
        if mode in ("", session.mode):
            _expire(session.id)


def _expire(session_id: str) -> None:
    """Close a page; one that was completed meanwhile is closed already."""
    try:
        client().v1.checkout.sessions.expire(session_id)
    except stripe.InvalidRequestError:
        if client().v1.checkout.sessions.retrieve(session_id).status == "open":
            raise
