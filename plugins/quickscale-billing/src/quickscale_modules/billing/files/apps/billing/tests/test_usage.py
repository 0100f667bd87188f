from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.billing.entitlements import entitlements
from apps.billing.flows.usage import LimitReachedError, consume, record_usage
from apps.billing.tests.factories import UsageRecordFactory

if TYPE_CHECKING:
    from apps.billing.models import Account
    from apps.users.models import User

pytestmark = pytest.mark.django_db


def test_the_free_plan_is_everybodys(user: User) -> None:
    granted = entitlements(user)

    assert granted.plan.key == "free"
    assert not granted.has("reports")
    assert granted.limit("projects") == 1
    assert granted.allows("projects", 1)
    assert not granted.allows("projects", 2)
    assert entitlements(None).plan.key == "free"


def test_a_feature_that_is_none_is_a_mistake(user: User) -> None:
    with pytest.raises(LookupError, match="FEATURES"):
        entitlements(user).has("telepathy")


def test_what_is_used_is_counted_once(user: User) -> None:
    assert consume(user, "exports", key="first")
    assert not consume(user, "exports", key="first")
    assert record_usage(user, "exports", key="second")
    assert not record_usage(user, "exports", key="second")


def test_a_limit_holds(user: User) -> None:
    for number in range(5):
        consume(user, "exports", key=str(number))

    with pytest.raises(LimitReachedError, match="your plan allows 5"):
        consume(user, "exports", key="6")
    with pytest.raises(LimitReachedError):
        consume(user, "exports", 2, key="7")


def test_what_was_bought_on_top_is_added(account: Account) -> None:
    UsageRecordFactory.create(account=account, quantity=-100, key="cs_bought")

    assert consume(account.user, "exports", 105, key="many")
    with pytest.raises(LimitReachedError):
        consume(account.user, "exports", key="more")


def test_a_limit_that_is_none_is_a_mistake(user: User) -> None:
    with pytest.raises(LookupError, match="LIMITS"):
        consume(user, "wishes", key="1")
