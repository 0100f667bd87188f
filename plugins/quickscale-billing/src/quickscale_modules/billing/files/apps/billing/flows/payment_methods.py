"""Cards and the like that are kept for later.

https://docs.stripe.com/api/payment_methods
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from djstripe import models as copies

from apps.billing import mirror, queries, standings
from apps.billing.stripe_calls import (
    BillingError,
    ConfirmationNeededError,
    as_billing_error,
    client,
)

if TYPE_CHECKING:
    from apps.billing.models import Account


def make_default(account: Account, method_id: str) -> None:
    """Pay with another card from now on, and what is open at once.

    Raises:
        BillingError: It is not one of theirs, or Stripe did not let us.
    """
    _own(account, method_id)
    chosen: Any = {"default_payment_method": method_id}
    with as_billing_error():
        mirror.kept(
            client().v1.customers.update, account.customer_id or "", {"invoice_settings": chosen}
        )
        if subscription := standings.live_subscription(account):
            mirror.kept(client().v1.subscriptions.update, subscription.id, chosen)


def remove(account: Account, method_id: str) -> None:
    """Forget a card.

    Raises:
        BillingError: It is not one of theirs, it is the one that pays, or Stripe did not let us.
    """
    _own(account, method_id)
    subscription = standings.live_subscription(account)
    if subscription is not None and queries.default_method_id(account) == method_id:
        raise BillingError(
            _("The subscription is paid with this method. Choose another one first.")
        )
    with as_billing_error():
        client().v1.payment_methods.detach(method_id)
    copies.PaymentMethod.objects.filter(id=method_id).delete()
    mirror.refresh("customer", account.customer_id or "")


def pay_invoice(account: Account, invoice_id: str) -> None:
    """Try to have an open invoice paid with what is kept.

    Raises:
        ConfirmationNeededError: The bank asks the card's owner; it says where.
        BillingError: It is not one of theirs, or the payment failed.
    """
    held = queries.invoices(account).filter(id=invoice_id, stripe_data__status="open").first()
    if held is None:
        raise BillingError(_("This invoice is not open."))
    try:
        with as_billing_error():
            client().v1.invoices.pay(invoice_id)
    except ConfirmationNeededError as error:
        address = held.stripe_data.get("hosted_invoice_url") or ""
        raise ConfirmationNeededError(str(error), address) from error
    finally:
        mirror.refresh("invoice", invoice_id)
        if subscription := standings.live_subscription(account):
            mirror.refresh("subscription", subscription.id)


def _own(account: Account, method_id: str) -> None:
    if not queries.payment_methods(account).filter(id=method_id).exists():
        raise BillingError(_("There is no such payment method."))
