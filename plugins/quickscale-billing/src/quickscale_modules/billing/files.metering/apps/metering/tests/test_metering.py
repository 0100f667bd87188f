from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from apps.accounts.tests.factories import MemberFactory
from apps.billing import mirror, plans, standings
from apps.billing.entitlements import entitlements, forget
from apps.billing.flows import endings, plan_changes, previews
from apps.billing.flows.usage import LimitReachedError, consume, record_usage
from apps.billing.tests.test_plans import sync
from apps.billing.tests.test_subscriptions import choice
from apps.metering import checks, prices, reports, tasks
from apps.metering.catalog import MeteredPrice
from apps.metering.costs import Metered, metered_by, metered_items
from apps.metering.models import MeterEvent
from apps.metering.part import Metering
from apps.metering.tests.factories import MeterEventFactory
from apps.metering.words import unit_price
from dev.offline_billing.rows import remove_offline_rows

if TYPE_CHECKING:
    from django.test import Client

    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop

pytestmark = pytest.mark.django_db

State = MeterEvent.State


def starter_with(**changed: Any) -> dict[str, tuple[MeteredPrice, ...]]:
    """Return another metered price of the plan Starter."""
    values: dict[str, Any] = {"limit": "exports", "unit_amount": Decimal("12.5")} | changed
    return {"starter": (MeteredPrice(**values),)}


def use(account: Account, quantity: int, key: str = "first") -> None:
    """Use some exports, and have Stripe told."""
    record_usage(account.user, "exports", quantity, key=key)
    tasks.report_usage()


@pytest.mark.usefixtures("_metered", "stripe_offline")
class TestSync:
    def test_meter_and_prices_are_made_once(self) -> None:
        assert "create meter exports" in sync("--dry-run")
        assert stripe.billing.Meter.list().data == []

        assert "create price starter_exports_month_usd" in sync()

        assert sync() == "Stripe matches plans.py.\n"
        meter = stripe.billing.Meter.list().data[0]
        assert meter.default_aggregation.formula == "sum"
        key = "starter_exports_month_usd"
        price = stripe.Price.list(lookup_keys=[key], expand=["data.tiers"]).data[0]
        assert price.recurring is not None
        assert (price.recurring.usage_type, price.recurring.meter) == ("metered", meter.id)
        assert price.tiers is not None
        assert [tier.up_to for tier in price.tiers] == [100, None]

    def test_another_amount_is_a_new_price(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sync()
        monkeypatch.setattr(prices, "METERED", starter_with(unit_amount=15))

        said = sync()

        assert "create price starter_exports_month_usd" in said
        assert "archive price starter_exports_month_usd" in said
        assert "meter" not in said
        assert sync() == "Stripe matches plans.py.\n"

    def test_every_unit_may_be_paid(self, monkeypatch: pytest.MonkeyPatch) -> None:
        every = starter_with(unit_amount=3, above_limit=False)
        monkeypatch.setattr(prices, "METERED", every)

        sync()

        price = stripe.Price.list(lookup_keys=["starter_exports_month_usd"]).data[0]
        assert price.unit_amount == 3
        assert price.billing_scheme == "per_unit"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"limit": "wishes"}, "not in LIMITS"),
        ({"currency": "chf"}, "in which it has no price"),
        ({"unit_amount": 0}, "asks nothing"),
    ],
)
def test_mistakes_are_told_at_start(
    changed: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "PURCHASES", ())
    monkeypatch.setattr(prices, "METERED", starter_with(**changed))

    assert any(words in error.msg for error in checks.check_prices(None))


def test_what_cannot_be_metered_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    use = MeteredPrice(limit="exports", unit_amount=1)
    endless = [
        replace(plan, limits={"exports": None}) if plan.key == "starter" else plan
        for plan in plans.PLANS
    ]
    monkeypatch.setattr(plans, "PLANS", tuple(endless))
    monkeypatch.setattr(prices, "METERED", {"starter": (use, use), "gold": (use,)})

    said = " ".join(error.msg for error in checks.check_prices(None))

    assert "above a limit that it does not have" in said
    assert "2 times" in said
    assert "no plan 'gold'" in said
    assert "usage is paid already" in said  # the purchase of more exports


class TestLimits:
    def test_more_than_included_may_be_used_and_is_paid(
        self, metered_shop: Shop, account: Account
    ) -> None:
        metered_shop.subscribe(account, "starter")

        assert consume(account.user, "exports", 130, key="many")
        assert not consume(account.user, "exports", 130, key="many")

        event = MeterEvent.objects.get()
        assert event.usage.quantity == 130
        assert metered_by(standings.standing_of(account))["exports"].cost(130) == 375

    def test_where_every_unit_is_paid_the_limit_holds(
        self, shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        every = starter_with(unit_amount=3, above_limit=False)
        monkeypatch.setattr(prices, "METERED", every)
        monkeypatch.setattr(plans, "PURCHASES", ())
        sync()
        shop.subscribe(account, "starter")

        consume(account.user, "exports", 100, key="all")

        with pytest.raises(LimitReachedError):
            consume(account.user, "exports", key="more")
        assert metered_by(standings.standing_of(account))["exports"].cost(100) == 300

    def test_in_a_trial_the_limit_holds(self, metered_shop: Shop, account: Account) -> None:
        metered_shop.try_plan(account, "starter")

        consume(account.user, "exports", 100, key="all")

        assert not MeterEvent.objects.exists()
        with pytest.raises(LimitReachedError):
            consume(account.user, "exports", key="more")

    def test_without_a_subscription_nothing_is_paid(
        self, metered_shop: Shop, account: Account
    ) -> None:
        record_usage(account.user, "exports", key="first")

        assert not MeterEvent.objects.exists()
        assert not entitlements(account.user).paid

    def test_whoever_subscribed_before_keeps_their_prices(
        self, shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop.subscribe(account, "starter")
        monkeypatch.setattr(prices, "METERED", starter_with())
        forget(account)

        assert not entitlements(account.user).paid

    def test_what_was_added_by_hand_at_stripe_is_not_ours(
        self, metered_shop: Shop, account: Account
    ) -> None:
        standing = metered_shop.subscribe(account, "starter")
        meter = stripe.billing.Meter.list().data[0]
        price = stripe.Price.create(
            product="plan_pro",
            currency="usd",
            unit_amount=5,
            recurring={"interval": "month", "usage_type": "metered", "meter": meter.id},
        )
        assert standing.subscription is not None
        stripe.Subscription.modify(standing.subscription.id, items=[{"price": price.id}])
        mirror.refresh("subscription", standing.subscription.id)

        assert set(metered_by(standings.standing_of(account))) == {"exports"}
        assert standings.standing_of(account).plan.key == "starter"


class TestReports:
    @pytest.fixture
    def waiting(self, metered_shop: Shop, account: Account) -> MeterEvent:
        """Five exports of which Stripe is still to be told."""
        metered_shop.subscribe(account, "starter")
        record_usage(account.user, "exports", 5, key="first")
        return MeterEvent.objects.get()

    def told(self, account: Account) -> int:
        """Return how much usage Stripe would bill."""
        subscription = standings.live_subscription(account)
        assert subscription is not None
        lines = stripe.Invoice.create_preview(subscription=subscription.id).lines.data
        return sum(line.quantity or 0 for line in lines if "Exports" in (line.description or ""))

    def test_stripe_is_told_once(self, waiting: MeterEvent, account: Account) -> None:
        assert tasks.report_usage() == 1
        assert tasks.report_usage() == 0

        waiting.refresh_from_db()
        assert (waiting.state, waiting.may_have_come) == (State.SENT, False)
        assert self.told(account) == 5

    def test_without_a_worker_it_is_told_on_commit(
        self, metered_shop: Shop, account: Account
    ) -> None:
        metered_shop.subscribe(account, "starter")

        with TestCase.captureOnCommitCallbacks(execute=True):
            record_usage(account.user, "exports", 7, key="first")

        assert self.told(account) == 7

    def test_with_a_worker_it_waits_for_its_round(
        self, metered_shop: Shop, account: Account, settings: Any
    ) -> None:
        metered_shop.subscribe(account, "starter")
        settings.CELERY_TASK_ALWAYS_EAGER = False

        with TestCase.captureOnCommitCallbacks(execute=True):
            record_usage(account.user, "exports", 7, key="first")

        assert MeterEvent.objects.get().state == State.WAITING

    def test_a_command_tells_of_what_waits(self, waiting: MeterEvent, account: Account) -> None:
        output = StringIO()

        call_command("report_usage", stdout=output)

        assert output.getvalue() == "Reported 1 usage records.\n"
        assert self.told(account) == 5

    def test_what_stripe_has_already_is_done(self, waiting: MeterEvent, account: Account) -> None:
        reports.report(waiting.pk)
        MeterEvent.objects.update(state=State.WAITING, due_at=timezone.now())  # the answer was lost

        assert reports.report(waiting.pk)

        assert self.told(account) == 5

    def test_a_refusal_is_tried_again_later(self, waiting: MeterEvent, account: Account) -> None:
        meter = stripe.billing.Meter.list().data[0]
        stripe.billing.Meter.deactivate(meter.id)

        assert tasks.report_usage() == 0

        waiting.refresh_from_db()
        assert (waiting.attempts, waiting.may_have_come) == (1, False)
        assert "No active meter" in waiting.error
        assert waiting.due_at > timezone.now()
        assert tasks.report_usage() == 0

        stripe.billing.Meter.reactivate(meter.id)
        MeterEvent.objects.update(due_at=timezone.now())
        assert tasks.report_usage() == 1
        assert self.told(account) == 5

    def test_after_many_attempts_somebody_has_to_look(
        self, waiting: MeterEvent, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.BILLING_WEBHOOK_ATTEMPTS = 1
        monkeypatch.setattr(stripe, "api_base", "http://127.0.0.1:9")

        assert not reports.report(waiting.pk)

        waiting.refresh_from_db()
        assert waiting.state == State.FAILED
        assert waiting.may_have_come
        assert reports.may_be_sent_again(waiting)

    def test_what_may_have_come_long_ago_is_not_sent_again(self, waiting: MeterEvent) -> None:
        MeterEvent.objects.update(may_have_come=True, tried_at=timezone.now() - timedelta(days=2))

        assert tasks.report_usage() == 0

        waiting.refresh_from_db()
        assert waiting.state == State.FAILED
        assert not reports.may_be_sent_again(waiting)

    def test_a_worker_that_died_lets_go(self, waiting: MeterEvent, account: Account) -> None:
        soon = timezone.now() + timedelta(minutes=4)
        MeterEvent.objects.update(may_have_come=True, tried_at=timezone.now(), due_at=soon)
        assert tasks.report_usage() == 0

        MeterEvent.objects.update(due_at=timezone.now())

        assert tasks.report_usage() == 1
        assert self.told(account) == 5

    def test_staff_have_it_sent_again_on_record(
        self, waiting: MeterEvent, account: Account, client: Client
    ) -> None:
        MeterEvent.objects.update(state=State.FAILED, attempts=8)
        lost = MeterEventFactory.create(usage__account=account, state=State.FAILED)
        MeterEvent.objects.filter(pk=lost.pk).update(may_have_come=True)
        clerk = MemberFactory.create(is_staff=True, is_superuser=True)
        client.force_login(clerk)
        page = reverse("admin:metering_meterevent_changelist")
        answer = {"action": "send_again", "_selected_action": [str(waiting.pk), str(lost.pk)]}

        said = client.post(page, answer, follow=True).content.decode()

        assert "1 is sent again" in said
        assert "1 is left alone" in said
        waiting.refresh_from_db()
        assert waiting.sent_again_by == clerk.email
        assert tasks.report_usage() == 1


class TestInvoices:
    @pytest.fixture
    def clock(self, metered_shop: Shop, account: Account) -> str:
        """Somebody on Starter whose time is a test clock's."""
        made = stripe.test_helpers.TestClock.create(frozen_time=int(timezone.now().timestamp()))
        customer = stripe.Customer.create(email=account.email, test_clock=made.id)
        account.customer_id = customer.id
        account.save()
        metered_shop.subscribe(account, "starter")
        return made.id

    def test_usage_is_billed_when_the_period_ends(
        self, clock: str, metered_shop: Shop, account: Account
    ) -> None:
        use(account, 130)

        metered_shop.offline.advance(clock, 32)

        invoice = stripe.Invoice.list(customer=account.customer_id or "").data[0]
        assert invoice.total == 1900 + 375
        assert invoice.status == "paid"
        texts = [line.description or "" for line in invoice.lines.data]
        assert any("130" in text and "Exports" in text for text in texts)

        metered_shop.offline.advance(clock, 31)
        assert stripe.Invoice.list(customer=account.customer_id or "").data[0].total == 1900

    def test_usage_is_billed_when_a_subscription_ends(
        self, clock: str, metered_shop: Shop, account: Account
    ) -> None:
        use(account, 140)
        endings.cancel(account)

        metered_shop.offline.advance(clock, 32)

        invoice = stripe.Invoice.list(customer=account.customer_id or "").data[0]
        assert (invoice.total, invoice.status) == (500, "paid")


class TestPlanChanges:
    def test_a_larger_plan_settles_what_was_used(
        self, metered_shop: Shop, account: Account
    ) -> None:
        metered_shop.subscribe(account, "starter")
        use(account, 130)
        preview = previews.preview(account, *choice("pro"), 1)

        assert plan_changes.change_plan(account, *choice("pro")) == "now"

        invoice = stripe.Invoice.list(customer=account.customer_id or "").data[0]
        assert invoice.total == preview.due_now
        assert 375 in [line.amount for line in invoice.lines.data]
        now = metered_by(standings.standing_of(account))["exports"]
        assert (now.unit_amount, now.included) == (Decimal(2), 2000)

    def test_a_smaller_plan_meters_from_its_own_beginning(
        self, metered_shop: Shop, account: Account
    ) -> None:
        standing = metered_shop.subscribe(account, "pro")

        assert plan_changes.change_plan(account, *choice("starter")) == "later"
        assert metered_by(standings.standing_of(account))["exports"].included == 2000
        assert plan_changes.begin_smaller_plans() == 0

        assert standing.subscription is not None
        past = int((timezone.now() - timedelta(minutes=1)).timestamp())
        stripe.Subscription.modify(standing.subscription.id, metadata={"kept_until": str(past)})
        mirror.refresh("subscription", standing.subscription.id)
        assert plan_changes.begin_smaller_plans() == 1

        assert metered_by(standings.standing_of(account))["exports"].included == 100
        assert plan_changes.begin_smaller_plans() == 0

    def test_a_silent_stripe_puts_it_off(
        self, metered_shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        standing = metered_shop.subscribe(account, "pro")
        plan_changes.change_plan(account, *choice("starter"))
        assert standing.subscription is not None
        stripe.Subscription.modify(standing.subscription.id, metadata={"kept_until": "1"})
        mirror.refresh("subscription", standing.subscription.id)
        monkeypatch.setattr(stripe, "api_base", "http://127.0.0.1:9")

        assert plan_changes.begin_smaller_plans() == 0

    def test_a_year_meters_by_the_year(self, metered_shop: Shop, account: Account) -> None:
        metered_shop.subscribe(account, "starter")

        plan_changes.change_plan(account, *choice("starter", "year"))

        standing = standings.standing_of(account)
        items = metered_items(standing.subscription)
        assert [item["price"]["recurring"]["interval"] for item in items] == ["year"]

    def test_seats_leave_it_alone(self, metered_shop: Shop, account: Account) -> None:
        standing = metered_shop.subscribe(account, "pro")
        before = metered_items(standing.subscription)

        plan_changes.set_seats(account, 3)

        standing = standings.standing_of(account)
        assert standing.seats == 3
        assert [one["id"] for one in metered_items(standing.subscription)] == [
            one["id"] for one in before
        ]


class TestWords:
    def notes(self, account: Account, plan_key: str = "starter") -> tuple[str, str]:
        """Return what is said of exports before one subscribes, and after."""
        plan = standings.find_plan(plan_key)
        assert plan is not None
        standing = standings.standing_of(account)
        return (
            Metering().price_note(plan, plan.prices[0], "exports"),
            Metering().usage_note(account, standing, "exports"),
        )

    def test_what_is_paid_is_told_before_and_after(
        self, metered_shop: Shop, account: Account
    ) -> None:
        assert self.notes(account) == ("then $0.125 each", "")
        metered_shop.subscribe(account, "starter")
        assert self.notes(account)[1] == "100 are included, each further one is $0.125."

        consume(account.user, "exports", 130, key="many")

        said = "30 more than included, at $0.125 each: $3.75 so far, when the period ends."
        assert self.notes(account)[1] == said
        assert Metering().price_note(plans.PLANS[1], plans.PLANS[1].prices[0], "projects") == ""

    def test_every_unit_may_be_paid(
        self, shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(plans, "PURCHASES", ())
        monkeypatch.setattr(prices, "METERED", starter_with(unit_amount=3, above_limit=False))
        sync()
        shop.subscribe(account, "starter")

        consume(account.user, "exports", 10, key="many")

        so_far = "10 at $0.03 each: $0.30 so far, when the period ends."
        assert self.notes(account) == ("$0.03 each", so_far)


def test_what_the_stand_in_was_told_is_removed_with_its_customers(
    metered_shop: Shop, account: Account
) -> None:
    metered_shop.subscribe(account, "starter")
    record_usage(account.user, "exports", 5, key="first")
    other = MeterEventFactory.create()

    assert remove_offline_rows()["metering.MeterEvent"] == 1

    assert MeterEvent.objects.get() == other


@pytest.mark.parametrize(
    ("used", "included", "cost"), [(100, 100, 0), (101, 100, 13), (104, 100, 50), (4, None, 50)]
)
def test_costs_are_rounded_once(used: int, included: int | None, cost: int) -> None:
    metered = Metered(
        limit="exports",
        unit_amount=Decimal("12.5"),
        included=included,
        currency="usd",
        since=timezone.now(),
    )

    assert metered.cost(used) == cost


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (Decimal("0.5"), "usd", "$0.005"),
        (10, "usd", "$0.10"),
        (Decimal("12.50"), "eur", "€0.125"),
        (100, "usd", "$1"),
        (Decimal("0.25"), "jpy", "¥0.25"),
    ],
)
def test_unit_prices_read_well(amount: Decimal | int, currency: str, words: str) -> None:
    assert unit_price(amount, currency) == words
