"""Calls by key are part of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from rest_framework.exceptions import Throttled

from apps.accounts.tests.factories import MemberFactory
from apps.api.quota import BLOCK, LIMIT, spend_call
from apps.api.tests.factories import client_with, key_of
from apps.billing.entitlements import entitlements
from apps.billing.flows.usage import record_usage
from apps.billing.models import UsageRecord

if TYPE_CHECKING:
    from django.http import HttpRequest
    from pytest_django import DjangoAssertNumQueries, Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people_pay(settings: Settings) -> None:
    cache.clear()
    settings.BILLING_SUBJECTS = "apps.billing.subjects.UserSubjects"


@pytest.fixture
def request_by_key() -> HttpRequest:
    request = RequestFactory().get("/api/v1/me/")
    request.user = MemberFactory.create()
    return request


def spent(user: Any) -> int:
    """Return how many calls were taken out of somebody's plan."""
    return sum(UsageRecord.objects.filter(account__user=user).values_list("quantity", flat=True))


def test_calls_are_taken_out_of_the_plan_a_block_at_a_time(
    request_by_key: HttpRequest, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    spend_call(request_by_key)
    with django_assert_num_queries(0):
        for _ in range(BLOCK - 1):
            spend_call(request_by_key)
    assert spent(request_by_key.user) == BLOCK

    spend_call(request_by_key)

    assert spent(request_by_key.user) == 2 * BLOCK


def test_the_last_calls_of_a_plan_are_counted_one_by_one(request_by_key: HttpRequest) -> None:
    user: Any = request_by_key.user
    allowed = entitlements(user).limit(LIMIT)
    assert allowed is not None
    record_usage(user, LIMIT, allowed - 2, key="before")

    spend_call(request_by_key)
    spend_call(request_by_key)

    with pytest.raises(Throttled, match="your plan allows"):
        spend_call(request_by_key)


def test_a_program_learns_that_the_plan_allows_no_more() -> None:
    user = MemberFactory.create()
    record_usage(user, LIMIT, entitlements(user).limit(LIMIT) or 0, key="before")

    answer = client_with(key_of(user)[1]).get("/api/v1/me/")

    assert (answer.status_code, answer.json()["code"]) == (429, "plan_limit_reached")


def test_the_sites_own_pages_are_not_counted(client: Any) -> None:
    user = MemberFactory.create()
    client.force_login(user)

    assert client.get("/api/v1/me/").status_code == 200
    assert spent(user) == 0
