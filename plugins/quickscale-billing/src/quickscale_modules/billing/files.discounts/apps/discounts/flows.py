"""What staff do with coupons and promotion codes. Each leaves a record, as all they do.

Which of them Stripe changes, and which it only deletes:
https://docs.stripe.com/billing/subscriptions/coupons
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from djstripe import models as copies

from apps.billing import mirror
from apps.billing.stripe_calls import as_staff_error, client, id_of
from apps.discounts.models import DiscountAction

if TYPE_CHECKING:
    from apps.users.models import User

Kind = DiscountAction.Kind


def make_coupon(params: dict[str, Any], *, reason: str, by: User, key: str) -> DiscountAction:
    """Make a coupon: so much off, for so long.

    Args:
        params: As Stripe takes them.
        reason: Why, for the record.
        by: Who decided it.
        key: Tells this decision from the next: the same one sent twice makes one coupon.

    Returns:
        The record.
    """
    return _make("coupon", Kind.COUPON_MADE, params, reason=reason, by=by, key=key)


def make_code(params: dict[str, Any], *, reason: str, by: User, key: str) -> DiscountAction:
    """Make a code that customers type at Checkout, for a coupon.

    Returns:
        The record.
    """
    return _make("promotion_code", Kind.CODE_MADE, params, reason=reason, by=by, key=key)


def delete_coupon(coupon: copies.Coupon, *, reason: str, by: User) -> DiscountAction:
    """Delete a coupon and with it its codes. Customers who redeemed it keep the discount.

    Returns:
        The record.
    """
    codes = copies.PromotionCode.objects.filter(stripe_data__promotion__coupon=coupon.id)
    with as_staff_error():
        client().v1.coupons.delete(coupon.id)
        mirror.refresh("coupon", coupon.id)
        for code in codes.values_list("id", flat=True):
            mirror.refresh("promotion_code", code)
    return _record(Kind.COUPON_DELETED, by, coupon.id, reason)


def switch_code(
    code: copies.PromotionCode, *, active: bool, reason: str, by: User
) -> DiscountAction:
    """Accept a promotion code at Checkout, or do so no longer. Stripe deletes none.

    Returns:
        The record.

    Raises:
        BillingError: Its coupon is gone or used up, or Stripe did not let us.
    """
    with as_staff_error():
        mirror.kept(client().v1.promotion_codes.update, code.id, {"active": active})
    kind = Kind.CODE_ON if active else Kind.CODE_OFF
    return _record(kind, by, code.id, reason)


def _make(  # noqa: PLR0913 - a record has that many parts
    kind: str,
    noted_as: DiscountAction.Kind,
    params: dict[str, Any],
    *,
    reason: str,
    by: User,
    key: str,
) -> DiscountAction:
    service: Any = getattr(client().v1, f"{kind}s")
    # What was corrected after a refusal is another request, under the same key of the form.
    digest = hashlib.sha256(json.dumps(params, sort_keys=True, default=str).encode()).hexdigest()
    with as_staff_error():
        made = mirror.kept(
            service.create,
            {**params, "metadata": {"by": by.email}},
            {"idempotency_key": f"{kind}-{key}-{digest[:16]}"},
        )
    if earlier := DiscountAction.objects.filter(kind=noted_as, object_id=made.id).first():
        return earlier
    return _record(noted_as, by, made.id, reason)


def count_use(discount: Any) -> None:
    """Copy how often the coupon and the code were used of which a discount was made."""
    coupon = (discount.get("source") or discount).get("coupon")
    if code := discount.get("promotion_code"):
        found = mirror.refresh("promotion_code", id_of(code))
        coupon = coupon or (found and found["promotion"].get("coupon"))
    if coupon:
        mirror.refresh("coupon", id_of(coupon))


def _record(kind: DiscountAction.Kind, by: User, object_id: str, reason: str) -> DiscountAction:
    return DiscountAction.objects.create(kind=kind, by=by.email, object_id=object_id, reason=reason)
