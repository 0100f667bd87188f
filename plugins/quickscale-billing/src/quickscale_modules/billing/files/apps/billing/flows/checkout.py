"""Ways to Stripe's pages: Checkout, the Customer Portal.

Trials with a card and without: https://docs.stripe.com/payments/checkout/free-trials
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.billing import mirror, queries, standings
from apps.billing.conf import conf
from apps.billing.flows.customers import ensure_customer
from apps.billing.flows.exclusive import exclusively
from apps.billing.flows.items import new_items, seats_taken, sold_price
from apps.billing.flows.open_pages import close_pages
from apps.billing.flows.room import check_room
from apps.billing.flows.surplus import copy_subscriptions
from apps.billing.models import Account
from apps.billing.parts import parts
from apps.billing.stripe_calls import BillingError, as_billing_error, client

if TYPE_CHECKING:
    from apps.billing.catalog import Plan, PlanPrice, Purchase
    from apps.users.models import User


class AlreadySubscribedError(BillingError):
    """The account has a subscription, which is changed rather than bought again."""


def subscribe(  # noqa: PLR0913 - each is named where it is given
    account: Account,
    plan: Plan,
    price: PlanPrice,
    *,
    by: User | None = None,
    back: str,
    done: str,
) -> str:
    """Begin a subscription, by way of Checkout; return the address of Stripe's page.

    Args:
        account: Who pays.
        plan: For what.
        price: At which of its prices.
        by: Who chose it: nobody tries plans for one team after the other.
        back: Address for those who change their mind.
        done: Address for those who paid; ``{CHECKOUT_SESSION_ID}`` in it is filled in by Stripe.

    Raises:
        AlreadySubscribedError: There is a subscription.
        BillingError: The plan is too small for what is in use, or Stripe did not let us.
    """
    with exclusively(account):
        _check_unsubscribed(account)
        tries = bool(plan.days_of_trial) and queries.may_try(account, by)
        if tries and by is not None:
            _note_trial(account, by)
        return _begin(account, plan, price, tries=tries, back=back, done=done)


def _note_trial(account: Account, by: User) -> None:
    """Note who is about to try a plan, and close their pages of trials for other accounts."""
    with as_billing_error():
        for other in Account.objects.filter(tried_by=by).exclude(pk=account.pk):
            if other.customer_id and not queries.had_subscription(other):
                close_pages(other, "subscription")
    account.tried_by = by
    account.save(update_fields=["tried_by"])


def _check_unsubscribed(account: Account) -> None:
    """Refuse whoever has a subscription, by Stripe's own word, and close pages that lead to one.

    A page that is open in another tab would lead to a second one.

    Raises:
        AlreadySubscribedError: There is one, perhaps since a moment ago.
        BillingError: Stripe did not let us.
    """
    taken = AlreadySubscribedError(_("There is a subscription already. Change its plan instead."))
    if not account.customer_id:
        return
    ensure_customer(account)
    with as_billing_error():
        if held := standings.live_subscription(account):
            mirror.refresh("subscription", held.id)
        if standings.live_subscription(account) is not None:
            raise taken
        close_pages(account, "subscription")
        copy_subscriptions(account)
    if standings.live_subscription(account) is not None:
        raise taken


def _begin(  # noqa: PLR0913
    account: Account, plan: Plan, price: PlanPrice, *, tries: bool, back: str, done: str
) -> str:
    """Open the page of a subscription, for an account that has none."""
    check_room(account, plan)
    seats = seats_taken(account) if plan.per_seat else 1
    subscription: dict[str, Any] = {"metadata": {"account": str(account.pk), "plan": plan.key}}
    params: dict[str, Any] = {
        "mode": "subscription",
        "line_items": new_items(plan, price, seats),
        "subscription_data": subscription,
    }
    if tries:
        subscription["trial_period_days"] = plan.days_of_trial
        if not plan.trial_needs_card:
            params["payment_method_collection"] = "if_required"
            subscription["trial_settings"] = {"end_behavior": {"missing_payment_method": "cancel"}}
    metadata = {"account": str(account.pk), "plan": plan.key}
    return _open(account, {**params, "metadata": metadata}, back=back, done=done)


def buy(account: Account, purchase: Purchase, *, back: str, done: str) -> str:
    """Buy something once, by way of Checkout; return the address of Stripe's page.

    Args:
        account: Who pays.
        purchase: For what.
        back: Address for those who change their mind.
        done: Address for those who paid.
    """
    params = {
        "mode": "payment",
        "line_items": [{"price": sold_price(purchase.lookup_key), "quantity": 1}],
        "invoice_creation": {"enabled": True},
        "metadata": {"account": str(account.pk), "purchase": purchase.key},
    }
    return _open(account, params, back=back, done=done)


def add_payment_method(account: Account, *, back: str, done: str) -> str:
    """Have a card kept for later, by way of Checkout; return the address of Stripe's page."""
    params = {
        "mode": "setup",
        "currency": conf.currency,
        "metadata": {"account": str(account.pk), "setup": "yes"},
    }
    return _open(account, params, back=back, done=done)


def open_portal(account: Account, *, back: str) -> str:
    """Return the address of Stripe's Customer Portal."""
    customer = ensure_customer(account)
    with as_billing_error():
        session = client().v1.billing_portal.sessions.create(
            {"customer": customer, "return_url": back}
        )
    return session.url


def _open(account: Account, params: dict[str, Any], *, back: str, done: str) -> str:
    params |= {
        "customer": ensure_customer(account),
        "client_reference_id": str(account.pk),
        "success_url": done,
        "cancel_url": back,
    }
    for part in parts() if params["mode"] != "setup" else ():
        params |= part.checkout_params()
    if conf.tax and params["mode"] != "setup":
        params |= {
            "automatic_tax": {"enabled": True},
            "tax_id_collection": {"enabled": True},
            "customer_update": {"address": "auto", "name": "auto"},
        }
    with as_billing_error():
        session = client().v1.checkout.sessions.create(params)  # type: ignore[arg-type]
    return session.url or back
