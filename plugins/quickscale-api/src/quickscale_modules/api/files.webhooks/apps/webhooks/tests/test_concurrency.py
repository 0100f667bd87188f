"""Two requests at once, where the database locks rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from apps.users.tests.factories import UserFactory
from apps.webhooks.models import Endpoint
from apps.webhooks.tests.at_once import add_at_once

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
def test_a_person_has_only_so_many_however_many_ask_at_once(
    _round: int, settings: Settings
) -> None:
    settings.WEBHOOKS_OWNERS = "apps.webhooks.owners.PersonOwners"
    settings.WEBHOOKS_ENDPOINTS_EACH = MOST
    owner = f"user:{UserFactory.create().pk}"

    assert add_at_once(owner, MOST + 2) == MOST == Endpoint.objects.filter(owner=owner).count()
