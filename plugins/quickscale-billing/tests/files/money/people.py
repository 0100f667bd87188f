"""What people do with the money of their team."""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import stripe
from django.core.cache import cache
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from apps.billing import mirror, standings
from apps.billing.flows import (
    checkout,
    endings,
    pausing,
    payment_methods,
    plan_changes,
    purchases,
)
from apps.billing.stripe_calls import BillingError
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.paying import BACK, DONE
from apps.team_billing import seats, tasks
from apps.team_billing.tests.money import holding
from apps.team_billing.tests.money.scene import (
    A_PERIOD,
    ASKS,
    BAD,
    GOOD,
    Scene,
    State,
    at_times,
    plan_and_price,
    while_it,
)
from apps.teams.tests.factories import MembershipFactory
from dev.stripe_offline.store import the_store

if TYPE_CHECKING:
    from collections.abc import Callable

# Teams on the plan with seats, and those that pay by the year, have more that can go wrong.
PLANS = st.sampled_from(["pro", "pro", "starter"])
INTERVALS = st.sampled_from(["year", "year", "month"])


class _UndoneError(Exception):
    """What was tried is undone."""


GOING_ON = (State.ACTIVE, State.TRIALING, State.ENDING)

AFTER = st.sampled_from([0, 0, 0, 3, 31, 31, A_PERIOD])
"""Days that pass after an act, before anybody does something else."""


def act(**given: Any) -> Callable[[Callable[..., None]], Any]:
    """Make a rule of what somebody does, after which time may pass.

    Args:
        given: The strategies of what it takes.
    """

    def made(do: Callable[..., None]) -> Any:
        @wraps(do)
        def done(self: People, *arguments: Any, after: float = 0, **named: Any) -> None:
            do(self, *arguments, **named)
            if after:
                self.it_holds()
                self.time_passes(after)

        acts: Callable[[Any], Any] = rule(**given, after=AFTER)
        return acts(done)

    return made


class People(Scene):
    """What people do."""

    it_holds: Callable[[], None]
    time_passes: Callable[[float], None]

    @precondition(lambda self: while_it(self, State.FREE) or at_times(self))
    @act(plan=PLANS, interval=INTERVALS, is_paid=st.sampled_from([True, True, False]))
    def open_page(self, plan: str, interval: str, is_paid: bool) -> None:
        chosen, price = plan_and_price(plan, interval)
        with suppress(BillingError):
            page = checkout.subscribe(self.account, chosen, price, back=BACK, done=DONE)
            self.pages.append(page)
            if is_paid:
                self.pay(page, comes_back=True)

    @precondition(lambda self: self.pages)
    @act(data=st.data(), comes_back=st.booleans())
    def pay_page(self, data: st.DataObject, comes_back: bool) -> None:
        self.pay(data.draw(st.sampled_from(self.pages)), comes_back=comes_back)

    @precondition(lambda self: while_it(self, State.FREE))
    @act(plan=PLANS, interval=INTERVALS)
    def subscribe(self, plan: str, interval: str) -> None:
        self.open_page(plan, interval, is_paid=True)

    def pay(self, page: str, *, comes_back: bool) -> None:
        """Fill in a page of Checkout, if it is still open."""
        self.pages.remove(page)
        path = urlsplit(page).path
        reply = self.shop.client.post(path, {"card": GOOD, "email": "payer@example.com"})
        if reply.status_code == 302:
            self.spends()
            if comes_back:
                checkout_id = path.rstrip("/").rpartition("/")[2]
                purchases.fulfil(checkout_id)
            self.hear()

    @precondition(lambda self: while_it(self, *GOING_ON) or at_times(self))
    @act(plan=PLANS, interval=INTERVALS)
    def change_plan(self, plan: str, interval: str) -> None:
        chosen, price = plan_and_price(plan, interval)
        promised = holding.promise_of(self, plan, interval)
        before = self.charged()
        when = self.tries(lambda: plan_changes.change_plan(self.account, chosen, price))
        if when == "later":
            assert self.charged() == before
        elif when == "now" and promised is not None:
            assert self.charged() - before == max(0, promised) or self.has_credit()

    @precondition(lambda self: while_it(self, *GOING_ON) and not self.standing().kept)
    @act()
    def take_the_other_plan(self) -> None:
        standing = self.standing()
        interval = standing.price.interval if standing.price else "month"
        self.change_plan("starter" if standing.plan.key == "pro" else "pro", interval)

    @precondition(lambda self: at_times(self) and self.standing().kept)
    @act()
    def keep_plan(self) -> None:
        self.tries(lambda: plan_changes.keep_plan(self.account))

    @precondition(lambda self: self.is_being_asked() or at_times(self))
    @precondition(lambda self: self.standing().subscription)
    @act()
    def cancel(self) -> None:
        if self.tries(lambda: endings.cancel(self.account), spends=False) is not None:
            self.hear()
            self.paid_when_cancelled = self.payer.paid

    @precondition(lambda self: self.is_being_asked() or at_times(self))
    @precondition(lambda self: self.standing().subscription)
    @act()
    def cancel_in_portal(self) -> None:
        if held := standings.live_subscription(self.account):
            with suppress(stripe.InvalidRequestError):
                stripe.Subscription.modify(held.id, cancel_at="min_period_end")
                self.hear()
                self.paid_when_cancelled = self.payer.paid

    @precondition(lambda self: self.standing().state == State.ENDING)
    @act()
    def resume(self) -> None:
        self.tries(lambda: endings.resume(self.account))

    @precondition(lambda self: while_it(self, State.ACTIVE, State.TRIALING, State.PAUSED))
    @act()
    def pause_or_go_on(self) -> None:
        if while_it(self, State.PAUSED):
            self.unpause()
        else:
            self.pause()

    def pause(self) -> None:
        """Stop paying for a while."""
        self.tries(lambda: pausing.pause(self.account))

    def unpause(self) -> None:
        """Go on after a pause, for what the page says."""
        promised = None
        with suppress(BillingError):
            invoice = pausing.price_of_resuming(self.account)
            promised = invoice.amount_due if invoice else 0
        before = self.charged()

        def go_on() -> str:
            pausing.unpause(self.account)
            return "done"

        done = self.tries(go_on)
        if done and promised is not None:
            assert self.charged() - before == promised

    @act(count=st.integers(1, 5))
    def join(self, count: int) -> None:
        for _ in range(count):
            if not seats.seat_obstacles(self.team):
                MembershipFactory.create(team=self.team, role="member")
                self.spends()
        tasks.sync_account_seats(str(self.account.pk))
        self.hear()

    @precondition(lambda self: self.team.memberships.exclude(role="owner").exists())
    @act()
    def leave(self) -> None:
        member = self.team.memberships.exclude(role="owner").first()
        if member is not None:
            member.delete()
            tasks.sync_account_seats(str(self.account.pk))
            self.hear()

    @precondition(lambda self: not while_it(self, State.FREE) or at_times(self))
    @act()
    def the_card_fails_or_is_another(self) -> None:
        self.use(GOOD if self.card == BAD else BAD)

    @precondition(at_times)
    @act(card=st.sampled_from([GOOD, BAD, ASKS]))
    def use(self, card: str) -> None:
        self.card = card
        customer = self.account.customer_id or ""
        method = stripe.PaymentMethod.attach(card, customer=customer)
        mirror.refresh("customer", customer)
        mirror.refresh("payment_method", method.id)
        with suppress(BillingError):
            payment_methods.make_default(self.account, method.id)

    @precondition(lambda self: (self.card != BAD or at_times(self)) and self.open_invoices())
    @act()
    def pay_what_is_open(self) -> None:
        for invoice in self.open_invoices():
            self.tries(lambda: payment_methods.pay_invoice(self.account, invoice.id))  # noqa: B023

    @precondition(at_times)
    @act(is_gift=st.booleans())
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

    @precondition(at_times)
    @act(interval=INTERVALS)
    def look_at_prices(self, interval: str) -> None:
        holding.prices_shown_are_charged(self, interval)

    @precondition(at_times)
    @act()
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
