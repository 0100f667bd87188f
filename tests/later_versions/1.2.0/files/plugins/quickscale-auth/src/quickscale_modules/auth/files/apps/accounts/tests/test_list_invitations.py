from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.accounts.models import Invitation


@pytest.mark.django_db
def test_open_invitations_are_listed_with_their_note() -> None:
    Invitation.objects.create(
        email="grace@example.com",
        token_hash="0" * 64,
        expires_at=timezone.now() + timedelta(days=1),
        note="second try",
    )
    out = StringIO()

    call_command("list_invitations", stdout=out)

    assert out.getvalue() == "grace@example.com  open  second try\n"
