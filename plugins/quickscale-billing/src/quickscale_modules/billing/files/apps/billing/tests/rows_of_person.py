"""A row of each kind that billing keeps of a person, for tests of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from djstripe import models as copies

from apps.billing.models import MeterEvent, StaffAction, UsageRecord
from apps.billing.tests.factories import (
    AccountFactory,
    MeterEventFactory,
    UsageRecordFactory,
    WebhookEventFactory,
)

if TYPE_CHECKING:
    from apps.users.models import User

CUSTOMER: Final = "cus_growing"


def make(user: User) -> list[Any]:
    """Return what a person's pages and the admin list; Stripe's part of it are copies alone."""
    account = AccountFactory.create(user=user, customer_id=CUSTOMER)
    action = StaffAction.objects.create(
        by=str(user), kind=StaffAction.Kind.REFUNDED, account=account, reason="Asked for"
    )
    usage = UsageRecordFactory.create(account=account)
    MeterEventFactory.create(usage=usage)
    return [
        account,
        action,
        usage,
        _meter,
        WebhookEventFactory.create(account=account, object_id=CUSTOMER),
        *_copies(user.email),
    ]


def _meter(_first: int, _last: int) -> None:
    """Let a meter be told of every use, once each."""
    untold = UsageRecord.objects.filter(meter_event=None)
    MeterEvent.objects.bulk_create([MeterEvent(usage=usage) for usage in untold])


def _copies(email: str) -> list[Any]:
    customer = _copy(copies.Customer, CUSTOMER, email=email, data={"name": "Ada", "email": email})
    product = _copy(copies.Product, "prod_growing", name="Pro", active=True)
    month = {"interval": "month", "interval_count": 1, "usage_type": "licensed"}
    price = {"unit_amount": 1900, "currency": "usd", "recurring": month}
    amount = {"amount": 1900, "total": 1900, "currency": "usd", "status": "paid", "number": "G-1"}
    charge = _copy(
        copies.Charge,
        "ch_growing",
        customer=customer,
        amount=19,
        currency="usd",
        status="succeeded",
        data={**amount, "status": "succeeded", "paid": True, "captured": True},
    )
    return [
        customer,
        product,
        _copy(
            copies.Price,
            "price_growing",
            product=product,
            currency="usd",
            active=True,
            data={**price, "product": product.id},
        ),
        _copy(
            copies.Subscription,
            "sub_growing",
            customer=customer,
            data={"status": "canceled", "items": {"data": [{"price": price, "quantity": 1}]}},
        ),
        _copy(copies.Invoice, "in_growing", customer=customer, data=amount),
        charge,
        _copy(copies.Refund, "re_growing", charge=charge, amount=19, currency="usd", data=amount),
        _copy(copies.Dispute, "dp_growing", charge=charge, data=amount),
        _copy(copies.Coupon, "coupon_growing", data={"percent_off": 20, "duration": "once"}),
        _copy(
            copies.PromotionCode,
            "promo_growing",
            data={"code": "GROWING", "active": True, "times_redeemed": 0},
        ),
        _copy(
            copies.PaymentMethod,
            "pm_growing",
            customer=customer,
            data={"type": "card", "card": {"brand": "visa", "last4": "4242"}},
        ),
    ]


def _copy(model: Any, key: str, *, data: dict[str, Any] | None = None, **fields: Any) -> Any:
    told = {"id": key, "created": int(timezone.now().timestamp()), **(data or {})}
    return model.objects.create(
        id=key, livemode=False, created=timezone.now(), stripe_data=told, **fields
    )
