"""A person's own programs hear of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apps.accounts.flows import record_event
from apps.accounts.models import SecurityEvent

if TYPE_CHECKING:
    from pytest_django import Settings

    from apps.users.models import User

Kind = SecurityEvent.Kind

heard: list[Any] = []


def hear(told: Any) -> None:
    """Listen to an event."""
    heard.append(told)


TOLD: dict[SecurityEvent.Kind, tuple[str, dict[str, object]]] = {
    Kind.SIGNED_IN: ("account.signed_in", {"method": "password"}),
    Kind.EMAIL_CHANGED: ("account.email_changed", {}),
    Kind.PASSWORD_CHANGED: ("account.password_changed", {}),
    Kind.PASSWORD_SET: ("account.password_changed", {}),
    Kind.PASSWORD_RESET: ("account.password_changed", {}),
    Kind.FACTOR_ADDED: ("account.second_factor_changed", {"method": "password", "added": True}),
    Kind.FACTOR_REMOVED: ("account.second_factor_changed", {"method": "password", "added": False}),
}


@pytest.mark.parametrize("kind", Kind)
def test_what_is_in_the_catalogue_is_told(
    member: User, settings: Settings, kind: SecurityEvent.Kind
) -> None:
    settings.EVENT_LISTENERS = [f"{__name__}.hear"]
    heard.clear()

    record_event(None, member, kind, "password")
    record_event(None, None, kind, "password")

    person: dict[str, object] = {"user_id": str(member.pk), "email": member.email}
    expected = [
        (name, f"user:{member.pk}", person | more) for name, more in [TOLD.get(kind, ("", {}))]
    ]
    found = [(told.event.name, told.about, told.data) for told in heard]
    assert found == [one for one in expected if one[0]]
