"""One team, its money, and Stripe: what the machine acts on, and what it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import stripe
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse

from apps.accounts.tests.factories import MemberFactory
from apps.billing import plans, queries, standings
from apps.billing import tasks as billing_tasks
from apps.billing.conf import conf
from apps.billing.stripe_calls import BillingError, ConfirmationNeededError
from apps.billing.tests.catalogue import PLANS
from apps.billing.tests.paying import Payer
from apps.team_billing import tasks
from apps.teams.tests.factories import make_team
from dev.stripe_offline.store import the_store

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from djstripe import models as copies

    from apps.billing.tests.paying import Shop

State = standings.State
Post = Literal["at once", "late", "lost"]
DAY = 24 * 3600
A_PERIOD = 400
"""More days than a year has: until the period that runs is over."""

GOOD, BAD, ASKS = "pm_card_visa", "pm_card_chargeCustomerFail", "pm_card_authenticationRequired"
TRIES = 6
"""How often the stand-in sends a webhook that is refused."""


class Scene:
    """What there is, and how it stands.

    Attributes:
        shop: Stripe, and Django's client that its webhooks and pages come by.
        card: What the team pays with.
        acts: How much was done until now.
        post: Whether webhooks come at once, wait until somebody lets them come, or are lost.
        is_told: Whether the project knows all that happened at Stripe.
        owed: What the seats of all days so far are worth.
        paid_when_cancelled: What was paid when a cancellation was shown, unless more was wanted.
        bought: What each pack adds that was bought, by its charge or its session.
    """

    shop: Shop

    def set_up(self) -> None:
        """Make a team that has not bought anything."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.rows = the_store().dump()
        self.team, owner, _ = make_team(name="Blue Harbour")
        self.staff = MemberFactory.create(is_staff=True, is_superuser=True)
        self.people = Client()
        self.people.force_login(owner.user)
        self.account = conf.subjects.make_account(self.team)
        self.payer = Payer(self.shop, self.account)
        self.pages: list[str] = []
        self.card = GOOD
        self.acts = 0
        self.post: Post = "at once"
        self.is_told = True
        self.owed = 0.0
        self.paid_when_cancelled: int | None = None
        self.bought: dict[str, int] = {}

    def tear_down(self) -> None:
        """Leave all as it was."""
        if hasattr(self, "atomic"):
            plans.PLANS = PLANS  # type: ignore[misc]
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            the_store().load(self.rows)
            cache.clear()

    # Doing something, and hearing of it.

    def tries(self, do: Callable[[], Any], *, spends: bool = True) -> Any:
        """Do something that may be refused, and hear of what came of it."""
        before = self.paid_when_cancelled
        if spends:
            self.spends()
        try:
            done = do()
        except ConfirmationNeededError:
            done = None
        except BillingError:
            done, self.paid_when_cancelled = None, before
        self.hear()
        return done

    def spends(self) -> None:
        """Note that somebody wants to pay again."""
        self.paid_when_cancelled = None

    def hear(self) -> None:
        """Have what happened told, as webhooks come at present."""
        if self.post == "at once":
            self.shop.deliver()
            self.is_told = True
        else:
            self.is_told = False
            if self.post == "lost":
                for _ in range(TRIES):
                    self.shop.offline.collect(status=500)
        self.account.refresh_from_db()

    def hear_all(self, order: random.Random) -> None:
        """Have all that waits come, in any order, and some of it twice."""
        letters = self.shop.offline.collect()
        order.shuffle(letters)
        with TestCase.captureOnCommitCallbacks(execute=True):
            for letter in [*letters, *letters[: len(letters) // 3]]:
                reply = self.shop.client.post(
                    urlsplit(letter.url).path,
                    data=letter.body,
                    content_type=letter.headers["Content-Type"],
                    headers={"Stripe-Signature": letter.headers["Stripe-Signature"]},
                )
                assert reply.status_code == 200
        self.follow_up()

    def follow_up(self) -> None:
        """Do what is done each hour, by which what was lost is found as well."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            billing_tasks.follow_up_on_time()
            tasks.follow_seats()
        if self.post != "at once":
            with TestCase.captureOnCommitCallbacks(execute=True):
                billing_tasks.follow_up_on_time()
        self.is_told = True
        self.account.refresh_from_db()

    # How things stand.

    def now(self) -> int:
        """Return what time it is for the team."""
        return int(stripe.test_helpers.TestClock.retrieve(self.payer._clock.id).frozen_time)

    def seats_wait(self) -> bool:
        """Tell whether people joined who are not counted yet, as while a payment is open.

        They are within the hour, so no days may pass first.
        """
        return conf.subjects.seats_in_use(self.account) != self.standing().seats

    def days_left(self) -> float:
        """Return for how many days the present period goes on; many without a subscription."""
        items = (one.to_dict()["items"]["data"][0] for one in self.live())
        ends = [max(0, item["current_period_end"] - self.now()) / DAY for item in items]
        return max(ends, default=A_PERIOD)

    def standing(self) -> standings.Standing:
        """Return how the account stands."""
        return standings.standing_of(self.account)

    def open_invoices(self) -> list[copies.Invoice]:
        """Return what somebody was asked for and has not paid, as the project knows it."""
        return list(queries.invoices(self.account).filter(stripe_data__status="open"))

    def live(self) -> list[stripe.Subscription]:
        """Return the subscriptions that have not ended, by Stripe's own word."""
        return list(stripe.Subscription.list(customer=self.account.customer_id or "").data)

    def invoices(self, *states: str) -> list[stripe.Invoice]:
        """Return the team's invoices that are in one of some states."""
        found = stripe.Invoice.list(customer=self.account.customer_id or "", limit=100)
        return [one for one in found.auto_paging_iter() if one.status in states]

    def is_being_asked(self) -> bool:
        """Tell whether the team is being asked for something that it has not paid."""
        return bool(self.invoices("open", "draft"))

    def charges(self) -> set[str]:
        """Return every charge of the team's customer."""
        found = stripe.Charge.list(customer=self.account.customer_id or "", limit=100)
        return {one.id for one in found.auto_paging_iter()}

    def charged(self) -> int:
        """Return what was paid until now."""
        return self.payer.paid

    def has_credit(self) -> bool:
        """Tell whether something is kept for the next invoices."""
        return bool(stripe.Customer.retrieve(self.account.customer_id or "").balance)

    def page(self, name: str, **query: str) -> Any:
        """Return a page as the team's owner sees it."""
        return self.people.get(reverse(name), query, follow=True)

    def accrue(self, days: float) -> None:
        """Add what the seats of the coming days are worth, unless they are tried or still open."""
        standing = self.standing()
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
                if product_of(line) != "plan_pro":
                    continue
                start, end = line.period.start, max(line.period.end, line.period.start + 1)
                part = (
                    1.0 if is_one_off(line) else min(1.0, max(0.0, (now - start) / (end - start)))
                )
                total += line.amount * part
        return total


def is_one_off(line: Any) -> bool:
    """Tell whether a line is for seats that joined while a smaller plan waits: it has no period."""
    return bool(line.period.start == line.period.end)


def product_of(line: Any) -> str:
    """Return the product that a line of an invoice is about, or empty."""
    details = (line.to_dict().get("pricing") or {}).get("price_details") or {}
    return str(details.get("product") or "")


def plan_and_price(key: str, interval: str) -> tuple[Any, Any]:
    """Return a plan with its price, as it is sold now."""
    plan = standings.find_plan(key)
    assert plan is not None
    return plan, plan.price(interval)


def at_times(scene: Scene) -> bool:
    """Tell whether it is a step at which something else happens than what changes the state."""
    return scene.acts % 3 == 0


def while_it(scene: Scene, *states: State) -> bool:
    """Tell whether the team's plan is in one of some states."""
    return scene.standing().state in states
