"""Another plan, and more or fewer seats."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _
from djstripe import models as copies

from apps.billing import plans, queries, standings
from apps.billing.conf import conf
from apps.billing.flows import kept_plans
from apps.billing.flows.items import (
    changed_items,
    is_subscribed,
    other_items,
    seats_taken,
    with_seats,
)
from apps.billing.flows.room import check_room
from apps.billing.flows.running import (
    changing,
    check_changeable,
    going_on,
    update,
    update_and_pay,
)
from apps.billing.models import Account
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from apps.billing.catalog import Plan, PlanPrice

logger = logging.getLogger(__name__)


def is_downgrade(before: Plan, after: Plan) -> bool:
    """Tell whether a plan stands before another in ``PLANS``."""
    order = [plan.key for plan in plans.PLANS]
    return before.key in order and order.index(after.key) < order.index(before.key)


def change_plan(account: Account, plan: Plan, price: PlanPrice) -> Literal["now", "later"]:
    """Change to another plan: up at once, for a part of the price; down when the period ends.

    A downgrade is made at Stripe at once, without paying anything back, so that the next invoice is
    right whatever happens to this site until then. The larger plan is kept until the period ends.

    Returns:
        Whether the new plan counts now or later.

    Raises:
        BillingError: There is nothing to change, the plan is too small for what is in use, or
            Stripe did not let us.
    """
    with changing(account) as found:
        standing = found
        check_changeable(standing)
        check_room(account, plan)
        if standing.kept:
            # What is paid for already is not paid for again.
            stays = standing.kept.plan == plan and standing.kept.price.interval == price.interval
            if not stays and not is_downgrade(standing.kept.plan, plan):
                kept_plans.check_none_kept(standing)
            standing = kept_plans.take_back(account, standing, standing.kept)
        if is_subscribed(standing, plan, price):
            if params := going_on(standing):
                update(account, standing, params)
            return "now"
        return _change(account, standing, plan, price)


def _change(
    account: Account, standing: standings.Standing, plan: Plan, price: PlanPrice
) -> Literal["now", "later"]:
    down = is_downgrade(standing.plan, plan)
    interval = standing.price.interval if standing.price else price.interval
    if interval == "year" and price.interval == "month":
        raise BillingError(
            _("A year is paid already. Cancel it to subscribe by the month when it ends.")
        )
    if down and interval != price.interval:
        raise BillingError(_("A smaller plan keeps the billing interval. Choose the same one."))
    _check_card(account, standing, plan)
    items = changed_items(standing, plan, price, seats_of(account, standing, plan))
    params: dict[str, Any] = {**going_on(standing), **end_of_trial(standing, plan)}
    later = down and standing.state != standings.State.TRIALING
    if later:
        # What is paid beside the larger plan counts as long as it does.
        params |= {"items": items[:1], "proration_behavior": "none"}
        params["metadata"] = kept_plans.note(standing)
    else:
        params |= {"items": items, "proration_behavior": "always_invoice"}
        params["metadata"] = kept_plans.NOTHING
    (update if later else update_and_pay)(account, standing, params)
    return "later" if later else "now"


def _check_card(account: Account, standing: standings.Standing, plan: Plan) -> None:
    """See to it that a trial that began without a card goes on with one, where the plan asks.

    Raises:
        BillingError: There is none.
    """
    trying = standing.state == standings.State.TRIALING
    if trying and plan.trial_needs_card and not queries.payment_methods(account).exists():
        raise BillingError(
            _("%(plan)s needs a payment method. Add one first.") % {"plan": plan.name}
        )


def end_of_trial(standing: standings.Standing, plan: Plan) -> dict[str, Any]:
    """Return what ends a trial for a plan that cannot be tried."""
    trying = standing.state == standings.State.TRIALING
    return {"trial_end": "now"} if trying and not plan.days_of_trial else {}


def seats_of(account: Account, standing: standings.Standing, plan: Plan) -> int:
    """Return for how many seats an account would pay a plan: those in use, or those it bought."""
    if not plan.per_seat:
        return 1
    used = seats_taken(account)
    if conf.subjects.seats_follow or not standing.present_plan.per_seat:
        return used
    return max(used, standing.kept.seats if standing.kept else standing.seats)


def keep_plan(account: Account) -> None:
    """Take a downgrade back that waits for the period to end.

    Raises:
        BillingError: None waits, or Stripe did not let us.
    """
    with changing(account) as standing:
        if standing.kept is None:
            raise BillingError(_("No change of plan is scheduled."))
        kept_plans.take_back(account, standing, standing.kept)


def begin_smaller_plans() -> int:
    """Let all that is paid be as a smaller plan says, once the larger one's period is over.

    The plan itself has changed at Stripe already. Usage is paid when a period ends, so it is soon
    enough to do this at any time before the smaller plan's first period does.

    Returns:
        How many smaller plans began.
    """
    begun = 0
    noted = copies.Subscription.objects.filter(stripe_data__metadata__has_key="kept_plan")
    customers = noted.exclude(stripe_data__status__in=standings.ENDED).values("customer__id")
    for account in Account.objects.filter(customer_id__in=customers):
        standing = standings.standing_of(account)
        if standing.subscription is None or standing.kept or standing.price is None:
            continue
        try:
            items = other_items(standing.subscribed_plan, standing.price, standing.subscription)
            changes = {"metadata": kept_plans.NOTHING} | ({"items": items} if items else {})
            update(account, standing, changes)
        except BillingError:
            logger.exception("A smaller plan could not begin", extra={"account": str(account.pk)})
            continue
        begun += 1
    return begun


def set_seats(account: Account, seats: int) -> None:
    """Pay for another number of seats from now on; the rest of the period is settled at once.

    Raises:
        BillingError: The plan has no seats, there are more people than that, or Stripe refused.
    """
    with changing(account) as standing:
        check_changeable(standing)
        kept_plans.check_none_kept(standing)
        if not standing.subscribed_plan.per_seat:
            raise BillingError(_("This plan has one price, however many people use it."))
        if seats < seats_taken(account):
            raise BillingError(_("More people than that have a seat. Remove some of them first."))
        if seats != standing.seats:
            update_and_pay(account, standing, seats_changed(standing, seats))


def sync_seats(account: Account) -> bool:
    """Pay for as many seats as there are people, where the plan is per seat.

    They have a seat already, so a payment that fails is collected like every other one.

    Returns:
        Whether anything changed.
    """
    standing = standings.standing_of(account)
    if standing.subscription is None:
        return False
    if standing.kept:
        return kept_plans.follow_seats(account, standing, standing.kept)
    seats = seats_taken(account)
    if not standing.subscribed_plan.per_seat or seats == standing.seats:
        return False
    check_changeable(standing)
    update(account, standing, seats_changed(standing, seats))
    return True


def seats_changed(standing: standings.Standing, seats: int) -> dict[str, Any]:
    """Return what changes the number of seats; what that comes to is invoiced at once.

    Left to the next invoice, it would be paid after a year, or never where a pause voids that.

    Args:
        standing: How the account stands.
        seats: How many there are to be.
    """
    return {"items": [with_seats(standing, seats)], "proration_behavior": "always_invoice"}
