from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

if TYPE_CHECKING:
    from django.test import Client


pytestmark = pytest.mark.django_db
EMAIL = reverse("account_email")
CHANGE = {"action_add": "1", "email": "new@example.com"}


def test_no_address_can_be_taken_that_is_none(confirmed: Client) -> None:
    response = confirmed.post(EMAIL, {**CHANGE, "email": "nonsense"})

    assert "valid email address" in response.content.decode()
