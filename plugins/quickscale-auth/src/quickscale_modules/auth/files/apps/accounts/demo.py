"""Demo data: verified addresses, and a few weeks of what happens to accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from apps.accounts.conf import conf
from apps.accounts.models import SecurityEvent

if TYPE_CHECKING:
    from apps.ops.seeding import Demo

Kind = SecurityEvent.Kind

LAPTOP: Final = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) Version/18.0 Safari/605.1.15"
PHONE: Final = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
OFFICE: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"

HISTORY: Final = (
    (41.2, Kind.PASSWORD_CHANGED, "", "198.51.100.23", LAPTOP),
    (30.4, Kind.SIGNED_IN, "password", "198.51.100.23", LAPTOP),
    (16.9, Kind.SIGN_IN_FAILED, "", "203.0.113.77", OFFICE),
    (16.8, Kind.SIGNED_IN, "password", "203.0.113.77", OFFICE),
    (9.3, Kind.SIGNED_IN, "code", "198.51.100.140", PHONE),
    (2.1, Kind.SIGNED_IN, "password", "198.51.100.23", LAPTOP),
    (2.0, Kind.DATA_EXPORTED, "", "198.51.100.23", LAPTOP),
)
"""Days ago, what, which one, from where (addresses of RFC 5737, meant for examples)."""


DEVICES: Final = ((LAPTOP, "198.51.100.23", 2.1, 0.1), (PHONE, "198.51.100.140", 9.3, 0.6))
"""Where the demo login is signed in: browser, from where, days since sign-in and last visit."""


def seed(demo: Demo) -> None:
    """Verify everybody's address, give everybody a past and the demo login two other devices."""
    for person in demo.people:
        _address, created = EmailAddress.objects.get_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        if not created:
            continue
        joined = (demo.now - person.date_joined) / timedelta(days=1)
        past = ((joined, Kind.SIGNED_UP, "", "198.51.100.23", LAPTOP), *HISTORY)
        SecurityEvent.objects.bulk_create(
            SecurityEvent(
                user=person,
                kind=kind,
                detail=detail,
                ip=ip,
                user_agent=agent,
                created_at=demo.now - timedelta(days=days),
            )
            for days, kind, detail, ip, agent in past
            if days <= joined
        )
    if not UserSession.objects.filter(user_id=demo.user.pk).exists():
        for agent, ip, begun, seen in DEVICES:
            add_session(demo, agent, ip, begun, seen)
    demo.made.append(f"Verified {len(demo.people)} e-mail addresses")


def add_session(demo: Demo, agent: str, ip: str, begun: float, seen: float) -> None:
    """Sign the demo login in on another device.

    Args:
        demo: What the apps share.
        agent: The device's browser.
        ip: Its address.
        begun: Days since it signed in.
        seen: Days since it was last seen.
    """
    session = conf.new_session()
    session[SESSION_KEY] = str(demo.user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = demo.user.get_session_auth_hash()
    session.create()
    UserSession.objects.create(
        user=demo.user,
        session_key=session.session_key,
        ip=ip,
        user_agent=agent,
        created_at=demo.now - timedelta(days=begun),
        last_seen_at=demo.now - timedelta(days=seen),
    )
