"""The ends of a subscription: it is cancelled, or goes on after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.billing import mirror, standings, subscription_data
from apps.billing.conf import conf
from apps.billing.entitlements import forget
from apps.billing.flows.open_pages import close_pages
from apps.billing.flows.paid import has_draft, is_being_collected, void_unpaid
from apps.billing.flows.running import changing, going_on, update
from apps.billing.stripe_calls import as_billing_error, client

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apps.billing.models import Account
    from apps.billing.standings import Standing

UNPAID = (standings.State.PAST_DUE, standings.State.SUSPENDED, standings.State.INCOMPLETE)
"""The states in which there is nothing that is paid for and could be used up."""


def cancel(account: Account) -> bool:
    """Let a subscription end when what is paid for is over: now, where nothing is.

    After that nothing is charged. Until the end of a period Stripe would go on trying to collect an
    open invoice (https://docs.stripe.com/billing/subscriptions/cancel).

    Returns:
        Whether it has ended.

    Raises:
        BillingError: There is nothing to cancel, or Stripe did not let us.
    """
    with changing(account) as standing:
        if not _is_paid(standing):
            _end_now(account, standing.subscription_id)
            return True
        update(account, standing, {"cancel_at_period_end": True})
        return False


def _is_paid(standing: Standing) -> bool:
    """Tell whether there is time left that is paid for, or tried."""
    if standing.state in UNPAID:
        return False
    if standing.state == standings.State.PAUSED and standing.until is None:
        return False
    return not is_being_collected(standing)


def resume(account: Account) -> None:
    """Take a cancellation back before the subscription ends.

    Raises:
        BillingError: There is nothing to resume, or Stripe did not let us.
    """
    with changing(account) as standing:
        if params := going_on(standing):
            update(account, standing, params)


def close(account: Account) -> None:
    """End at Stripe what nobody could end any more, once a person or a team is deleted.

    Open pages of Checkout are closed and subscriptions end, with what is open of them. One that was
    cancelled goes on to the end of what is paid for while its owner may still come back.

    Args:
        account: Whose owner is gone; one without a customer has nothing there.

    Raises:
        BillingError: Stripe did not let us. It can be done again.
    """
    with as_billing_error():
        if not account.customer_id:
            return
        customer = mirror.refresh("customer", account.customer_id)
        if not customer or customer.get("deleted"):
            return
        close_pages(account)
        found = client().v1.subscriptions.list({"customer": account.customer_id, "limit": 100})
        running = [one.to_dict() for one in found.auto_paging_iter()]
    may_return = bool(conf.subjects.key_of(account))
    for data in running:
        if not (may_return and subscription_data.will_end(data)):
            _end_now(account, data["id"])


def end_if_unpaid(account: Account, data: Mapping[str, Any]) -> None:
    """End a subscription that was cancelled at Stripe while its period was not paid."""
    if subscription_data.will_end(data) and (
        data["status"] in ("past_due", "unpaid") or _is_cancelled_as_it_begins(data)
    ):
        _end_now(account, data["id"])


def _is_cancelled_as_it_begins(data: Mapping[str, Any]) -> bool:
    """Tell whether a period was cancelled in the hour before it is paid, not in one before."""
    begun = data["items"]["data"][0]["current_period_start"]
    return (
        data["status"] == "active" and (data["canceled_at"] or 0) >= begun and has_draft(data["id"])
    )


def _end_now(account: Account, subscription_id: str) -> None:
    with as_billing_error():
        mirror.kept(client().v1.subscriptions.cancel, subscription_id)
    forget(account)
    void_unpaid(subscription_id)
