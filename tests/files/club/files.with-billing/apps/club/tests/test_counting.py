from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.accounts.tests.factories import MemberFactory
from apps.billing import plans, queries
from apps.billing.entitlements import entitlements
from apps.billing.flows.usage import LimitReachedError
from apps.billing.subjects import UserSubjects
from apps.club.flows import plan_evening

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_free_plan_allows_two_evenings() -> None:
    user = MemberFactory.create()
    plan_evening(user, "a")
    plan_evening(user, "b")

    with pytest.raises(LimitReachedError, match="Club evenings: your plan allows 2"):
        plan_evening(user, "c")
    assert (
        queries.usage(
            UserSubjects().make_account(user), "club_evenings", entitlements(user).period_start
        )
        == 2
    )


def test_plans_have_what_the_module_says() -> None:
    free, starter, pro = plans.PLANS

    assert [plan.limits["club_evenings"] for plan in plans.PLANS] == [2, 10, None]
    assert "club_posters" in pro.features
    assert "club_posters" not in free.features + starter.features
    assert not entitlements(None).has("club_posters")


def test_the_pricing_page_shows_it(client: Client) -> None:
    reply = client.get(reverse("billing_pricing"))
    page = reply.content.decode()
    points = {card.plan.key: "; ".join(card.points) for card in reply.context["cards"]}

    assert "Club evenings: 2" in points["free"]
    assert "Club evenings: 10" in points["starter"]
    assert "Club evenings without limit" in points["pro"]
    assert "Posters of the club's evenings" in points["pro"]
    assert "Posters of the club's evenings" not in points["starter"]
    assert "Posters of the club&#x27;s evenings" in page
    assert "A &quot;pack&quot; of evenings" in page
    assert "$7" in page
