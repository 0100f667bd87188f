"""Secrets of second factors are encrypted, and a change of keys locks nobody out."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from apps.accounts.checks import check_settings
from apps.accounts.encryption import UnreadableSecretError, decrypt, encrypt
from apps.accounts.tests.factories import MemberFactory, add_totp, totp_code

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

OLD, NEW, OTHER = "old" * 20, "new" * 20, "other" * 20


def stored() -> str:
    """Return what the database holds of second factors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return json.dumps(cursor.fetchall(), default=str)


def reencrypt() -> str:
    out = StringIO()
    call_command("reencrypt_secrets", stdout=out)
    return out.getvalue()


class Factors:
    """An account's app and its recovery codes."""

    def __init__(self, user: User) -> None:
        self.app, self.secret = add_totp(user)
        self.recovery = RecoveryCodes.activate(user)
        self.codes = self.recovery.generate_codes()

    def work(self) -> bool:
        """Tell whether both let their owner in."""
        for factor in (self.app, self.recovery.instance):
            factor.refresh_from_db()
        codes = RecoveryCodes(self.recovery.instance).generate_codes()
        return decrypt(self.app.data["secret"]) == self.secret and codes == self.codes


@pytest.fixture
def factors(settings: Settings, member: User) -> Factors:
    """The factors of a member, under a key that is about to be changed."""
    settings.SECRET_KEY = OLD
    return Factors(member)


def test_nothing_in_the_database_shows_a_code(factors: Factors) -> None:
    assert factors.secret not in stored()
    assert "fernet:" in stored()
    assert not any(code in stored() for code in factors.codes)
    assert factors.app.wrap().validate_code(totp_code(factors.secret))


@pytest.mark.parametrize(
    "change",
    [
        {"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": [OLD]},
        {"ACCOUNTS_ENCRYPTION_KEYS": [NEW]},
        {"ACCOUNTS_ENCRYPTION_KEYS": [NEW, OLD], "SECRET_KEY": OTHER},
    ],
)
def test_a_key_is_changed_while_people_sign_in(
    settings: Settings, factors: Factors, change: dict[str, object]
) -> None:
    for name, value in change.items():
        setattr(settings, name, value)

    assert factors.work()
    assert reencrypt() == "Encrypted 2 secrets with the first key; 0 had it already.\n"
    assert factors.work()
    assert reencrypt() == "Encrypted 0 secrets with the first key; 2 had it already.\n"
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    settings.ACCOUNTS_ENCRYPTION_KEYS = []
    assert factors.work()


def test_codes_that_are_used_stay_used(settings: Settings, factors: Factors) -> None:
    assert factors.recovery.validate_code(factors.codes[0])
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    reencrypt()

    again = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert not again.validate_code(factors.codes[0])
    assert again.validate_code(factors.codes[1])


def test_what_was_plain_works_and_is_encrypted(member: User) -> None:
    secret = add_totp(member)[1]
    Authenticator.objects.update(data={"secret": secret})
    Authenticator.objects.create(
        user=member, type="recovery_codes", data={"migrated_codes": ["11112222", "33334444"]}
    )

    assert decrypt(secret) == secret
    assert reencrypt() == "Encrypted 3 secrets with the first key; 0 had it already.\n"

    assert secret not in stored()
    assert "11112222" not in stored()
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert codes.get_unused_codes() == ["11112222", "33334444"]


def test_a_lost_key_is_told_and_nothing_is_lost_with_it(
    settings: Settings, factors: Factors
) -> None:
    settings.SECRET_KEY = NEW
    Factors(MemberFactory.create())

    with pytest.raises(UnreadableSecretError, match="ACCOUNTS_ENCRYPTION_KEYS"):
        factors.app.wrap().validate_code("000000")
    with pytest.raises(CommandError, match="No key decrypts 2 secrets"):
        reencrypt()

    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert reencrypt() == "Encrypted 2 secrets with the first key; 2 had it already.\n"
    assert factors.work()


def test_equal_secrets_look_different() -> None:
    assert encrypt("secret") != encrypt("secret")


def test_a_short_key_is_told_at_start(settings: Settings) -> None:
    settings.ACCOUNTS_ENCRYPTION_KEYS = [NEW, "short"]

    assert [problem.id for problem in check_settings(None)] == ["accounts.E004"]


@pytest.mark.parametrize("kind", ["staff who may view", "an administrator"])
def test_the_admin_shows_no_secret(client: Client, factors: Factors, kind: str) -> None:
    staff = MemberFactory.create(is_staff=True, is_superuser=kind == "an administrator")
    staff.user_permissions.add(Permission.objects.get(codename="view_authenticator"))
    client.force_login(staff)
    page = reverse("admin:mfa_authenticator_change", args=[factors.app.pk])
    shown = client.get(page).content.decode()

    assert str(factors.app.user) in shown
    assert "fernet:" not in shown
    assert "secret" not in shown.lower().replace("csrf", "")
    client.post(page, {"data": "{}", "user": str(staff.pk), "type": "totp"})
    assert factors.work()
    assert client.get(reverse("admin:mfa_authenticator_add")).status_code == 403
