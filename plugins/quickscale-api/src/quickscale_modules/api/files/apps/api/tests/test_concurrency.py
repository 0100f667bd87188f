"""Two requests at once, each on a connection of its own, where the database locks rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from apps.api.models import HeldResource
from apps.api.tests.factories import client_with, key_of
from apps.users.tests.factories import UserFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not connection.features.has_select_for_update, reason="this database locks no rows"
    ),
]

ME = "/api/v1/me/"
ROUNDS = 5


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_changes_of_one_state_one_is_made(_round: int) -> None:
    user = UserFactory.create(name="Ada")
    programs = [client_with(key_of(user)[1]) for _ in range(2)]
    tag = programs[0].get(ME).headers["ETag"]
    barrier = Barrier(len(programs))

    def rename(number: int) -> int:
        try:
            connection.ensure_connection()
            barrier.wait()
            sent = {"name": f"Grace {number}"}
            headers = {"If-Match": tag}
            answer = programs[number].patch(ME, sent, "application/json", headers=headers)
        finally:
            connection.close()
        return answer.status_code

    with ThreadPoolExecutor(len(programs)) as pool:
        statuses = list(pool.map(rename, range(len(programs))))

    user.refresh_from_db()
    assert statuses.count(200) == 1
    assert {409, 412} & set(statuses)
    assert user.name == f"Grace {statuses.index(200)}"
    assert not HeldResource.objects.exists()
