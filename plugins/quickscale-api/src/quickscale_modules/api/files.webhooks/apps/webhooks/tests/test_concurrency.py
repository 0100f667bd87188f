"""Two requests at once, each on a connection of its own, where the database locks rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from apps.users.tests.factories import UserFactory
from apps.webhooks import endpoints
from apps.webhooks.models import Endpoint

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not connection.features.has_select_for_update, reason="this database locks no rows"
    ),
]

ROUNDS = 5
MOST = 2


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_there_are_only_so_many_however_many_ask_at_once(_round: int, settings: Settings) -> None:
    settings.WEBHOOKS_ENDPOINTS_EACH = MOST
    owner = f"user:{UserFactory.create().pk}"
    barrier = Barrier(MOST + 2)

    def add(number: int) -> bool:
        try:
            connection.ensure_connection()
            barrier.wait()
            endpoints.create(owner, f"https://hooks.example.com/{number}")
        except endpoints.EndpointRefusalError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(MOST + 2) as pool:
        added = list(pool.map(add, range(MOST + 2)))

    assert sum(added) == MOST == Endpoint.objects.filter(owner=owner).count()
