from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import authenticate

from apps.users.tests.factories import PASSWORD, UserFactory

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db


def test_signing_in_and_out_is_on_record(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    user = UserFactory.create()
    caplog.set_level("INFO", "security")

    client.force_login(user)
    client.logout()

    assert [record.message for record in caplog.records if record.name == "security"] == [
        "Signed in",
        "Signed out",
    ]
    assert all(vars(record)["user"] == str(user.pk) for record in caplog.records)


def test_signing_out_without_having_signed_in_is_not(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "security")

    client.logout()

    assert not caplog.records


def test_a_failed_sign_in_is_on_record_with_where_it_came_from(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    request = rf.post("/", REMOTE_ADDR="203.0.113.7")

    authenticate(request, username="nobody@example.com", password=PASSWORD)

    (record,) = (record for record in caplog.records if record.name == "security")
    assert record.message == "Sign-in failed"
    assert vars(record)["address"] == "203.0.113.7"
    assert "nobody" not in caplog.text
