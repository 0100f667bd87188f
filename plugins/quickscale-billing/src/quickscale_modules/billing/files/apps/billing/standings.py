"""How an account stands: which plan it has, and how it came by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from djstripe import models as copies

from apps.billing import plans
from apps.billing.conf import conf

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account

__all__ = [
    "ENDED",
    "PAID_UNTIL",
    "Standing",
    "State",
    "find_plan",
    "first_item",
    "free_plan",
    "live_subscription",
    "metered_items",
    "moment",
    "plan_of_item",
    "standing_of",
    "subscriptions",
    "unpaid_since",
]


class State(TextChoices):
    """How an account stands."""

    FREE = "free", _("Free")
    TRIALING = "trialing", _("Trial")
    ACTIVE = "active", _("Active")
    ENDING = "ending", _("Ends soon")
    PAST_DUE = "past_due", _("Payment failed")
    SUSPENDED = "suspended", _("Suspended")
    PAUSED = "paused", _("Paused")
    INCOMPLETE = "incomplete", _("Payment pending")


ENDED: Final = frozenset({"canceled", "incomplete_expired"})
"""Stripe's states of a subscription that nothing will happen to any more."""


PAID_UNTIL: Final = "paid_until"
"""Under this name a paused subscription's metadata say until when it is paid, in seconds."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An account's plan and how it came by it.

    Attributes:
        plan: What it may use.
        state: How it stands.
        period_start: When what is paid began.
        until: When the present state ends, where that is known.
        subscription: dj-stripe's copy of the subscription, or nothing.
        next_plan: What it has after ``until``, where that is another plan.
    """

    plan: Plan
    state: State
    period_start: datetime
    until: datetime | None = None
    subscription: copies.Subscription | None = None
    next_plan: Plan | None = None

    @property
    def item(self) -> dict[str, Any]:
        """The subscription's item that is its plan, as Stripe tells it."""
        return first_item(self.subscription)

    @property
    def subscribed_plan(self) -> Plan:
        """The plan that is being paid for, also while it may not be used."""
        return plan_of_item(self.item) or self.plan

    @property
    def present_plan(self) -> Plan:
        """The plan that is paid for now, also where a smaller one follows it."""
        return self.plan if self.next_plan else self.subscribed_plan

    @property
    def price(self) -> PlanPrice | None:
        """What is being paid, or will be where another plan follows."""
        price = self.item.get("price") or {}
        interval = (price.get("recurring") or {}).get("interval", "")
        return self.subscribed_plan.price(interval, price.get("currency", ""))

    @property
    def seats(self) -> int:
        """For how many seats is being paid."""
        return int(self.item.get("quantity") or 1)

    @property
    def grace_ends_at(self) -> datetime | None:
        """Until when a failed payment may be made good."""
        return self.until if self.state == State.PAST_DUE else None


def free_plan() -> Plan:
    """Return the plan of those without a subscription: the first that costs nothing."""
    return next(plan for plan in plans.PLANS if plan.is_free)


def find_plan(key: str) -> Plan | None:
    """Return a plan by its key."""
    return next((plan for plan in plans.PLANS if plan.key == key), None)


def subscriptions(account: Account) -> QuerySet[copies.Subscription]:
    """Return an account's subscriptions, the newest first."""
    found: QuerySet[copies.Subscription] = copies.Subscription.objects.filter(
        customer__id=account.customer_id or ""
    ).order_by("-created", "-djstripe_id")
    return found


def live_subscription(account: Account | None) -> copies.Subscription | None:
    """Return the subscription that counts: one that has not ended, the newest of several."""
    if account is None or not account.customer_id:
        return None
    found = subscriptions(account).exclude(stripe_data__status__in=ENDED)
    return found.first()


def standing_of(account: Account | None) -> Standing:
    """Return an account's plan and how it came by it; without an account, the free plan."""
    subscription = live_subscription(account)
    if subscription is None:
        start = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return Standing(plan=free_plan(), state=State.FREE, period_start=start)
    item = first_item(subscription)
    begun = item.get("current_period_start") or subscription.stripe_data["created"]
    start = datetime.fromtimestamp(begun, tz=UTC)
    paid = plan_of_item(item) or free_plan()
    plan, state, until, next_plan = _interrupted(subscription, paid, start) or _going_on(
        subscription, paid, item, start
    )
    return Standing(
        plan=plan,
        state=state,
        period_start=start,
        until=until,
        subscription=subscription,
        next_plan=next_plan,
    )


_Found: TypeAlias = "tuple[Plan, State, datetime | None, Plan | None]"
"""The plan that counts, how it stands, until when, and what comes then."""


def _interrupted(subscription: copies.Subscription, paid: Plan, start: datetime) -> _Found | None:
    """Return how a subscription stands that is not simply paid, or nothing for one that is."""
    data = subscription.stripe_data
    if data.get("pause_collection"):
        # What was paid before the pause stays until its period is over.
        until = moment(int((data.get("metadata") or {}).get(PAID_UNTIL) or 0))
        lasts = until is not None and max(timezone.now(), start) < until
        return (
            (paid, State.PAUSED, until, None) if lasts else (free_plan(), State.PAUSED, None, None)
        )
    if data["status"] == "past_due":
        grace_end = unpaid_since(subscription, start) + timedelta(days=conf.grace_days)
        if timezone.now() < grace_end:
            return paid, State.PAST_DUE, grace_end, None
        return free_plan(), State.SUSPENDED, None, None
    if data["status"] not in ("active", "trialing"):
        state = State.INCOMPLETE if data["status"] == "incomplete" else State.SUSPENDED
        return free_plan(), state, None, None
    return None


def _going_on(
    subscription: copies.Subscription, paid: Plan, item: dict[str, Any], start: datetime
) -> _Found:
    """Return how a subscription stands that is paid, or tried."""
    data = subscription.stripe_data
    end = moment(item.get("current_period_end"))
    if data.get("cancel_at_period_end") or data.get("cancel_at"):
        return paid, State.ENDING, moment(data.get("cancel_at")) or end, None
    if data["status"] == "trialing":
        return paid, State.TRIALING, moment(data.get("trial_end")), None
    note = data.get("metadata") or {}
    kept, until = find_plan(note.get("kept_plan", "")), moment(int(note.get("kept_until") or 0))
    # By Stripe's word as well as by the clock: a test clock there may be ahead of ours.
    if kept and until and max(timezone.now(), start) < until:
        return kept, State.ACTIVE, until, paid
    return paid, State.ACTIVE, end, None


def first_item(subscription: copies.Subscription | None) -> dict[str, Any]:
    """Return the item of a subscription that is its plan, as Stripe tells it; empty without one."""
    return next((item for item in _items(subscription) if not _is_metered(item)), {})


def metered_items(subscription: copies.Subscription | None) -> list[dict[str, Any]]:
    """Return the items of a subscription by which usage is paid, as Stripe tells them."""
    return [item for item in _items(subscription) if _is_metered(item)]


def _items(subscription: copies.Subscription | None) -> list[dict[str, Any]]:
    items = (subscription.stripe_data.get("items") or {}).get("data") if subscription else None
    return [dict(item) for item in items or ()]


def _is_metered(item: dict[str, Any]) -> bool:
    return (item["price"].get("recurring") or {}).get("usage_type") == "metered"


def plan_of_item(item: dict[str, Any]) -> Plan | None:
    """Return which plan an item of a subscription is for."""
    product = (item.get("price") or {}).get("product") or ""
    product_id = product if isinstance(product, str) else product["id"]
    return next((plan for plan in plans.PLANS if plan.product_id == product_id), None)


def unpaid_since(subscription: copies.Subscription, otherwise: datetime) -> datetime:
    """Return when the oldest invoice was made that a subscription has not paid."""
    unpaid = copies.Invoice.objects.filter(
        stripe_data__parent__subscription_details__subscription=subscription.id,
        stripe_data__status="open",
    )
    made = unpaid.order_by("created").values_list("created", flat=True).first()
    return made or otherwise


def moment(timestamp: int | None) -> datetime | None:
    """Return a moment from Stripe's seconds, or nothing from nothing."""
    return datetime.fromtimestamp(timestamp, tz=UTC) if timestamp else None
