"""What the stand-in for Stripe leaves in the database, for the day when real keys come.

Each of its ids has a mark after the prefix that no id of Stripe's has, and all its objects belong
to one account.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from djstripe import models as copies

from apps.billing.entitlements import forget
from apps.billing.models import (
    Account,
    ObjectReading,
    SentNotice,
    StaffAction,
    UsageRecord,
    WebhookEvent,
)
from apps.billing.parts import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

MARK: Final = "_offline_"
OWNER: Final = "acct_offline_account"


def offline_rows_exist() -> bool:
    """Tell whether a copy of an object of the stand-in, or a customer there, is kept."""
    return (
        copies.Account.objects.filter(id=OWNER).exists()
        or Account.objects.filter(customer_id__contains=MARK).exists()
    )


@transaction.atomic
def remove_offline_rows() -> dict[str, int]:
    """Remove every row about objects of the stand-in; accounts stay, without a customer.

    Returns:
        How many rows of each model were removed, by its label.
    """
    removed: Counter[str] = Counter()
    customers = Account.objects.filter(customer_id__contains=MARK)
    accounts = list(customers)
    for rows in _rows(accounts):
        removed.update(rows.delete()[1])
    customers.update(customer_id=None)
    for account in accounts:
        forget(account)
    return {label: count for label, count in sorted(removed.items()) if count}


def _rows(accounts: list[Account]) -> Iterator[QuerySet[Any]]:
    """Yield what is removed, step by step; what refers to a copy goes with it."""
    theirs = Q(djstripe_owner_account__id=OWNER)
    chosen = [
        name  # an id of one's own has no mark
        for model in (copies.Coupon, copies.Product)
        for name in model.objects.filter(theirs).values_list("id", flat=True)
    ]
    yield ObjectReading.objects.filter(Q(pk__contains=MARK) | Q(pk__in=chosen))
    yield WebhookEvent.objects.filter(pk__contains=MARK)
    yield SentNotice.objects.filter(about__contains=MARK)
    yield StaffAction.objects.filter(object_id__contains=MARK)
    for part in parts():
        yield from part.offline_rows(accounts)
    yield UsageRecord.objects.filter(key__contains=MARK)  # what was bought for no real money
    for model in apps.get_app_config("djstripe").get_models():
        names = {field.name for field in model._meta.get_fields()}  # noqa: SLF001
        if "djstripe_owner_account" in names:
            marked = Q(id__contains=MARK) if "id" in names else Q()
            yield model._default_manager.filter(theirs | marked)  # noqa: SLF001
