from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.tests.factories import SecurityEventFactory, SessionFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from apps.users.models import User

pytestmark = pytest.mark.django_db


# The list of sessions is left out: allauth reads each session on its own, in whatever store they
# are, to leave out those that have ended.
@pytest.mark.parametrize("name", ["account_activity", "account_security", "pages:dashboard"])
def test_a_page_makes_as_many_queries_for_a_long_history_as_for_a_short_one(
    name: str, client: Client, member: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(member)
    SecurityEventFactory.create_batch(2, user=member)
    SessionFactory.create_batch(2, user=member)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    SecurityEventFactory.create_batch(40, user=member)
    SessionFactory.create_batch(5, user=member)

    with django_assert_num_queries(len(few)):
        client.get(reverse(name))
