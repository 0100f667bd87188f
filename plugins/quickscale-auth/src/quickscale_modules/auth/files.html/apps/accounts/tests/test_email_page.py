from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.accounts.tests.browsing import (
    confirm_identity,
    sign_in,
)

if TYPE_CHECKING:
    from django.test import Client

    from apps.users.models import User

pytestmark = pytest.mark.django_db
EMAIL = reverse("account_email")
CHANGE = {"action_add": "1", "email": "new@example.com"}


@pytest.fixture
def confirmed(client: Client, member: User) -> Client:
    """A client that ``member`` is signed in with, and has just said so again."""
    sign_in(client, member.email)
    confirm_identity(client)
    return client


def test_no_address_can_be_taken_that_is_none(confirmed: Client) -> None:
    response = confirmed.post(EMAIL, {**CHANGE, "email": "nonsense"})

    assert "valid email address" in response.content.decode()
