"""What staff do with coupons and promotion codes. Each leaves a record, as all they do."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from djstripe import models as copies

from apps.billing import mirror
from apps.billing.flows.staff import record
from apps.billing.models import StaffAction
from apps.billing.stripe_calls import as_staff_error, client

if TYPE_CHECKING:
    from apps.users.models import User

__all__ = ["delete_coupon", "make_code", "make_coupon", "switch_code"]

Kind = StaffAction.Kind


def make_coupon(params: dict[str, Any], *, reason: str, by: User, key: str) -> StaffAction:
    """Make a coupon: so much off, for so long.

    Args:
        params: As Stripe takes them.
        reason: Why, for the record.
        by: Who decided it.
        key: Tells this decision from the next: the same one sent twice makes one coupon.

    Returns:
        The record.

    Raises:
        BillingError: Stripe did not let us.
    """
    return _make("coupon", Kind.COUPON_MADE, params, reason=reason, by=by, key=key)


def make_code(params: dict[str, Any], *, reason: str, by: User, key: str) -> StaffAction:
    """Make a code that customers type at Checkout, for a coupon.

    Args:
        params: As Stripe takes them.
        reason: Why, for the record.
        by: Who decided it.
        key: Tells this decision from the next.

    Returns:
        The record.

    Raises:
        BillingError: Stripe did not let us.
    """
    return _make("promotion_code", Kind.CODE_MADE, params, reason=reason, by=by, key=key)


def delete_coupon(coupon: copies.Coupon, *, reason: str, by: User) -> StaffAction:
    """Delete a coupon and with it its codes. Customers who redeemed it keep the discount.

    Args:
        coupon: dj-stripe's copy of the coupon.
        reason: Why, for the record.
        by: Who decided it.

    Returns:
        The record.

    Raises:
        BillingError: Stripe did not let us.
    """
    codes = copies.PromotionCode.objects.filter(stripe_data__promotion__coupon=coupon.id)
    with as_staff_error():
        client().v1.coupons.delete(coupon.id)
        mirror.refresh("coupon", coupon.id)
        for code in codes.values_list("id", flat=True):
            mirror.refresh("promotion_code", code)
    return record(Kind.COUPON_DELETED, by, object_id=coupon.id, reason=reason)


def switch_code(code: copies.PromotionCode, *, active: bool, reason: str, by: User) -> StaffAction:
    """Accept a promotion code at Checkout, or do so no longer. Stripe deletes none.

    Args:
        code: dj-stripe's copy of the code.
        active: Whether it is accepted.
        reason: Why, for the record.
        by: Who decided it.

    Returns:
        The record.

    Raises:
        BillingError: Its coupon is gone or used up, or Stripe did not let us.
    """
    asked_at = timezone.now()
    with as_staff_error():
        changed = client().v1.promotion_codes.update(code.id, {"active": active})
        mirror.store(changed, asked_at)
    kind = Kind.CODE_ON if active else Kind.CODE_OFF
    return record(kind, by, object_id=code.id, reason=reason)


def _make(  # noqa: PLR0913 - a record has that many parts
    kind: str,
    noted_as: StaffAction.Kind,
    params: dict[str, Any],
    *,
    reason: str,
    by: User,
    key: str,
) -> StaffAction:
    asked_at = timezone.now()
    service: Any = getattr(client().v1, f"{kind}s")
    # What was corrected after a refusal is another request, under the same key of the form.
    digest = hashlib.sha256(json.dumps(params, sort_keys=True, default=str).encode()).hexdigest()
    with as_staff_error():
        made = service.create(
            {**params, "metadata": {"by": by.email}},
            {"idempotency_key": f"{kind}-{key}-{digest[:16]}"},
        )
        mirror.store(made, asked_at)
    if earlier := StaffAction.objects.filter(kind=noted_as, object_id=made.id).first():
        return earlier
    return record(noted_as, by, object_id=made.id, reason=reason)
