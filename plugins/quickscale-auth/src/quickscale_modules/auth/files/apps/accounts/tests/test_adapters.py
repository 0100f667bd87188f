from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from apps.accounts.tests.factories import MemberFactory, add_totp

if TYPE_CHECKING:
    from django.test import RequestFactory
    from pytest_django import Settings


def test_visitors_are_told_apart_as_the_rest_of_the_site_does(
    rf: RequestFactory, settings: Settings
) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    forged_and_real = "203.0.113.1, 198.51.100.7"

    request = rf.get("/", headers={"x-forwarded-for": forged_and_real})

    assert get_adapter().get_client_ip(request) == "198.51.100.7"


def test_visitors_without_an_address_share_one(rf: RequestFactory) -> None:
    assert get_adapter().get_client_ip(rf.get("/", REMOTE_ADDR="")) == "0.0.0.0"  # noqa: S104


def test_authenticator_apps_and_passkeys_show_the_sites_name(
    rf: RequestFactory, settings: Settings
) -> None:
    settings.SITE_NAME = "Acme"

    with context.request_context(rf.get("/")):
        adapter = get_mfa_adapter()
        assert adapter.get_totp_issuer() == "Acme"
        assert adapter.get_public_key_credential_rp_entity() == {
            "id": "testserver",
            "name": "Acme",
        }


def test_the_code_to_scan_is_readable_on_a_dark_page(rf: RequestFactory) -> None:
    with context.request_context(rf.get("/")):
        picture = get_mfa_adapter().build_totp_svg("otpauth://totp/ada?secret=AAAA")

    assert "white" in picture


@pytest.mark.django_db
class TestRemovingFactors:
    def test_is_free_for_most_people(self, settings: Settings) -> None:
        settings.ACCOUNTS_STAFF_MFA = True
        authenticator, _secret = add_totp(MemberFactory.create())

        assert get_mfa_adapter().can_delete_authenticator(authenticator)

    def test_leaves_staff_one_that_the_admin_demands(self, settings: Settings) -> None:
        settings.ACCOUNTS_STAFF_MFA = True
        user = MemberFactory.create(is_staff=True)
        authenticator, _secret = add_totp(user)
        RecoveryCodes.activate(user)
        assert not get_mfa_adapter().can_delete_authenticator(authenticator)

        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})

        assert get_mfa_adapter().can_delete_authenticator(authenticator)

    def test_is_free_for_staff_while_the_admin_demands_none(self, settings: Settings) -> None:
        settings.ACCOUNTS_STAFF_MFA = False
        authenticator, _secret = add_totp(MemberFactory.create(is_staff=True))

        assert get_mfa_adapter().can_delete_authenticator(authenticator)
