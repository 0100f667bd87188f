"""What other programs may hear of teams."""

from __future__ import annotations

from typing import Final

from quickscale_core import Event, EventField

__all__ = ["EVENTS"]

TEAM: Final = EventField(
    name="team_id", format="uuid", example="9f1c2a64-6e0b-4d0a-9a57-0d6f0f6d2b11"
)
PERSON: Final = EventField(
    name="user_id", format="uuid", example="2c0a7b5e-3d5f-4f53-8a55-6d1f5e9b7c22"
)
EMAIL: Final = EventField(name="email", format="email", example="ada@example.com")
ROLE: Final = EventField(name="role", format="string", example="member")
INVITATION: Final = EventField(
    name="invitation_id", format="uuid", example="5d7f1a90-1b7e-4f0e-9f2e-8c4f3f1f0a33"
)

EVENTS: Final = (
    Event(
        name="team.updated",
        summary="The team has another name or address.",
        fields=(
            TEAM,
            EventField(name="name", format="string", example="Northwind Design"),
            EventField(name="slug", format="string", example="northwind-design"),
        ),
    ),
    Event(
        name="team.member_added",
        summary="Somebody is a member of the team now.",
        fields=(TEAM, PERSON, EMAIL, ROLE),
    ),
    Event(
        name="team.member_removed",
        summary="Somebody is no member of the team any more.",
        fields=(
            TEAM,
            PERSON,
            EMAIL,
            EventField(
                name="left", format="boolean", example=False, summary="Whether they left themselves"
            ),
        ),
    ),
    Event(
        name="team.member_role_changed",
        summary="A member has another role.",
        fields=(
            TEAM,
            PERSON,
            EMAIL,
            ROLE,
            EventField(name="previous_role", format="string", example="admin"),
        ),
    ),
    Event(
        name="team.invitation_sent",
        summary="Somebody was invited into the team.",
        fields=(TEAM, INVITATION, EMAIL, ROLE),
    ),
    Event(
        name="team.invitation_accepted",
        summary="Somebody accepted an invitation into the team.",
        fields=(TEAM, INVITATION, PERSON, EMAIL, ROLE),
    ),
)
"""In the order in which people choose from them."""
