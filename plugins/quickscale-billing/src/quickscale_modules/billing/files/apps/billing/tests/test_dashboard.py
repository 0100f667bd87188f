"""What the dashboard shows of what is paid and used."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.billing import dashboard
from apps.billing.entitlements import Entitlements
from apps.billing.standings import State
from apps.billing.tests.factories import UsageRecordFactory

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.billing.models import Account
    from apps.billing.tests.paying import Payer, Shop
    from apps.pages.dashboard import Number

pytestmark = pytest.mark.django_db

TROUBLE = {State.PAST_DUE, State.SUSPENDED, State.INCOMPLETE}


def request_of(account: Account) -> HttpRequest:
    assert account.user is not None
    request = RequestFactory().get("/dashboard/")
    request.user = account.user
    return request


def use(account: Account, ago: float, quantity: int) -> None:
    """Let an account have used something so many days ago."""
    used_at = timezone.now() - timedelta(days=ago)
    UsageRecordFactory.create(account=account, quantity=quantity, used_at=used_at)


def exports(account: Account) -> Number:
    """Return the number on the dashboard that is about exports."""
    (number,) = dashboard.usage(request_of(account))
    return number


class TestPlan:
    def test_one_is_to_be_chosen_until_there_is_one(self, shop: Shop, account: Account) -> None:
        assert dashboard.has_plan(request_of(account)) is False
        assert dashboard.next_invoice(request_of(account)) == []

        shop.subscribe(account)

        assert dashboard.has_plan(request_of(account)) is True

    def test_the_next_invoice_is_told_with_its_day(self, shop: Shop, account: Account) -> None:
        standing = shop.subscribe(account)

        (number,) = dashboard.next_invoice(request_of(account))

        assert number.value == "$49"
        assert "Pro" in number.hint
        assert standing.until is not None
        assert str(timezone.localtime(standing.until).year) in number.hint


class TestTasks:
    @pytest.mark.parametrize("state", State)
    def test_each_state_that_ends_or_fails_is_one(self, account: Account, state: State) -> None:
        request = request_of(account)
        until = timezone.now() + timedelta(days=3)
        request._entitlements = Entitlements(  # type: ignore[attr-defined]
            plan_key="pro", state=state, period_start=timezone.now(), until=until
        )

        tasks = dashboard.tasks(request)

        assert len(tasks) == (state not in {State.FREE, State.ACTIVE})
        assert all(task.urgent == (state in TROUBLE) for task in tasks)

    def test_a_paused_plan_may_end_on_no_day(self, account: Account) -> None:
        request = request_of(account)
        entitlements = Entitlements(
            plan_key="pro", state=State.PAUSED, period_start=timezone.now(), until=None
        )
        request._entitlements = entitlements  # type: ignore[attr-defined]
        assert dashboard.tasks(request)[0].detail == ""

        request._entitlements = replace(  # type: ignore[attr-defined]
            entitlements, until=timezone.now()
        )
        assert "works until" in dashboard.tasks(request)[0].detail


class TestUsage:
    def test_nobody_used_nothing(self, account: Account) -> None:
        assert dashboard.usage(request_of(account)) == []
        assert dashboard.usage_chart(request_of(account)) is None

    def test_it_is_compared_with_the_thirty_days_before(self, account: Account) -> None:
        use(account, 45, 40)
        use(account, 12, 20)
        use(account, 0, 10)

        number = exports(account)

        assert (number.trend, number.change) == ("down", "25 %")
        assert "of 5" in number.hint

    def test_without_a_before_there_is_no_trend(self, account: Account) -> None:
        use(account, 0, 10)

        assert (exports(account).trend, exports(account).value) == ("level", "10")

    def test_what_was_bought_on_top_is_no_usage(self, account: Account) -> None:
        use(account, 45, 10)
        use(account, 0, 15)
        use(account, 0, -100)

        assert (exports(account).value, exports(account).trend) == ("0", "up")
        chart = dashboard.usage_chart(request_of(account))
        assert chart is not None
        assert chart.top == 15

    def test_a_chart_has_a_value_for_each_day(self, account: Account) -> None:
        use(account, 2, 7)
        use(account, 2, 5)
        use(account, 40, 90)

        chart = dashboard.usage_chart(request_of(account))

        assert chart is not None
        assert len(chart.points) == 30
        assert sum(point.value for point in chart.points) == 12
        assert chart.points[-3].value == 12
        assert "12 in the last 30 days" in chart.summary

    def test_an_unlimited_plan_says_so(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        UsageRecordFactory.create(account=account, limit="projects")

        assert exports(account).hint == "without limit"


class TestActivity:
    def test_paid_and_failed_invoices_are_told(self, payer: Payer) -> None:
        payer.shop.subscribe(payer.account)
        (paid,) = dashboard.activity(request_of(payer.account))
        assert "$49 was paid" in paid.text

        payer.lose_the_card()
        payer.wait(31)

        told = [one.text for one in dashboard.activity(request_of(payer.account))]
        assert any("$49 failed" in text for text in told)
        assert dashboard.tasks(request_of(payer.account))[0].urgent

    def test_before_the_first_purchase_there_is_none(self, account: Account) -> None:
        assert dashboard.activity(request_of(account)) == []


def test_no_part_asks_more_than_once(shop: Shop, account: Account) -> None:
    shop.subscribe(account)
    use(account, 0, 3)
    request = request_of(account)
    dashboard.has_plan(request)  # what the shell asks on every page
    parts = (
        dashboard.usage,
        dashboard.next_invoice,
        dashboard.usage_chart,
        dashboard.tasks,
        dashboard.activity,
    )

    with CaptureQueriesContext(connection) as asked:
        for part in parts:
            part(request)

    assert len(asked) <= len(parts)
