"""Stripe's customer of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import stripe
from django.utils import timezone
from django.utils.translation import gettext as _
from djstripe import models as copies

from apps.billing import mirror, standings
from apps.billing.conf import conf
from apps.billing.stripe_calls import BillingError, as_billing_error, client, is_missing

if TYPE_CHECKING:
    from stripe.params import CustomerUpdateParams

    from apps.billing.models import Account


def catch_up(account: Account) -> None:
    """Copy how an account's customer and subscription are now, for who changed them at Stripe.

    Webhooks tell of it as well, and may be a moment later than whoever comes back from there.
    """
    with as_billing_error():
        if account.customer_id:
            mirror.refresh("customer", account.customer_id)
        if subscription := standings.live_subscription(account):
            mirror.refresh("subscription", subscription.id)


def ensure_customer(account: Account) -> str:
    """Return the id of an account's customer at Stripe, with the account's present name on it."""
    asked_at = timezone.now()
    with as_billing_error():
        customer = _updated(account) or _made(account)
        account.customer_id = customer.id
        account.save(update_fields=["customer_id", "closed_at"])
        mirror.store(customer, asked_at)
    return customer.id


def keep_current(account: Account) -> None:
    """Tell Stripe of another name or billing contact, where what it has is not that."""
    copy = copies.Customer.objects.filter(id=account.customer_id or "").first()
    told = copy.stripe_data if copy else {}
    wanted = (conf.subjects.contact(account), account.name)
    if copy and (told.get("email") or "", told.get("name") or "") != wanted:
        ensure_customer(account)


def choose_contact(account: Account, address: str) -> None:
    """Have Stripe send invoices and receipts to somebody else, from now on.

    Raises:
        BillingError: It is none of theirs, or Stripe did not let us.
    """
    if address not in conf.subjects.addresses(account):
        raise BillingError(_("This is nobody who manages billing."))
    conf.subjects.choose_contact(account, address)
    keep_current(account)


def _updated(account: Account) -> stripe.Customer | None:
    """Return the customer with what is so now; none where Stripe knows of none any more.

    That is so after a change from test keys to live ones as well.
    """
    if not account.customer_id:
        return None
    params: CustomerUpdateParams = {"email": conf.subjects.contact(account), "name": account.name}
    try:
        return client().v1.customers.update(account.customer_id, params)
    except stripe.InvalidRequestError as error:
        if not is_missing(error):
            raise
    account.closed_at = timezone.now()
    return None


def _made(account: Account) -> stripe.Customer:
    """Return a new customer. Two requests at once, or one whose answer was lost, get the same.

    The name is said afterwards: Stripe refuses a key that comes with other words than before
    (https://docs.stripe.com/api/idempotent_requests).
    """
    made = client().v1.customers.create(
        {"metadata": {"account": str(account.pk)}},
        {"idempotency_key": f"customer-{account.pk}-{account.closed_at or 'first'}"},
    )
    account.customer_id = made.id
    return _updated(account) or made
