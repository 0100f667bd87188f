"""A subscription that goes on: whether it may be changed, and changing it at Stripe."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal

from django.utils.translation import gettext as _

from apps.billing import mirror, standings
from apps.billing.entitlements import forget
from apps.billing.flows.exclusive import exclusively
from apps.billing.flows.packs import carry_over
from apps.billing.flows.paid import is_being_collected
from apps.billing.stripe_calls import (
    BillingError,
    ConfirmationNeededError,
    as_billing_error,
    client,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import stripe

    from apps.billing.models import Account

CAN_WAIT: Final = frozenset({"items", "metadata", "proration_behavior", "trial_end"})
"""What may be changed by an update that waits for its payment."""


def subscribed(account: Account) -> standings.Standing:
    """Return how an account with a subscription stands.

    Raises:
        BillingError: There is no subscription.
    """
    standing = standings.standing_of(account)
    if standing.subscription is None:
        raise BillingError(_("There is no subscription."))
    return standing


def fresh(account: Account) -> standings.Standing:
    """Return how a subscription stands now, asked of Stripe: a webhook may be on its way.

    Raises:
        BillingError: There is no subscription, or Stripe did not tell.
    """
    with as_billing_error():
        mirror.refresh("subscription", subscribed(account).subscription_id)
    return subscribed(account)


@contextmanager
def changing(account: Account) -> Iterator[standings.Standing]:
    """Let one change of a subscription happen at a time, from how it stands at Stripe.

    Two tabs, or two people, would each decide by what the other has just changed.

    Yields:
        How it stands.

    Raises:
        BillingError: There is no subscription, somebody else changes it, or Stripe did not tell.
    """
    with exclusively(account):
        yield fresh(account)


def check_changeable(standing: standings.Standing) -> None:
    """See to it that a subscription is paid, or tried.

    Stripe pays back a part of what it has asked for, also where nobody has paid that
    (https://docs.stripe.com/billing/subscriptions/prorations). Whoever cancels then, before it is
    paid, would keep the part.

    Raises:
        BillingError: It is paused, a payment is open, or an invoice is about to be collected.
    """
    if standing.state in (standings.State.PAUSED, standings.State.INCOMPLETE):
        raise BillingError(_("The subscription is paused or not paid yet. Resume or pay it first."))
    if standing.state in (standings.State.PAST_DUE, standings.State.SUSPENDED):
        raise BillingError(_("A payment is open. Pay it first, then change the plan."))
    if is_being_collected(standing):
        raise BillingError(_("An invoice is being collected. Change the plan in an hour."))


def going_on(standing: standings.Standing) -> dict[str, Any]:
    """Return what takes a cancellation back; the Customer Portal sets a date instead of a mark.

    https://docs.stripe.com/changelog/basil/2025-05-28/cancel-at-enums
    """
    if standing.told.get("cancel_at_period_end"):
        return {"cancel_at_period_end": False}
    return {"cancel_at": ""} if standing.told.get("cancel_at") else {}


def update(
    account: Account, standing: standings.Standing, params: dict[str, Any]
) -> stripe.Subscription:
    """Change a subscription at Stripe and copy what became of it, and the invoice it led to.

    Returns:
        What became of it.
    """
    before = standing.told.get("latest_invoice")
    with as_billing_error():
        changed = mirror.kept(
            client().v1.subscriptions.update,
            standing.subscription_id,
            params,  # type: ignore[arg-type]
        )
        if changed.latest_invoice and changed.latest_invoice != before:
            mirror.refresh("invoice", str(changed.latest_invoice))
    forget(account)
    # A year instead of a month begins at once, and so does a period after a pause.
    started = f"{changed.id}-{changed.billing_cycle_anchor}"
    carry_over(account, standing.plan, standing.counted_since, started)
    return changed


def update_and_pay(
    account: Account,
    standing: standings.Standing,
    params: dict[str, Any],
    *,
    unconfirmed: Literal["pending_if_incomplete", "allow_incomplete"] = "pending_if_incomplete",
) -> None:
    """Change a subscription if what that costs is paid at once; else nothing changes.

    Where the bank asks the card's owner, the change waits for their answer for up to 23 hours
    (https://docs.stripe.com/billing/subscriptions/pending-updates).

    Args:
        account: Whose.
        standing: How it stands; there is a subscription.
        params: What is sent.
        unconfirmed: What becomes of a change that the bank asks about.

    Raises:
        ConfirmationNeededError: The bank asks; it says where.
        BillingError: It was not paid, or Stripe did not let us.
    """
    try:
        update(account, standing, {**params, "payment_behavior": "error_if_incomplete"})
    except ConfirmationNeededError as error:
        if unconfirmed == "pending_if_incomplete" and set(params) - CAN_WAIT:
            raise BillingError(
                _("Your bank wants you to confirm this. Keep your subscription first, then change.")
            ) from error
        changed = update(account, standing, {**params, "payment_behavior": unconfirmed})
        with as_billing_error():
            invoice = client().v1.invoices.retrieve(str(changed.latest_invoice))
        if invoice.status == "open":
            raise ConfirmationNeededError(str(error), invoice.hosted_invoice_url or "") from error
