"""A pause: nothing is charged, and what is paid may be used until its period is over.

Stripe goes on counting periods while the collection of payments is paused, and voids their invoices
(https://docs.stripe.com/billing/subscriptions/pause-payment). Whoever goes on later would have the
rest of such a period for nothing. So going on after what was paid begins a period of its own and
charges for it: the billing cycle is reset
(https://docs.stripe.com/billing/subscriptions/billing-cycle#change-billing-cycle-to-the-current-time).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.billing import standings
from apps.billing.conf import conf
from apps.billing.flows.items import seats_taken, with_seats
from apps.billing.flows.paid import paid_until, void_unpaid
from apps.billing.flows.plan_changes import seats_changed, sync_seats
from apps.billing.flows.running import changing, check_changeable, fresh, update, update_and_pay
from apps.billing.stripe_calls import BillingError, as_billing_error, client

if TYPE_CHECKING:
    import stripe
    from stripe.params import InvoiceCreatePreviewParams

    from apps.billing.models import Account


def pause(account: Account) -> None:
    """Stop paying until somebody goes on. What is paid may be used until its period is over.

    Raises:
        BillingError: There is nothing to pause, the present period is not paid yet, or Stripe did
            not let us.
    """
    with changing(account) as standing:
        check_changeable(standing)
        until = paid_until(standing)
        if until < (standing.item.get("current_period_end") or 0):
            raise BillingError(_("An invoice is being collected. Pause once it is paid."))
        params = {
            "pause_collection": {"behavior": "void"},
            "metadata": {standings.PAID_UNTIL: str(until)},
        }
        update(account, standing, params)


def unpause(account: Account) -> None:
    """Go on after a pause: for nothing while what was paid lasts, with a new period after that.

    A card that is declined leaves the pause as it is. Asked twice, it is done once.

    Raises:
        BillingError: There is no subscription, the payment failed, or Stripe did not let us.
    """
    with changing(account) as standing:
        if standing.state != standings.State.PAUSED:
            return
        params: dict[str, Any] = {"pause_collection": "", "metadata": {standings.PAID_UNTIL: ""}}
        anew = begins_anew(standing)
        if anew:
            # What was open before the pause is for days that the new period takes the place of.
            void_unpaid(standing.subscription_id)
            params |= _new_period(account, standing)
            # The bank's question is about an open invoice then, with days of grace.
            update_and_pay(account, standing, params, unconfirmed="allow_incomplete")
        else:
            update(account, standing, params)
        if conf.subjects.seats_follow:
            sync_seats(account)  # people may have come and gone during the pause


def price_of_resuming(account: Account) -> stripe.Invoice | None:
    """Return what going on would charge now, as an invoice that is not made.

    That is a new period, or the seats of people who joined during a pause that staff made.

    Returns:
        Nothing where what was paid still lasts, for as many people as there are.

    Raises:
        BillingError: There is no pause, or Stripe did not tell.
    """
    standing = fresh(account)
    if standing.state != standings.State.PAUSED:
        raise BillingError(_("The subscription is not paused."))
    details = (_new_period if begins_anew(standing) else _seats_in_use)(account, standing)
    if not details:
        return None
    params: InvoiceCreatePreviewParams = {
        "customer": account.customer_id or "",
        "subscription": standing.subscription_id,
        "subscription_details": details,  # type: ignore[typeddict-item]
    }
    with as_billing_error():
        return client().v1.invoices.create_preview(params)


def _new_period(account: Account, standing: standings.Standing) -> dict[str, Any]:
    """Return what begins a period now, in full: the one that nobody paid is not settled in parts.

    People who came or left during the pause are paid for as they are now.
    """
    found: dict[str, Any] = {"billing_cycle_anchor": "now", "proration_behavior": "none"}
    if standing.subscribed_plan.per_seat and conf.subjects.seats_follow:
        found["items"] = [with_seats(standing, seats_taken(account))]
    return found


def _seats_in_use(account: Account, standing: standings.Standing) -> dict[str, Any]:
    """Return what pays for as many people as there are until the period ends; empty if it does."""
    seats = seats_taken(account)
    follows = standing.subscribed_plan.per_seat and conf.subjects.seats_follow
    return seats_changed(standing, seats) if follows and seats != standing.seats else {}


def begins_anew(standing: standings.Standing) -> bool:
    """Tell whether the period that runs at Stripe is one that nobody paid.

    Args:
        standing: How an account with a subscription stands.
    """
    return paid_until(standing) < (standing.item.get("current_period_end") or 0)
