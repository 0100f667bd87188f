"""The ends of a subscription: it is cancelled, or goes on after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from apps.billing import mirror, standings
from apps.billing.entitlements import forget
from apps.billing.flows.running import subscribed, update
from apps.billing.stripe_calls import as_billing_error, client

if TYPE_CHECKING:
    from apps.billing.models import Account

__all__ = ["cancel", "resume"]


def cancel(account: Account) -> None:
    """Let a subscription end when what is paid for is over.

    Args:
        account: Whose.

    Raises:
        BillingError: There is nothing to cancel, or Stripe did not let us.
    """
    standing = subscribed(account)
    if standing.state in (standings.State.SUSPENDED, standings.State.INCOMPLETE):
        _cancel_now(account, standing)
    else:
        update(account, standing, {"cancel_at_period_end": True})


def resume(account: Account) -> None:
    """Take a cancellation back before the subscription ends.

    Args:
        account: Whose.

    Raises:
        BillingError: There is nothing to resume, or Stripe did not let us.
    """
    update(account, subscribed(account), {"cancel_at_period_end": False})


def _cancel_now(account: Account, standing: standings.Standing) -> None:
    assert standing.subscription is not None  # noqa: S101 - subscribed() has seen to it
    asked_at = timezone.now()
    with as_billing_error():
        changed = client().v1.subscriptions.cancel(standing.subscription.id)
        mirror.store(changed, asked_at)
    forget(account)
