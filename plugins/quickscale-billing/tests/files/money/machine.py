"""The machine: people, staff, Stripe's clock and webhooks act on a team's money at random."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from typing import Any

import stripe
from djstripe import models as copies
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from apps.billing import plans, queries, webhooks
from apps.billing.flows import plan_sync, staff
from apps.billing.models import WebhookEvent
from apps.team_billing.tests.money import holding
from apps.team_billing.tests.money.people import INTERVALS, PLANS, People
from apps.team_billing.tests.money.scene import (
    A_PERIOD,
    GOOD,
    Post,
    State,
    at_times,
    plan_and_price,
    while_it,
)

POST: st.SearchStrategy[Post] = st.sampled_from(["at once", "at once", "late", "lost"])


MONTH = 31
"""Days."""


class Money(People, RuleBasedStateMachine):
    """What happens to the money of one team.

    What brings it into another state, and time, come at every step; what can be done in every state
    comes at every third, so that a state lasts while something else happens in it.
    """

    def __init__(self) -> None:
        RuleBasedStateMachine.__init__(self)

    @initialize(
        plan=PLANS,
        interval=INTERVALS,
        is_subscribed=st.sampled_from([True, True, True, True, False]),
    )
    def begin(self, plan: str, interval: str, is_subscribed: bool) -> None:
        self.set_up()
        self.use(GOOD)
        if is_subscribed:
            self.shop.subscribe(self.account, plan, interval)
            self.hear()

    def teardown(self) -> None:
        self.tear_down()

    # What staff do, here and in Stripe's dashboard.

    @precondition(at_times)
    @rule(data=st.data(), part=st.sampled_from([0.3, 1.0]), is_sent_twice=st.booleans())
    def staff_refund(self, data: st.DataObject, part: float, is_sent_twice: bool) -> None:
        held = copies.Charge.objects.filter(customer__id=self.account.customer_id or "")
        charges = [one for one in held.order_by("created", "pk") if staff.refundable(one)]
        if not charges:
            return
        charge = data.draw(st.sampled_from(charges), label="charge")
        holding.is_paid_back(self, charge, part, is_sent_twice=is_sent_twice)

    @precondition(lambda self: at_times(self) and self.standing().subscription)
    @rule()
    def staff_end_it_in_the_dashboard(self) -> None:
        for held in self.live():
            stripe.Subscription.cancel(held.id)
            self.paid_when_cancelled = self.payer.paid
        self.hear()

    # Stripe pays back what is asked for, paid or not, and the rest of a period that a pause left
    # unpaid: staff wait until it is paid, as Billing does.
    @precondition(lambda self: at_times(self) and not self.is_being_asked())
    @precondition(lambda self: not (while_it(self, State.PAUSED) and self.standing().plan.is_free))
    @precondition(lambda self: self.standing().subscription)
    @rule(plan=PLANS, interval=INTERVALS)
    def staff_change_it_in_the_dashboard(self, plan: str, interval: str) -> None:
        chosen, price = plan_and_price(plan, interval)
        for held in self.live():
            items: Any = [
                {
                    "id": held.to_dict()["items"]["data"][0]["id"],
                    "price": queries.price_id(chosen.lookup_key(price)),
                }
            ]
            self.spends()
            with suppress(stripe.StripeError):
                stripe.Subscription.modify(
                    held.id, items=items, proration_behavior="always_invoice"
                )
        self.hear()

    @precondition(lambda self: at_times(self) and plans.PLANS[-1].prices[0].amount == 4900)
    @rule()
    def staff_sell_dearer(self) -> None:
        """Raise every price: whoever pays already keeps theirs."""
        dearer = [
            replace(plan, prices=tuple(replace(it, amount=it.amount + 1000) for it in plan.prices))
            for plan in plans.PLANS
        ]
        plans.PLANS = tuple(dearer)  # type: ignore[misc]
        plan_sync.apply(plan_sync.plan_steps())
        self.hear()

    # What random steps seldom come to, though much can go wrong on the way.

    @precondition(at_times)
    @rule(is_gift=st.booleans(), days=st.sampled_from([1, MONTH]))
    def a_purchase_is_never_told(self, is_gift: bool, days: float) -> None:
        """Buy a pack of which no webhook comes."""
        self.webhooks_come("lost", 1)
        self.buy_pack(is_gift)
        self.wait(days)

    @precondition(lambda self: while_it(self, State.ACTIVE) and not self.standing().kept)
    @precondition(lambda self: self.standing().plan.key == "pro")
    @rule(count=st.integers(3, 5), days=st.sampled_from([MONTH, 90, 90]))
    def people_join_while_a_smaller_plan_waits(self, count: int, days: float) -> None:
        """Ask for the smaller plan, go on as before, and stay with the larger one after all."""
        self.take_the_other_plan()
        self.it_holds()
        self.join(count)
        self.wait(min(days, self.days_left()))
        if self.standing().kept:
            self.keep_plan()

    @precondition(lambda self: at_times(self) and self.live())
    @precondition(lambda self: plans.PLANS[-1].prices[0].amount == 4900)
    @rule(interval=INTERVALS)
    def prices_rise_and_are_looked_at(self, interval: str) -> None:
        """Raise every price, and see what pages say to whoever pays already."""
        self.staff_sell_dearer()
        self.look_at_prices(interval)

    # What happens by itself.

    @rule(days=st.sampled_from([0.02, 1, 3, 14, 31, 90, A_PERIOD]))
    def time_passes(self, days: float) -> None:
        """Let time pass, not beyond the next day on which something comes of it by itself."""
        if while_it(self, State.PAST_DUE):
            days = min(days, 3)  # Stripe tries to collect it again
        self.wait(min(days, self.days_left() + 1))

    @precondition(lambda self: at_times(self) or not self.standing().kept)
    @precondition(lambda self: self.live() and not while_it(self, State.PAST_DUE))
    @rule(more=st.sampled_from([-0.02, 0, 0.02]))
    def the_period_ends(self, more: float) -> None:
        """Wait until then, a bit less, or a bit more: an invoice is a draft for an hour."""
        self.wait(max(0, self.days_left() + more))

    def wait(self, days: float) -> None:
        """Let days pass, in steps that end with a period: the seats of all days are known."""
        if not self.is_told or self.seats_wait():
            self.follow_up()
        while days > 0:
            moment = min(days, max(self.days_left(), MONTH))
            days -= moment
            self.accrue(moment)
            self.shop.offline.advance(self.payer._clock.id, moment)
            self.hear()
            self.follow_up()
            self.hear()
        if self.post != "at once":
            self.follow_up()

    @rule(post=POST, seed=st.integers(0, 1000))
    def webhooks_come(self, post: Post, seed: int) -> None:
        """Have what waits come at last, in any order; from now on they come otherwise."""
        self.hear_all(random.Random(seed))  # noqa: S311 - an order
        self.post = post

    @precondition(at_times)
    @rule()
    def webhooks_are_sent_twice(self) -> None:
        for event in stripe.Event.list(limit=5).data:
            for kept in WebhookEvent.objects.filter(pk=event.id):
                webhooks.replay(kept)
                webhooks.process(kept.pk)

    # What holds all the time.

    @invariant()
    def it_holds(self) -> None:
        if hasattr(self, "payer"):
            self.acts += 1
            for check in holding.ALWAYS:
                check(self)
            if self.is_told:
                for check in holding.ONCE_TOLD:
                    check(self)
