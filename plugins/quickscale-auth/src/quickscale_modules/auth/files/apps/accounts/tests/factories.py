"""Makes accounts and what belongs to them for tests."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.utils import timezone
from factory import LazyFunction, PostGeneration, Sequence, SubFactory
from factory.django import DjangoModelFactory

from apps.accounts.models import Invitation, SecurityEvent, hash_token
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator

    from apps.users.models import User

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


def verify_address(user: User, create: bool, wanted: Any, **_parameters: Any) -> None:
    """Verify a new account's address, unless ``address=False`` was asked for."""
    if create and wanted is not False:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


class MemberFactory(UserFactory):
    """A person whose address is verified, so that they can sign in."""

    address = PostGeneration(verify_address)


class SecurityEventFactory(DjangoModelFactory[SecurityEvent]):
    """A sign-in."""

    class Meta:
        model = SecurityEvent

    user = SubFactory(MemberFactory)
    kind = SecurityEvent.Kind.SIGNED_IN
    ip = "198.51.100.7"
    user_agent = FIREFOX


class InvitationFactory(DjangoModelFactory[Invitation]):
    """An open invitation; the link's secret is its ``token``."""

    class Meta:
        model = Invitation
        exclude = ("token",)

    token = "a-known-token"
    email = Sequence(lambda number: f"guest{number}@example.com")
    token_hash = LazyFunction(lambda: hash_token("a-known-token"))
    expires_at = LazyFunction(lambda: timezone.now() + timedelta(days=7))


class SessionFactory(DjangoModelFactory[Any]):
    """A session on another device."""

    class Meta:
        model = UserSession

    user = SubFactory(MemberFactory)
    session_key = Sequence(lambda number: f"session{number}")
    ip = "198.51.100.7"
    user_agent = FIREFOX


def add_totp(user: User) -> tuple[Authenticator, str]:
    """Give an account an authenticator app.

    Args:
        user: Whose.

    Returns:
        The authenticator and its secret.
    """
    secret: str = totp.generate_totp_secret()
    return totp.TOTP.activate(user, secret).instance, secret


def totp_code(secret: str) -> str:
    """Return what an authenticator app shows now."""
    counter = int(time.time()) // 30
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))
