"""A row of each kind that accounts keep of a person, for tests of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from apps.accounts.tests.factories import InvitationFactory, MemberFactory, SecurityEventFactory

if TYPE_CHECKING:
    from apps.users.models import User


def make(user: User) -> list[Any]:
    """Return what a person's pages and the admin list; sessions are those they have now."""
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return [
        # Somebody else's, for nobody has many passkeys.
        Authenticator.objects.create(
            user=MemberFactory.create(), type=Authenticator.Type.WEBAUTHN, data={"name": "A key"}
        ),
        EmailAddress.objects.create(user=user, email=f"other-{user.email}"),
        InvitationFactory.create(invited_by=user),
        SecurityEventFactory.create(user=user),
        *UserSession.objects.filter(user=user),
        *Session.objects.all(),
    ]
