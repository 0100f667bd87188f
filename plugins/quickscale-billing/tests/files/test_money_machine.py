"""Runs inside a project: people, Stripe's clock and webhooks act on a team's money at random.

``MONEY_MACHINE`` says how many runs of how many steps there are, ``MONEY_MACHINE_SEED`` with which
seed, and ``MONEY_MACHINE_FAULT`` which mend is taken back, so that it can be seen to be found.
"""

from __future__ import annotations

import os
import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import stripe
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from apps.billing import mirror, queries, standings, webhooks
from apps.billing import tasks as billing_tasks
from apps.billing.conf import conf
from apps.billing.flows import (
    checkout,
    customers,
    endings,
    kept_plans,
    pausing,
    payment_methods,
    plan_changes,
    previews,
    purchases,
)
from apps.billing.models import UsageRecord, WebhookEvent
from apps.billing.stripe_calls import BillingError, ConfirmationNeededError
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.paying import BACK, DONE, Payer
from apps.team_billing import seats, tasks
from apps.teams.tests.factories import MembershipFactory, make_team
from dev.stripe_offline.store import the_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.billing.tests.paying import Shop

State = standings.State
DAY = 24 * 3600
PLANS = st.sampled_from(["starter", "pro"])
INTERVALS = st.sampled_from(["month", "year"])
GOOD, BAD, ASKS = "pm_card_visa", "pm_card_chargeCustomerFail", "pm_card_authenticationRequired"
RUNS, STEPS = (int(part) for part in os.environ.get("MONEY_MACHINE", "8,25").split(","))


class _UndoneError(Exception):
    """What was tried is undone."""


class Money(RuleBasedStateMachine):
    """What happens to the money of one team."""

    shop: Shop

    @initialize(plan=PLANS, interval=INTERVALS, is_subscribed=st.booleans())
    def begin(self, plan: str, interval: str, is_subscribed: bool) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.rows = the_store().dump()
        self.team = make_team(name="Blue Harbour")[0]
        self.account = conf.subjects.make_account(self.team)
        self.payer = Payer(self.shop, self.account)
        self.pages: list[str] = []
        self.owed = 0.0
        self.paid_when_cancelled: int | None = None
        self.packs = 0
        self.use(GOOD)
        if is_subscribed:
            self.shop.subscribe(self.account, plan, interval)
            self.hear()

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            the_store().load(self.rows)
            cache.clear()

    # What people do.

    @rule(plan=PLANS, interval=INTERVALS)
    def open_page(self, plan: str, interval: str) -> None:
        chosen, price = _plan(plan, interval)
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
        chosen, price = _plan(plan, interval)
        standing = standings.standing_of(self.account)
        promised = None
        with suppress(BillingError):
            number = plan_changes.seats_of(self.account, standing, chosen)
            promised = previews.preview(self.account, chosen, price, number).due_now
        before = self.charged()
        when = self.tries(lambda: plan_changes.change_plan(self.account, chosen, price))
        if when == "later":
            assert self.charged() == before
        elif when == "now" and promised is not None:
            assert self.charged() - before == max(0, promised) or self.has_credit()

    @rule()
    def keep_plan(self) -> None:
        self.tries(lambda: plan_changes.keep_plan(self.account))

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

    @rule()
    def resume(self) -> None:
        self.tries(lambda: endings.resume(self.account))

    @rule()
    def pause(self) -> None:
        self.tries(lambda: pausing.pause(self.account))

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

    @rule()
    def pay_what_is_open(self) -> None:
        for invoice in queries.invoices(self.account).filter(stripe_data__status="open"):
            self.tries(lambda: payment_methods.pay_invoice(self.account, invoice.id))  # noqa: B023

    @rule(is_refunded=st.booleans(), is_gift=st.booleans())
    def buy_pack(self, is_refunded: bool, is_gift: bool) -> None:
        page = checkout.buy(self.account, PACK, back=BACK, done=DONE)
        path = urlsplit(page).path
        if is_gift:
            coupon = stripe.Coupon.create(percent_off=100)
            promotion: Any = {"type": "coupon", "coupon": coupon.id}
            code = stripe.PromotionCode.create(promotion=promotion)
            self.shop.client.post(path, {"apply": "yes", "code": code.code})
        self.shop.client.post(path, {"card": GOOD, "email": "payer@example.com"})
        self.spends()
        self.hear()
        if is_refunded and not is_gift:
            charge = stripe.Charge.list(customer=self.account.customer_id or "").data[0]
            stripe.Refund.create(charge=charge.id)
            self.hear()
        else:
            self.packs += 1

    @rule()
    def somebody_without_a_customer_at_stripe_can_pay(self) -> None:
        """Have the customer vanish, see that another one is made, and undo all that."""
        rows = the_store().dump()
        with suppress(_UndoneError), transaction.atomic():
            stripe.Customer.delete(self.account.customer_id or "")
            self.shop.offline.collect()
            chosen, price = _plan("pro", "month")
            assert checkout.subscribe(self.account, chosen, price, back=BACK, done=DONE)
            raise _UndoneError
        the_store().load(rows)
        cache.clear()
        self.account.refresh_from_db()

    # What happens by itself.

    @rule(days=st.sampled_from([0.02, 1, 5, 14, 31, 90, 366]))
    def wait(self, days: float) -> None:
        moments = [days] if days <= 31 else [30.4] * round(days / 30.4)
        for one in moments:
            self.accrue(one)
            self.shop.offline.advance(self.payer._clock.id, one)
            self.hear()
            billing_tasks.follow_up_on_time()
            tasks.follow_seats()
            self.hear()

    @rule()
    def webhooks_are_sent_twice(self) -> None:
        for event in stripe.Event.list(limit=5).data:
            for kept in WebhookEvent.objects.filter(pk=event.id):
                webhooks.replay(kept)
                webhooks.process(kept.pk)

    # What holds all the time.

    @invariant()
    def there_is_one_subscription(self) -> None:
        if hasattr(self, "payer"):
            assert len(self.live()) <= 1

    @invariant()
    def what_may_be_used_is_paid(self) -> None:
        standing = self.standing()
        if standing is None or standing.subscription is None or standing.plan.is_free:
            return
        data = standing.subscription.stripe_data
        if data["status"] in ("trialing", "past_due"):
            return
        now = self.now()
        paid = {
            _product(line)
            for invoice in self.invoices("paid", "draft", "open")
            for line in invoice.lines.data
            if line.period.start <= now < line.period.end
            and (invoice.status == "paid" or now - invoice.created <= 2 * 3600)
        }
        assert standing.plan.product_id in paid, (standing.plan.key, standing.state, paid)

    @invariant()
    def nothing_is_charged_after_a_cancellation(self) -> None:
        if hasattr(self, "payer") and self.paid_when_cancelled is not None:
            assert self.payer.paid <= self.paid_when_cancelled

    @invariant()
    def seats_in_use_are_paid(self) -> None:
        if self.standing() is not None:
            assert self.served() + 200 + 0.02 * self.owed >= self.owed, (self.served(), self.owed)

    @invariant()
    def what_was_bought_stays(self) -> None:
        if hasattr(self, "payer"):
            held = UsageRecord.objects.filter(account=self.account, quantity=-100)
            assert held.exclude(key__startswith="carried-").count() == self.packs

    # How things stand.

    def tries(self, do: Callable[[], Any], *, spends: bool = True) -> Any:
        if spends:
            self.spends()
        try:
            done = do()
        except ConfirmationNeededError:
            done = None
        except BillingError:
            done = None
        self.hear()
        return done

    def spends(self) -> None:
        self.paid_when_cancelled = None

    def hear(self) -> None:
        self.shop.deliver()
        self.account.refresh_from_db()

    def now(self) -> int:
        return int(stripe.test_helpers.TestClock.retrieve(self.payer._clock.id).frozen_time)

    def standing(self) -> standings.Standing | None:
        return standings.standing_of(self.account) if hasattr(self, "payer") else None

    def live(self) -> list[stripe.Subscription]:
        return list(stripe.Subscription.list(customer=self.account.customer_id or "").data)

    def invoices(self, *states: str) -> list[stripe.Invoice]:
        found = stripe.Invoice.list(customer=self.account.customer_id or "", limit=100)
        return [one for one in found.auto_paging_iter() if one.status in states]

    def charged(self) -> int:
        return self.payer.paid

    def has_credit(self) -> bool:
        return bool(stripe.Customer.retrieve(self.account.customer_id or "").balance)

    def accrue(self, days: float) -> None:
        """Add what the seats of the coming days are worth, unless they are tried or still open."""
        standing = standings.standing_of(self.account)
        price = standing.present_price
        held = standing.subscription
        if held is None or price is None or not standing.plan.per_seat:
            return
        if standing.state not in (State.ACTIVE, State.ENDING):
            return
        data = held.stripe_data
        if data["status"] != "active" or self.invoices("open", "draft"):
            return
        end = standing.item["current_period_end"]
        whole = end - standing.item["current_period_start"]
        used = min(days * DAY, max(0, end - self.now()))
        self.owed += conf.subjects.seats_in_use(self.account) * price.amount * used / whole

    def served(self) -> float:
        """Return what of all that was paid is for the time until now."""
        now, total = self.now(), 0.0
        for invoice in self.invoices("paid"):
            for line in invoice.lines.data:
                if _product(line) != "plan_pro":
                    continue
                start, end = line.period.start, max(line.period.end, line.period.start + 1)
                part = (
                    1.0 if _is_one_off(line) else min(1.0, max(0.0, (now - start) / (end - start)))
                )
                total += line.amount * part
        return total


def _is_one_off(line: Any) -> bool:
    """Tell whether a line is for seats that joined while a smaller plan waits: it has no period."""
    return bool(line.period.start == line.period.end)


def _product(line: Any) -> str:
    details = (line.to_dict().get("pricing") or {}).get("price_details") or {}
    return str(details.get("product") or "")


def _plan(key: str, interval: str) -> tuple[Any, Any]:
    plan = standings.find_plan(key)
    assert plan is not None
    return plan, plan.price(interval)


def _unpaid_pauses(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pausing, "_begins_anew", lambda _standing: False)


def _second_subscriptions(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkout, "_check_unsubscribed", lambda _account: None)
    patch.setattr(purchases, "end_surplus", lambda _account: 0)
    patch.setattr(webhooks, "end_surplus", lambda _account: 0)


def _free_seats(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kept_plans, "follow_seats", lambda _account, _standing: False)


def _late_charges(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(endings, "_is_paid", lambda _standing: True)
    patch.setattr(endings, "end_if_unpaid", lambda _account, _data: None)


def _lost_gifts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(purchases, "is_settled", lambda session: session.payment_status == "paid")


def _lost_customers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(customers, "is_missing", lambda _error: False)


FAULTS = {
    "unpaid_pauses": _unpaid_pauses,
    "second_subscriptions": _second_subscriptions,
    "free_seats": _free_seats,
    "late_charges": _late_charges,
    "lost_gifts": _lost_gifts,
    "lost_customers": _lost_customers,
}
"""Mends that are taken back."""


SCENES: dict[str, tuple[tuple[Any, ...], ...]] = {
    "unpaid_pauses": (("pause",), ("wait", 31), ("unpause",)),
    "free_seats": (("change_plan", "starter", "year"), ("join", 5), ("wait", 90)),
    "late_charges": (("use", BAD), ("wait", 31), ("cancel",), ("use", GOOD), ("wait", 5)),
    "lost_gifts": (("buy_pack", False, True),),
    "lost_customers": (("somebody_without_a_customer_at_stripe_can_pay",),),
}
"""The fewest steps to a fault."""


@pytest.mark.parametrize("is_broken", [False, True])
@pytest.mark.parametrize("fault", SCENES)
def test_what_holds_is_missed_without_its_mend(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, fault: str, is_broken: bool
) -> None:
    if is_broken:
        FAULTS[fault](monkeypatch)
    machine = Money()
    machine.shop = shop
    is_missed = False
    try:
        machine.begin("pro", "year" if fault == "free_seats" else "month", is_subscribed=True)
        for name, *arguments in SCENES[fault]:
            getattr(machine, name)(*arguments)
            machine.there_is_one_subscription()
            machine.what_may_be_used_is_paid()
            machine.nothing_is_charged_after_a_cancellation()
            machine.seats_in_use_are_paid()
            machine.what_was_bought_stays()
    except (AssertionError, BillingError):
        is_missed = True
    finally:
        machine.teardown()
    assert is_missed == is_broken


def test_money(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault := os.environ.get("MONEY_MACHINE_FAULT"):
        FAULTS[fault](monkeypatch)

    class Running(Money):
        pass

    Running.shop = shop
    chosen = int(os.environ.get("MONEY_MACHINE_SEED", "1"))
    random.seed(chosen)
    seed(chosen)(Running)
    run_state_machine_as_test(
        Running,
        settings=settings(
            database=None,
            deadline=None,
            derandomize=False,
            max_examples=RUNS,
            phases=[Phase.generate, Phase.shrink] if "SHRINK" in os.environ else [Phase.generate],
            print_blob=False,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.normal,
        ),
    )
