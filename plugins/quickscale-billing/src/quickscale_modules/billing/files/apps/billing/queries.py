"""What is asked of billing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext
from djstripe import models as copies

from apps.billing import plans
from apps.billing.conf import conf
from apps.billing.models import Account, UsageRecord, WebhookEvent
from apps.billing.standings import live_subscription, standing_of, subscriptions
from apps.billing.subscription_data import will_end

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from apps.billing.catalog import Purchase

TEST_SESSION: Final = "cs_test_"
"""How the ids of Checkout sessions begin in test mode."""


def find_purchase(key: str) -> Purchase | None:
    """Return what is bought once, by its key."""
    return next((one for one in plans.PURCHASES if one.key == key), None)


def price_id(lookup_key: str) -> str:
    """Return Stripe's id of a price, or empty where ``sync_plans`` has not made it yet."""
    found = copies.Price.objects.filter(lookup_key=lookup_key, active=True, livemode=conf.is_live)
    return str(found.order_by("-created").values_list("id", flat=True).first() or "")


def account_with_customer(customer_id: str) -> Account | None:
    """Return the account of one of Stripe's customers."""
    return Account.objects.filter(customer_id=customer_id).first() if customer_id else None


def account_named(name: str) -> Account | None:
    """Return the account that metadata at Stripe name; theirs may be of another site, or typed."""
    try:
        return Account.objects.filter(pk=UUID(name)).first()
    except ValueError:
        return None


def had_subscription(account: Account) -> bool:
    """Tell whether an account ever had a subscription: a plan is tried once."""
    return subscriptions(account).exists()


def may_try(account: Account | None, person: Any | None) -> bool:
    """Tell whether a plan may be tried: once by each account, and by each person for all of theirs.

    Args:
        account: Whose plan it would be, if there is an account already.
        person: Who would begin the trial.
    """
    if account is not None and had_subscription(account):
        return False
    if person is None or not person.pk:
        return True
    tried = Account.objects.filter(tried_by=person.pk).exclude(customer_id=None)
    held = copies.Subscription.objects.filter(customer__id__in=tried.values("customer_id"))
    return not held.filter(livemode=conf.is_live).exists()


def invoices(account: Account) -> QuerySet[copies.Invoice]:
    """Return an account's invoices, the newest first, without drafts."""
    found: QuerySet[copies.Invoice] = (
        copies.Invoice.objects.filter(customer__id=account.customer_id or "", livemode=conf.is_live)
        .exclude(stripe_data__status="draft")
        .order_by("-created", "-djstripe_id")
    )
    return found


def tax_of(invoice: copies.Invoice) -> int:
    """Return how much of an invoice is tax, in the currency's smallest unit."""
    return sum(int(tax["amount"]) for tax in invoice.stripe_data.get("total_taxes") or ())


def payment_methods(account: Account) -> QuerySet[copies.PaymentMethod]:
    """Return what an account can pay with, the newest first."""
    found: QuerySet[copies.PaymentMethod] = copies.PaymentMethod.objects.filter(
        customer__id=account.customer_id or "", livemode=conf.is_live
    ).order_by("-created", "-djstripe_id")
    return found


def default_method_id(account: Account) -> str:
    """Return Stripe's id of what an account pays with, or empty."""
    return default_method_of(account, live_subscription(account))


def default_method_of(account: Account, subscription: copies.Subscription | None) -> str:
    """Return the same for an account whose subscription is known already."""
    chosen = subscription.stripe_data.get("default_payment_method") if subscription else None
    if not chosen:
        customer = copies.Customer.objects.filter(id=account.customer_id or "").first()
        settings = (customer.stripe_data.get("invoice_settings") or {}) if customer else {}
        chosen = settings.get("default_payment_method")
    return chosen if isinstance(chosen, str) else str((chosen or {}).get("id", ""))


def usage(account: Account | None, limit: str, since: datetime) -> int:
    """Return how much of something an account used, less what it bought on top."""
    if account is None:
        return 0
    counted = _usage(account, since).filter(limit=limit)
    return int(counted.aggregate(total=Sum("quantity"))["total"] or 0)


def usage_by_limit(account: Account, since: datetime) -> dict[str, int]:
    """Return the same of every limit by its name, without those that nothing was used of."""
    totals = _usage(account, since).values("limit").order_by("limit")
    return dict(totals.annotate(total=Sum("quantity")).values_list("limit", "total"))


def _usage(account: Account, since: datetime) -> QuerySet[UsageRecord]:
    counted = UsageRecord.objects.filter(account=account, used_at__gte=since)
    # Bought for no real money.
    return counted.exclude(key__startswith=TEST_SESSION) if conf.is_live else counted


def deletion_obstacles(user: Any) -> list[str]:
    """Say what of billing is in the way of deleting a person's account."""
    account = Account.objects.filter(user_id=user.pk).first()
    subscription = live_subscription(account)
    if subscription is None or will_end(subscription.stripe_data):
        return []
    return [gettext("You have a subscription. Cancel it under Billing first.")]


def billing_data(user: Any) -> dict[str, Any]:
    """Return what billing holds about a person, as a section of the export of their data."""
    account = Account.objects.filter(user_id=user.pk).first()
    if account is None:
        return {"billing": None}
    told = ("number", "total", "currency", "status")
    documents = [
        {**{name: one.stripe_data.get(name) for name in told}, "created": one.created}
        for one in invoices(account)
    ]
    return {
        "billing": {
            "name": account.name,
            "email": account.email,
            "stripe_customer": account.customer_id,
            "plan": standing_of(account).plan.key,
            "invoices": documents,
            "usage": list(account.usage.values("limit", "quantity", "used_at")),
        }
    }


def webhook_health() -> dict[str, Any]:
    """Return how webhooks did in the last 24 hours, in one query.

    Under ``done`` is how many were dealt with. Of whatever age are those that wait (``waiting``),
    those somebody must look at (``failed``), and those that should have been dealt with ten minutes
    ago (``late``). ``last`` is when the last one came, or nothing.
    """
    now = timezone.now()
    state, recent = WebhookEvent.State, Q(received_at__gte=now - timedelta(hours=24))
    late = Q(state=state.WAITING, due_at__lt=now - timedelta(minutes=10))
    return WebhookEvent.objects.aggregate(
        done=Count("pk", filter=recent & Q(state=state.DONE)),
        waiting=Count("pk", filter=Q(state=state.WAITING)),
        failed=Count("pk", filter=Q(state=state.FAILED)),
        late=Count("pk", filter=late),
        last=Max("received_at"),
    )
