"""The machine: people, staff, Stripe's clock and webhooks act on a team's money at random."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import stripe
from django.core.cache import cache
from django.db import transaction
from djstripe import models as copies
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from apps.billing import mirror, plans, queries, standings, webhooks
from apps.billing.flows import (
    checkout,
    endings,
    pausing,
    payment_methods,
    plan_changes,
    plan_sync,
    purchases,
    staff,
)
from apps.billing.models import WebhookEvent
from apps.billing.stripe_calls import BillingError
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.paying import BACK, DONE
from apps.team_billing import seats, tasks
from apps.team_billing.tests.money import holding
from apps.team_billing.tests.money.scene import (
    ASKS,
    BAD,
    GOOD,
    Post,
    Scene,
    State,
    plan_and_price,
)
from apps.teams.tests.factories import MembershipFactory
from dev.stripe_offline.store import the_store

PLANS = st.sampled_from(["starter", "pro"])
INTERVALS = st.sampled_from(["month", "year"])
POST: st.SearchStrategy[Post] = st.sampled_from(["at once", "at once", "late", "lost"])


class _UndoneError(Exception):
    """What was tried is undone."""


class Money(Scene, RuleBasedStateMachine):
    """What happens to the money of one team."""

    def __init__(self) -> None:
        RuleBasedStateMachine.__init__(self)

    @initialize(plan=PLANS, interval=INTERVALS, is_subscribed=st.sampled_from([True, True, False]))
    def begin(self, plan: str, interval: str, is_subscribed: bool) -> None:
        self.set_up()
        self.use(GOOD)
        if is_subscribed:
            self.shop.subscribe(self.account, plan, interval)
            self.hear()

    def teardown(self) -> None:
        self.tear_down()

    # What people do.

    @rule(plan=PLANS, interval=INTERVALS)
    def open_page(self, plan: str, interval: str) -> None:
        chosen, price = plan_and_price(plan, interval)
        with suppress(BillingError):
            self.pages.append(checkout.subscribe(self.account, chosen, price, back=BACK, done=DONE))

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), comes_back=st.booleans())
    def pay_page(self, data: st.DataObject, comes_back: bool) -> None:
        page = data.draw(st.sampled_from(self.pages))
        self.pages.remove(page)
        path = urlsplit(page).path
        reply = self.shop.client.post(path, {"card": GOOD, "email": "payer@example.com"})
        if reply.status_code == 302:
            self.spends()
            if comes_back:
                checkout_id = path.rstrip("/").rpartition("/")[2]
                purchases.fulfil(checkout_id)
            self.hear()

    @rule(plan=PLANS, interval=INTERVALS)
    def change_plan(self, plan: str, interval: str) -> None:
        chosen, price = plan_and_price(plan, interval)
        promised = holding.promise_of(self, plan, interval)
        before = self.charged()
        when = self.tries(lambda: plan_changes.change_plan(self.account, chosen, price))
        if when == "later":
            assert self.charged() == before
        elif when == "now" and promised is not None:
            assert self.charged() - before == max(0, promised) or self.has_credit()

    @precondition(lambda self: self.standing().kept)
    @rule()
    def keep_plan(self) -> None:
        self.tries(lambda: plan_changes.keep_plan(self.account))

    @precondition(lambda self: self.standing().subscription)
    @rule()
    def cancel(self) -> None:
        if self.tries(lambda: endings.cancel(self.account), spends=False) is not None:
            self.hear()
            self.paid_when_cancelled = self.payer.paid

    @rule()
    def cancel_in_portal(self) -> None:
        if held := standings.live_subscription(self.account):
            with suppress(stripe.InvalidRequestError):
                stripe.Subscription.modify(held.id, cancel_at="min_period_end")
                self.hear()
                self.paid_when_cancelled = self.payer.paid

    @precondition(lambda self: self.standing().state == State.ENDING)
    @rule()
    def resume(self) -> None:
        self.tries(lambda: endings.resume(self.account))

    @precondition(lambda self: self.standing().state in (State.ACTIVE, State.TRIALING))
    @rule()
    def pause(self) -> None:
        self.tries(lambda: pausing.pause(self.account))

    @precondition(lambda self: self.standing().state == State.PAUSED)
    @rule()
    def unpause(self) -> None:
        promised = None
        with suppress(BillingError):
            invoice = pausing.price_of_resuming(self.account)
            promised = invoice.amount_due if invoice else 0
        before = self.charged()
        done = self.tries(lambda: pausing.unpause(self.account) or "done")
        if done and promised is not None:
            assert self.charged() - before == promised

    @rule(count=st.integers(1, 5))
    def join(self, count: int) -> None:
        for _ in range(count):
            if not seats.seat_obstacles(self.team):
                MembershipFactory.create(team=self.team, role="member")
        self.spends()
        tasks.sync_account_seats(str(self.account.pk))
        self.hear()

    @rule()
    def leave(self) -> None:
        member = self.team.memberships.exclude(role="owner").first()
        if member is not None:
            member.delete()
            tasks.sync_account_seats(str(self.account.pk))
            self.hear()

    @rule(card=st.sampled_from([GOOD, BAD, ASKS]))
    def use(self, card: str) -> None:
        customer = self.account.customer_id or ""
        method = stripe.PaymentMethod.attach(card, customer=customer)
        mirror.refresh("customer", customer)
        mirror.refresh("payment_method", method.id)
        with suppress(BillingError):
            payment_methods.make_default(self.account, method.id)

    @precondition(lambda self: self.open_invoices())
    @rule()
    def pay_what_is_open(self) -> None:
        for invoice in self.open_invoices():
            self.tries(lambda: payment_methods.pay_invoice(self.account, invoice.id))  # noqa: B023

    @rule(is_gift=st.booleans())
    def buy_pack(self, is_gift: bool) -> None:
        known = self.charges()
        page = checkout.buy(self.account, PACK, back=BACK, done=DONE)
        path = urlsplit(page).path
        if is_gift:
            coupon = stripe.Coupon.create(percent_off=100)
            promotion: Any = {"type": "coupon", "coupon": coupon.id}
            code = stripe.PromotionCode.create(promotion=promotion)
            self.shop.client.post(path, {"apply": "yes", "code": code.code})
        self.shop.client.post(path, {"card": GOOD, "email": "payer@example.com"})
        self.spends()
        (paid_by,) = {path} if is_gift else self.charges() - known
        self.bought[paid_by] = PACK.adds["exports"]
        self.hear()

    @rule(interval=INTERVALS)
    def look_at_prices(self, interval: str) -> None:
        holding.prices_shown_are_charged(self, interval)

    @rule()
    def somebody_without_a_customer_at_stripe_can_pay(self) -> None:
        """Have the customer vanish, see that another one is made, and undo all that."""
        rows = the_store().dump()
        with suppress(_UndoneError), transaction.atomic():
            stripe.Customer.delete(self.account.customer_id or "")
            self.shop.offline.collect()
            chosen, price = plan_and_price("pro", "month")
            assert checkout.subscribe(self.account, chosen, price, back=BACK, done=DONE)
            raise _UndoneError
        the_store().load(rows)
        cache.clear()
        self.account.refresh_from_db()

    # What staff do, here and in Stripe's dashboard.

    @rule(data=st.data(), part=st.sampled_from([0.3, 1.0]), is_sent_twice=st.booleans())
    def staff_refund(self, data: st.DataObject, part: float, is_sent_twice: bool) -> None:
        held = copies.Charge.objects.filter(customer__id=self.account.customer_id or "")
        charges = [one for one in held.order_by("created", "pk") if staff.refundable(one)]
        if not charges:
            return
        charge = data.draw(st.sampled_from(charges), label="charge")
        holding.is_paid_back(self, charge, part, is_sent_twice=is_sent_twice)

    @precondition(lambda self: self.standing().subscription)
    @rule()
    def staff_end_it_in_the_dashboard(self) -> None:
        for held in self.live():
            stripe.Subscription.cancel(held.id)
            self.paid_when_cancelled = self.payer.paid
        self.hear()

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

    @precondition(lambda self: plans.PLANS[-1].prices[0].amount == 4900)
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

    # What happens by itself.

    @rule(days=st.sampled_from([0.02, 1, 5, 14, 31, 90, 366]))
    def wait(self, days: float) -> None:
        moments = [days] if days <= 31 else [30.4] * round(days / 30.4)
        if not self.is_told:
            self.follow_up()
        for one in moments:
            self.accrue(one)
            self.shop.offline.advance(self.payer._clock.id, one)
            self.hear()
            self.follow_up()
            self.hear()
        if self.post != "at once":
            self.follow_up()

    @rule(days=st.sampled_from([14, 31, 31]))
    def a_month_passes(self, days: float) -> None:
        """Wait, so that time is moved on as often as people act."""
        self.wait(days)

    @rule(post=POST, seed=st.integers(0, 1000))
    def webhooks_come(self, post: Post, seed: int) -> None:
        """Have what waits come at last, in any order; from now on they come otherwise."""
        self.hear_all(random.Random(seed))  # noqa: S311 - an order
        self.post = post

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
            for check in holding.ALWAYS:
                check(self)
            if self.is_told:
                for check in holding.ONCE_TOLD:
                    check(self)
