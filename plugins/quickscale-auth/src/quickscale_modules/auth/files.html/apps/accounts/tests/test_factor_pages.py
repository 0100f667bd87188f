from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    with_recovery_codes,
    with_totp,
)
from apps.accounts.tests.factories import MemberFactory, add_totp, totp_code

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db
Kind = SecurityEvent.Kind


@with_totp
class TestAuthenticatorApp:
    @pytest.mark.django_db(transaction=True)
    def test_is_set_up_with_its_first_code(
        self, confirmed: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        page = confirmed.get(reverse("mfa_activate_totp"))
        form = page.context["form"]
        assert form.secret in page.content.decode()

        response = confirmed.post(reverse("mfa_activate_totp"), {"code": totp_code(form.secret)})

        assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
        assert Authenticator.objects.filter(user=member, type="totp").exists()
        added = member.security_events.filter(kind=Kind.FACTOR_ADDED)
        assert set(added.values_list("detail", flat=True)) == {"totp", "recovery_codes"}
        assert mailoutbox[-1].subject == "An authenticator app was added"

    def test_can_be_removed(self, confirmed: Client, member: User) -> None:
        add_totp(member)
        RecoveryCodes.activate(member)
        url = reverse("mfa_deactivate_totp")
        assert "Remove app" in confirmed.get(url).content.decode()

        confirmed.post(url)

        assert not Authenticator.objects.exists()
        assert member.security_events.filter(kind=Kind.FACTOR_REMOVED).exists()

    def test_stays_while_the_admin_demands_it(self, client: Client, settings: Settings) -> None:
        settings.ACCOUNTS_STAFF_MFA = True
        user = MemberFactory.create(is_staff=True)
        _authenticator, secret = add_totp(user)
        client.force_login(user)
        client.post(reverse("mfa_reauthenticate"), {"code": totp_code(secret)})

        response = client.post(reverse("mfa_deactivate_totp"))

        assert "The admin needs two-step verification" in response.content.decode()
        assert Authenticator.objects.exists()


@with_recovery_codes
class TestRecoveryCodes:
    @pytest.fixture
    def codes(self, member: User) -> list[str]:
        add_totp(member)
        found: list[str] = RecoveryCodes.activate(member).get_unused_codes()
        return found

    def test_are_shown_and_can_be_kept(self, confirmed: Client, codes: list[str]) -> None:
        page = confirmed.get(reverse("mfa_view_recovery_codes")).content.decode()
        file = confirmed.get(reverse("mfa_download_recovery_codes"))

        assert all(code in page for code in codes)
        assert file.content.decode().split() == codes
        assert "attachment" in file.headers["Content-Disposition"]

    @pytest.mark.django_db(transaction=True)
    def test_can_be_replaced(self, confirmed: Client, member: User, codes: list[str]) -> None:
        url = reverse("mfa_generate_recovery_codes")
        assert "stop working" in confirmed.get(url).content.decode()

        confirmed.post(url)

        authenticator = Authenticator.objects.get(user=member, type="recovery_codes")
        assert not set(codes) & set(authenticator.wrap().get_unused_codes())
        assert member.security_events.filter(kind=Kind.RECOVERY_CODES_RENEWED).exists()

    def test_used_up_ones_are_pointed_out(
        self, confirmed: Client, member: User, codes: list[str]
    ) -> None:
        recovery = Authenticator.objects.get(user=member, type="recovery_codes").wrap()
        for code in codes:
            recovery.validate_code(code)

        page = confirmed.get(reverse("mfa_view_recovery_codes")).content.decode()

        assert "All codes have been used" in page
