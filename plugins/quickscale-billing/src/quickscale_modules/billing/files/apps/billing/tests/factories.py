"""Makes accounts and what belongs to them for tests."""

from __future__ import annotations

import uuid
from typing import Any

import stripe
from django.utils import timezone
from factory import LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from apps.accounts.tests.factories import MemberFactory
from apps.billing.models import Account, UsageRecord, WebhookEvent


class AccountFactory(DjangoModelFactory[Account]):
    """A person's account, before the first purchase."""

    class Meta:
        model = Account

    user = SubFactory(MemberFactory)
    name = SelfAttribute("user.name")
    email = SelfAttribute("user.email")


class UsageRecordFactory(DjangoModelFactory[UsageRecord]):
    """One export."""

    class Meta:
        model = UsageRecord

    account = SubFactory(AccountFactory)
    limit = "exports"
    quantity = 1
    key = Sequence(lambda number: f"export{number}")


class WebhookEventFactory(DjangoModelFactory[WebhookEvent]):
    """A webhook about an object that Stripe does not have."""

    class Meta:
        model = WebhookEvent

    id = LazyFunction(lambda: f"evt_{uuid.uuid4().hex}")
    type = "customer.updated"
    object_id = "cus_nobody"
    body = LazyFunction(lambda: event_body("customer.updated", object="customer", id="cus_nobody"))
    created_at = LazyFunction(timezone.now)


def event_body(type_: str, **subject: Any) -> dict[str, Any]:
    """Return what Stripe sends.

    Args:
        type_: What happened.
        **subject: The object it happened to.
    """
    return {
        "id": f"evt_{uuid.uuid4().hex}",
        "object": "event",
        "api_version": stripe.api_version,
        "created": int(timezone.now().timestamp()),
        "livemode": False,
        "type": type_,
        "data": {"object": subject},
    }
