from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import hash_token
from apps.accounts.tests.factories import (
    InvitationFactory,
    MemberFactory,
    SecurityEventFactory,
    SessionFactory,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def make_rows() -> None:
    """Make a row of each kind, each with a person of its own."""
    host = MemberFactory.create()
    InvitationFactory.create(token_hash=hash_token(host.email), invited_by=host)
    SecurityEventFactory.create()
    SessionFactory.create()


@pytest.mark.parametrize(
    "name",
    [
        "admin:accounts_invitation_changelist",
        "admin:accounts_securityevent_changelist",
        "admin:usersessions_usersession_changelist",
    ],
)
def test_a_list_makes_as_many_queries_for_few_rows_as_for_many(
    name: str, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(MemberFactory.create(is_staff=True, is_superuser=True))
    make_rows()
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    for _ in range(5):
        make_rows()

    with django_assert_num_queries(len(few)):
        client.get(reverse(name))
