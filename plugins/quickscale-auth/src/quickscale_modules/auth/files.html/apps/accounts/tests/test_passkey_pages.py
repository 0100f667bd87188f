from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    with_passkeys,
)
from apps.accounts.tests.soft_passkey import register

if TYPE_CHECKING:
    from django.test import Client

    from apps.users.models import User

pytestmark = [pytest.mark.django_db, with_passkeys]
Kind = SecurityEvent.Kind


class TestManaging:
    def test_adding_one_is_noted(self, confirmed: Client, member: User) -> None:
        assert "No passkeys yet" in confirmed.get(reverse("mfa_list_webauthn")).content.decode()

        register(confirmed, "Ada's laptop")

        page = confirmed.get(reverse("mfa_list_webauthn")).content.decode()
        assert "Ada&#x27;s laptop" in page
        added = member.security_events.filter(kind=Kind.FACTOR_ADDED)
        assert "webauthn" in added.values_list("detail", flat=True)

    def test_a_name_is_suggested(self, confirmed: Client) -> None:
        assert 'value="Passkey 1"' in confirmed.get(reverse("mfa_add_webauthn")).content.decode()

    def test_one_can_be_renamed(self, confirmed: Client) -> None:
        register(confirmed)
        key = Authenticator.objects.get(type="webauthn")
        url = reverse("mfa_edit_webauthn", kwargs={"pk": key.pk})
        assert 'value="Laptop"' in confirmed.get(url).content.decode()

        confirmed.post(url, {"name": "Phone"})

        assert str(Authenticator.objects.get(pk=key.pk)) == "Phone"

    def test_one_can_be_removed(self, confirmed: Client, member: User) -> None:
        register(confirmed)
        key = Authenticator.objects.get(type="webauthn")
        url = reverse("mfa_remove_webauthn", kwargs={"pk": key.pk})
        assert "Remove Laptop" in confirmed.get(url).content.decode()

        confirmed.post(url)

        assert not Authenticator.objects.exists()
        assert member.security_events.filter(kind=Kind.FACTOR_REMOVED).exists()
