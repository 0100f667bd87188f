"""Mends that are taken back, to see that the machine finds what they mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.billing import standings, webhooks
from apps.billing.flows import (
    checkout,
    customers,
    endings,
    kept_plans,
    pausing,
    purchases,
    staff,
)
from apps.team_billing.tests.money.scene import BAD, GOOD

if TYPE_CHECKING:
    import pytest


def _unpaid_pauses(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pausing, "begins_anew", lambda _standing: False)


def _second_subscriptions(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkout, "_check_unsubscribed", lambda _account: None)
    patch.setattr(purchases, "end_surplus", lambda _account: 0)
    patch.setattr(webhooks, "end_surplus", lambda _account: 0)


def _free_seats(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kept_plans, "follow_seats", lambda _account, _standing, _kept: False)


def _late_charges(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(endings, "_is_paid", lambda _standing: True)
    patch.setattr(endings, "end_if_unpaid", lambda _account, _data: None)


def _lost_gifts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(purchases, "is_settled", lambda session: session.payment_status == "paid")


def _lost_customers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(customers, "is_missing", lambda _error: False)


def _lost_webhooks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(webhooks, "fetch_undelivered", lambda: 0)


def _wrong_prices(patch: pytest.MonkeyPatch) -> None:
    def of_today(standing: standings.Standing) -> Any:
        price = (standing.item.get("price") or {}).get("recurring") or {}
        return standing.subscribed_plan.price(price.get("interval", ""))

    patch.setattr(standings.Standing, "price", property(of_today))


def _kept_refunds(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(staff, "take_back", lambda _charge: None)
    patch.setattr(webhooks, "take_back", lambda _charge: None)


FAULTS = {
    "unpaid_pauses": _unpaid_pauses,
    "second_subscriptions": _second_subscriptions,
    "free_seats": _free_seats,
    "late_charges": _late_charges,
    "lost_gifts": _lost_gifts,
    "lost_customers": _lost_customers,
    "lost_webhooks": _lost_webhooks,
    "wrong_prices": _wrong_prices,
    "kept_refunds": _kept_refunds,
}
"""Mends that are taken back."""


SCENES: dict[str, tuple[tuple[Any, ...], ...]] = {
    "unpaid_pauses": (("pause",), ("wait", 31), ("unpause",)),
    "free_seats": (("change_plan", "starter", "year"), ("join", 5), ("wait", 90)),
    "late_charges": (("use", BAD), ("wait", 31), ("cancel",), ("use", GOOD), ("wait", 5)),
    "lost_gifts": (("buy_pack", True),),
    "lost_customers": (("somebody_without_a_customer_at_stripe_can_pay",),),
    "lost_webhooks": (("webhooks_come", "lost", 1), ("buy_pack", False), ("wait", 1)),
    "wrong_prices": (("staff_sell_dearer",), ("look_at_prices", "month")),
}
"""The fewest steps to a fault, for a team that pays for Pro."""
