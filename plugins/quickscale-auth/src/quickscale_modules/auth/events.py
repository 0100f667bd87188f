"""What a person's own programs may hear of their account."""

from __future__ import annotations

from typing import Final

from quickscale_core import Event, EventField

__all__ = ["EVENTS"]

PERSON: Final = EventField(
    name="user_id", format="uuid", example="2c0a7b5e-3d5f-4f53-8a55-6d1f5e9b7c22"
)
EMAIL: Final = EventField(name="email", format="email", example="ada@example.com")

EVENTS: Final = (
    Event(
        name="account.signed_in",
        summary="Somebody signed in to the account.",
        fields=(
            PERSON,
            EMAIL,
            EventField(
                name="method", format="string", example="password, totp", summary="What it took"
            ),
        ),
        about="person",
    ),
    Event(
        name="account.email_changed",
        summary="The account has another e-mail address.",
        fields=(PERSON, EMAIL),
        about="person",
    ),
    Event(
        name="account.password_changed",
        summary="The account's password was set, changed or reset.",
        fields=(PERSON, EMAIL),
        about="person",
    ),
    Event(
        name="account.second_factor_changed",
        summary="A way of two-step verification was added or removed.",
        fields=(
            PERSON,
            EMAIL,
            EventField(name="method", format="string", example="totp"),
            EventField(name="added", format="boolean", example=True),
        ),
        about="person",
    ),
)
"""In the order in which people choose from them."""
