"""A row of each kind that discounts keep, for tests of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from djstripe import models as copies

from apps.billing.tests.rows_of_person import copy
from apps.discounts.models import DiscountAction

if TYPE_CHECKING:
    from apps.users.models import User


def make(user: User) -> list[Any]:
    """Return what the admin lists; Stripe's part of it are copies alone."""
    return [
        DiscountAction.objects.create(
            by=str(user), kind=DiscountAction.Kind.CODE_MADE, reason="On posters"
        ),
        copy(copies.Coupon, "coupon_growing", data={"percent_off": 20, "duration": "once"}),
        copy(
            copies.PromotionCode,
            "promo_growing",
            data={"code": "GROWING", "active": True, "times_redeemed": 0},
        ),
    ]
