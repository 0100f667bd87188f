"""Seats that follow the members of a team, and what is in the way of one more."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.billing import plans, standings, subscription_data
from apps.billing.conf import conf
from apps.billing.entitlements import entitlements
from apps.billing.money import money
from apps.billing.receivers import close_soon
from apps.billing.tasks import hand_over
from apps.team_billing import tasks
from apps.teams import queries
from apps.teams.scoping import in_team

if TYPE_CHECKING:
    from apps.teams.models import Team

LIMIT = "seats"
"""A plan that limits this key of ``LIMITS`` limits the members of a team."""

logger = logging.getLogger(__name__)


def follow_members(team: Team) -> None:
    """Pay for as many seats as there are members, once whoever came or went has done so."""
    account = conf.subjects.account_of(team)
    if account is not None and account.customer_id:
        key = str(account.pk)
        transaction.on_commit(lambda: hand_over(tasks.sync_account_seats, key))


def seat_notes(team: Team) -> list[str]:
    """Say what one more member costs, where members are paid for."""
    standing = standings.standing_of(conf.subjects.account_of(team))
    price = standing.present_price
    if price is None or not standing.present_plan.per_seat:
        return []
    amount = {"amount": money(price.amount, price.currency_code)}
    if price.interval == "year":
        text = _("One more member costs %(amount)s each year, before discounts and taxes.")
    else:
        text = _("One more member costs %(amount)s each month, before discounts and taxes.")
    if standing.state == standings.State.TRIALING:
        when = _("It is paid once the trial is over.")
    else:
        when = _("What is left of this period is charged on the day they join.")
    return [f"{text % amount} {when}"]


def seat_obstacles(team: Team) -> list[str]:
    """Say what is in the way of one more member."""
    if obstacles := _paused_obstacles(team):
        return obstacles
    if LIMIT not in plans.LIMITS:
        return []
    granted = entitlements(team)
    with in_team(team):
        wanted = queries.seats_in_use(team) + 1
    if granted.allows(LIMIT, wanted):
        return _following_obstacles(team, wanted)
    room = granted.limit(LIMIT) or 0
    text = ngettext(
        "The plan %(plan)s has room for %(count)d member. Change it under Billing first.",
        "The plan %(plan)s has room for %(count)d members. Change it under Billing first.",
        room,
    )
    return [text % {"plan": granted.plan.name, "count": room}]


def _paused_obstacles(team: Team) -> list[str]:
    """Say that nobody joins a paused plan while it may be used: Stripe bills no seats meanwhile."""
    standing = standings.standing_of(conf.subjects.account_of(team))
    if standing.state != standings.State.PAUSED or standing.until is None:
        return []
    if not standing.plan.per_seat:
        return []
    return [_("The subscription is paused. Resume it under Billing first.")]


def _following_obstacles(team: Team, wanted: int) -> list[str]:
    """Say whether a smaller plan that waits for the period to end has no room for so many."""
    standing = standings.standing_of(conf.subjects.account_of(team))
    following = standing.subscribed_plan if standing.kept else None
    room = following.limits.get(LIMIT, 0) if following else None
    if following is None or room is None or wanted <= room:
        return []
    text = ngettext(
        "The plan %(plan)s follows when the period ends, and has room for %(count)d member. Stay"
        " with the present plan under Billing first.",
        "The plan %(plan)s follows when the period ends, and has room for %(count)d members. Stay"
        " with the present plan under Billing first.",
        room,
    )
    return [text % {"plan": following.name, "count": room}]


def close_billing(team: Team) -> None:
    """Close what could still be paid for a team, once it is deleted."""
    account = conf.subjects.account_of(team)
    if account is not None:
        close_soon(account)


def deletion_obstacles(team: Team) -> list[str]:
    """Say what of billing is in the way of deleting a team."""
    subscription = standings.live_subscription(conf.subjects.account_of(team))
    if subscription is None or subscription_data.will_end(subscription.stripe_data):
        return []
    return [_("The team has a subscription. Cancel it under Billing first.")]
