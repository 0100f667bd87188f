"""A subscription that goes on: whether it may be changed, and changing it at Stripe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.billing import mirror, standings
from apps.billing.entitlements import forget
from apps.billing.stripe_calls import BillingError, as_billing_error, client

if TYPE_CHECKING:
    import stripe

    from apps.billing.models import Account

__all__ = ["changeable", "subscribed", "update"]


def subscribed(account: Account) -> standings.Standing:
    """Return how an account with a subscription stands.

    Args:
        account: Whose.

    Raises:
        BillingError: There is no subscription.
    """
    standing = standings.standing_of(account)
    if standing.subscription is None:
        raise BillingError(_("There is no subscription."))
    return standing


def changeable(account: Account) -> standings.Standing:
    """Return how an account stands whose subscription is paid, or tried.

    Args:
        account: Whose.

    Raises:
        BillingError: There is no subscription, it is paused, or a payment is open.
    """
    standing = subscribed(account)
    if standing.state in (standings.State.PAUSED, standings.State.INCOMPLETE):
        raise BillingError(_("The subscription is paused or not paid yet. Resume or pay it first."))
    if standing.state in (standings.State.PAST_DUE, standings.State.SUSPENDED):
        raise BillingError(_("A payment is open. Pay it first, then change the plan."))
    return standing


def update(
    account: Account, standing: standings.Standing, params: dict[str, Any]
) -> stripe.Subscription:
    """Change a subscription at Stripe and copy what became of it.

    Args:
        account: Whose.
        standing: How it stands; there is a subscription.
        params: What is sent.

    Returns:
        What became of it.

    Raises:
        BillingError: Stripe did not let us.
    """
    assert standing.subscription is not None  # noqa: S101 - whoever calls has seen to it
    asked_at = timezone.now()
    with as_billing_error():
        changed = client().v1.subscriptions.update(standing.subscription.id, params)  # type: ignore[arg-type]
        mirror.store(changed, asked_at)
    forget(account)
    return changed
