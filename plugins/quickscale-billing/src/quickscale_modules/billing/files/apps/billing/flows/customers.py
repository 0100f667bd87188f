"""Stripe's customer of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from apps.billing import mirror, standings
from apps.billing.conf import conf
from apps.billing.stripe_calls import as_billing_error, client

if TYPE_CHECKING:
    from apps.billing.models import Account

__all__ = ["catch_up", "ensure_customer"]


def catch_up(account: Account) -> None:
    """Copy how an account's customer and subscription are now, for who changed them at Stripe.

    Webhooks tell of it as well, and may be a moment later than whoever comes back from there.

    Args:
        account: Whose.

    Raises:
        BillingError: Stripe did not tell.
    """
    with as_billing_error():
        if account.customer_id:
            mirror.refresh("customer", account.customer_id)
        if subscription := standings.live_subscription(account):
            mirror.refresh("subscription", subscription.id)


def ensure_customer(account: Account) -> str:
    """Return the id of an account's customer at Stripe, with the account's present name on it.

    Args:
        account: Whose.

    Raises:
        BillingError: Stripe did not let us.
    """
    address = next(iter(conf.subjects.addresses(account)), account.email)
    asked_at = timezone.now()
    with as_billing_error():
        if account.customer_id:
            customer = client().v1.customers.update(
                account.customer_id, {"email": address, "name": account.name}
            )
        else:
            customer = client().v1.customers.create(
                {
                    "email": address,
                    "name": account.name,
                    "metadata": {"account": str(account.pk)},
                },
                # Two requests at once get the same customer.
                {"idempotency_key": f"customer-{account.pk}-{account.closed_at or 'first'}"},
            )
        account.customer_id = customer.id
        account.save(update_fields=["customer_id"])
        mirror.store(customer, asked_at)
    return customer.id
