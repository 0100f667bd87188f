"""How an account stands: which plan it has, and how it came by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from djstripe import models as copies

from apps.billing import plans, subscription_data
from apps.billing.catalog import PlanPrice
from apps.billing.conf import conf

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.billing.catalog import Plan
    from apps.billing.models import Account


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
class Kept:
    """A larger plan that is paid until the period ends, while a smaller one is subscribed to.

    Attributes:
        plan: The larger plan.
        price: What was paid for it, for each seat.
        seats: For how many seats.
    """

    plan: Plan
    price: PlanPrice
    seats: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An account's plan and how it came by it.

    Attributes:
        plan: What it may use.
        state: How it stands.
        period_start: When what is paid began.
        until: When the present state ends, where that is known.
        subscription: dj-stripe's copy of the subscription, or nothing.
        kept: The larger plan that is paid until the period ends, where a smaller one follows.
    """

    plan: Plan
    state: State
    period_start: datetime
    until: datetime | None = None
    subscription: copies.Subscription | None = None
    kept: Kept | None = None

    @property
    def subscription_id(self) -> str:
        """Stripe's id of the subscription, or empty."""
        return self.subscription.id if self.subscription else ""

    @property
    def told(self) -> dict[str, Any]:
        """The subscription as Stripe tells it; empty without one."""
        return self.subscription.stripe_data if self.subscription else {}

    @property
    def item(self) -> dict[str, Any]:
        """The subscription's item that is its plan, as Stripe tells it."""
        return subscription_data.first_item(self.subscription)

    @property
    def subscribed_plan(self) -> Plan:
        """The plan that is being paid for, also while it may not be used."""
        return subscription_data.plan_of_item(self.item) or self.plan

    @property
    def present_plan(self) -> Plan:
        """The plan that is paid for now, also where a smaller one follows it."""
        return self.kept.plan if self.kept else self.subscribed_plan

    @property
    def next_plan(self) -> Plan | None:
        """What it has after ``until``, where that is another plan."""
        return self.subscribed_plan if self.kept and self.state == State.ACTIVE else None

    @property
    def price(self) -> PlanPrice | None:
        """What is being paid, or will be where another plan follows.

        That is what Stripe says and not ``plans.py``: whoever subscribed before keeps their price.
        """
        price = self.item.get("price") or {}
        interval = (price.get("recurring") or {}).get("interval", "")
        amount, currency = price.get("unit_amount"), price.get("currency", "")
        if amount is None:
            return self.subscribed_plan.price(interval, currency)
        return PlanPrice(amount=amount, interval=interval, currency=currency)

    @property
    def present_price(self) -> PlanPrice | None:
        """What was paid for the present plan."""
        return self.kept.price if self.kept else self.price

    @property
    def counted_since(self) -> datetime:
        """Since when usage is counted: limits are for a month, also where a year is paid."""
        price = self.present_price
        if price is None or price.interval != "year":
            return self.period_start
        now = max(timezone.now(), self.period_start)
        months = 12 * (now.year - self.period_start.year) + now.month - self.period_start.month
        begun = subscription_data.months_later(self.period_start, months)
        return (
            begun if begun <= now else subscription_data.months_later(self.period_start, months - 1)
        )

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
    """Return an account's subscriptions, the newest first; those of test mode pay nothing live."""
    found: QuerySet[copies.Subscription] = copies.Subscription.objects.filter(
        customer__id=account.customer_id or "", livemode=conf.is_live
    ).order_by("-created", "-djstripe_id")
    return found


def live_subscription(account: Account | None) -> copies.Subscription | None:
    """Return the subscription that counts of those that have not ended."""
    if account is None or not account.customer_id:
        return None
    found = subscriptions(account).exclude(stripe_data__status__in=ENDED)
    return min(found, key=lambda one: subscription_data.precedence(one.stripe_data), default=None)


def standing_of(account: Account | None) -> Standing:
    """Return an account's plan and how it came by it; without an account, the free plan."""
    subscription = live_subscription(account)
    if subscription is None:
        start = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return Standing(plan=free_plan(), state=State.FREE, period_start=start)
    item = subscription_data.first_item(subscription)
    begun = item.get("current_period_start") or subscription.stripe_data["created"]
    start = datetime.fromtimestamp(begun, tz=UTC)
    kept = _kept(subscription, item, start)
    paid = kept.plan if kept else subscription_data.plan_of_item(item) or free_plan()
    plan, state, until = _interrupted(subscription, paid, start) or _going_on(
        subscription, paid, item
    )
    return Standing(
        plan=plan,
        state=state,
        period_start=start,
        until=until,
        subscription=subscription,
        kept=kept,
    )


def _kept(subscription: copies.Subscription, item: dict[str, Any], start: datetime) -> Kept | None:
    """Return the larger plan that a subscription's metadata say is paid for now."""
    note = subscription.stripe_data.get("metadata") or {}
    plan, until = (
        find_plan(note.get("kept_plan", "")),
        subscription_data.moment(int(note.get("kept_until") or 0)),
    )
    # By Stripe's word as well as by the clock: a test clock there may be ahead of ours.
    if plan is None or until is None or max(timezone.now(), start) >= until:
        return None
    price = PlanPrice(
        amount=int(note.get("kept_amount") or 0),
        interval=item["price"]["recurring"]["interval"],
        currency=item["price"]["currency"],
    )
    return Kept(plan=plan, price=price, seats=int(note.get("kept_seats") or 1))


_Found: TypeAlias = "tuple[Plan, State, datetime | None]"
"""The plan that counts, how it stands, and until when."""


def _interrupted(subscription: copies.Subscription, paid: Plan, start: datetime) -> _Found | None:
    """Return how a subscription stands that is not simply paid, or nothing for one that is."""
    data = subscription.stripe_data
    if data.get("pause_collection"):
        # What was paid before the pause stays until its period is over.
        until = subscription_data.moment(int((data.get("metadata") or {}).get(PAID_UNTIL) or 0))
        lasts = until is not None and max(timezone.now(), start) < until
        return (paid, State.PAUSED, until) if lasts else (free_plan(), State.PAUSED, None)
    if data["status"] == "past_due":
        grace_end = unpaid_since(subscription, start) + timedelta(days=conf.grace_days)
        if timezone.now() < grace_end:
            return paid, State.PAST_DUE, grace_end
        return free_plan(), State.SUSPENDED, None
    if data["status"] not in ("active", "trialing"):
        state = State.INCOMPLETE if data["status"] == "incomplete" else State.SUSPENDED
        return free_plan(), state, None
    return None


def _going_on(subscription: copies.Subscription, paid: Plan, item: dict[str, Any]) -> _Found:
    """Return how a subscription stands that is paid, or tried."""
    data = subscription.stripe_data
    end = subscription_data.moment(item.get("current_period_end"))
    if subscription_data.will_end(data):
        return paid, State.ENDING, subscription_data.moment(data.get("cancel_at")) or end
    if data["status"] == "trialing":
        return paid, State.TRIALING, subscription_data.moment(data.get("trial_end"))
    return paid, State.ACTIVE, end


def unpaid_since(subscription: copies.Subscription, otherwise: datetime) -> datetime:
    """Return when the oldest invoice was made that a subscription has not paid."""
    unpaid = copies.Invoice.objects.filter(
        stripe_data__parent__subscription_details__subscription=subscription.id,
        stripe_data__status="open",
    )
    made = unpaid.order_by("created").values_list("created", flat=True).first()
    return made or otherwise
