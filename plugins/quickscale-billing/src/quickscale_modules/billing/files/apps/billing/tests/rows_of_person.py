"""A row of each kind that billing keeps of a person, for tests of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from djstripe import models as copies

from apps.billing.models import StaffAction
from apps.billing.tests.factories import (
    AccountFactory,
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
    return [
        account,
        action,
        UsageRecordFactory.create(account=account),
        WebhookEventFactory.create(account=account, object_id=CUSTOMER),
        *_copies(user.email),
    ]


def _copies(email: str) -> list[Any]:
    customer = copy(copies.Customer, CUSTOMER, email=email, data={"name": "Ada", "email": email})
    product = copy(copies.Product, "prod_growing", name="Pro", active=True)
    month = {"interval": "month", "interval_count": 1, "usage_type": "licensed"}
    price = {"unit_amount": 1900, "currency": "usd", "recurring": month}
    amount = {"amount": 1900, "total": 1900, "currency": "usd", "status": "paid", "number": "G-1"}
    charge = copy(
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
        copy(
            copies.Price,
            "price_growing",
            product=product,
            currency="usd",
            active=True,
            data={**price, "product": product.id},
        ),
        copy(
            copies.Subscription,
            "sub_growing",
            customer=customer,
            data={"status": "canceled", "items": {"data": [{"price": price, "quantity": 1}]}},
        ),
        copy(copies.Invoice, "in_growing", customer=customer, data=amount),
        charge,
        copy(copies.Refund, "re_growing", charge=charge, amount=19, currency="usd", data=amount),
        copy(copies.Dispute, "dp_growing", charge=charge, data=amount),
        copy(
            copies.PaymentMethod,
            "pm_growing",
            customer=customer,
            data={"type": "card", "card": {"brand": "visa", "last4": "4242"}},
        ),
    ]


def copy(model: Any, key: str, *, data: dict[str, Any] | None = None, **fields: Any) -> Any:
    """Make a copy of an object that Stripe might have.

    Args:
        model: dj-stripe's.
        key: What Stripe calls it.
        data: What Stripe tells of it.
        **fields: The other columns.
    """
    told = {"id": key, "created": int(timezone.now().timestamp()), **(data or {})}
    return model.objects.create(
        id=key, livemode=False, created=timezone.now(), stripe_data=told, **fields
    )
