"""Cursors come from clients, who may send anything as one."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

import pytest
from django.test import Client

from apps.api.tests.factories import key_of
from apps.users.tests.factories import UserFactory

CURSORS: Final = (
    *("p=yesterday", "p=None", "p=", "p=2026-13-41", "p=\x00", "r=1&p=x", "o=-1", "o=x"),
    *("p=99999-01-01", "p=0001-01-01T00:00:00%2B23:59", "p=" + "9" * 500),
)


# What a database refuses ends a transaction, of which requests have none around them.
@pytest.mark.django_db(transaction=True)
def test_what_is_no_cursor_leads_nowhere() -> None:
    user = UserFactory.create()
    key_of(user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    answers = {
        cursor: client.get(
            "/api/v1/keys/", {"cursor": b64encode(cursor.encode()).decode()}
        ).status_code
        for cursor in CURSORS
    }

    assert set(answers.values()) <= {200, 404}, answers
    assert answers["p=yesterday"] == 404
