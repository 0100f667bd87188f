"""Makes meter events for tests."""

from __future__ import annotations

from factory import SubFactory
from factory.django import DjangoModelFactory

from apps.billing.tests.factories import UsageRecordFactory
from apps.metering.models import MeterEvent


class MeterEventFactory(DjangoModelFactory[MeterEvent]):
    """One export that is paid, and of which Stripe is still to be told."""

    class Meta:
        model = MeterEvent

    usage = SubFactory(UsageRecordFactory)
