"""Rows that metering keeps of a person, for tests of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.billing.models import Account, UsageRecord
from apps.billing.tests.factories import AccountFactory, UsageRecordFactory
from apps.metering.models import MeterEvent

if TYPE_CHECKING:
    from apps.users.models import User


def make(user: User) -> list[Any]:
    """Return what a person's pages and the admin list."""
    account = Account.objects.filter(user=user).first() or AccountFactory.create(user=user)
    usage = UsageRecordFactory.create(account=account)
    _meter(0, 0)
    return [usage, _meter]


def _meter(_first: int, _last: int) -> None:
    """Let a meter be told of every use, once each."""
    untold = UsageRecord.objects.filter(meter_event=None)
    MeterEvent.objects.bulk_create([MeterEvent(usage=usage) for usage in untold])
