"""The demo has endpoints and deliveries to look at."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from apps.webhooks.models import Delivery, Endpoint

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.mark.django_db
def test_demo_data_is_made_once(settings: Settings) -> None:
    settings.DEBUG = True
    for _ in range(2):
        call_command("seed_demo", stdout=StringIO())

    assert [one.off_at is None for one in Endpoint.objects.all()] == [False, True]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered", "failed"}
