"""The teams app's settings: names, types and defaults. Nothing else here reads settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.utils.module_loading import import_string

from apps.ops.app_settings import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apps.teams.models import Team
    from apps.teams.roles import Role

ADDRESSES = ("path", "session")
CALLABLES = (
    "roles",
    "seat_checks",
    "seat_notes",
    "membership_steps",
    "deletion_checks",
    "closing_steps",
    "reopening_steps",
    "deletion_steps",
)
"""Settings that are lists of dotted paths, by their attribute here."""


def _setting(name: str, default: Any) -> Any:
    return getattr(settings, name, default)


class TeamsConf:
    """Typed access; each value is read when it is asked for, so that tests can change it."""

    addresses = Setting[Literal["path", "session"]]("TEAMS_ADDRESSES", "path")
    """Where a request says which team it is about."""

    personal = Setting("TEAMS_PERSONAL", default=False)
    """Whether everybody has a team of their own."""

    grace_days = Setting("TEAMS_GRACE_DAYS", 14)
    """For how many days a deleted team can be brought back."""

    invitation_days = Setting("TEAMS_INVITATION_DAYS", 7)
    """For how many days an invitation is good."""

    invitations_per_hour = Setting("TEAMS_INVITATIONS_PER_HOUR", 50)
    """How many invitations a team may send in an hour."""

    invitations_per_person = Setting("TEAMS_INVITATIONS_PER_PERSON", 100)
    """How many invitations a person may send in a day."""

    invitations_per_address = Setting("TEAMS_INVITATIONS_PER_ADDRESS", 5)
    """How many invitations an address gets in a day."""

    teams_per_person = Setting("TEAMS_PER_PERSON", 20)
    """How many teams a person may own, their personal one aside."""

    event_days = Setting("TEAMS_EVENT_DAYS", 730)
    """For how many days a team's log goes back."""

    site_name = Setting("SITE_NAME", "")
    """What the site is called."""

    @property
    def roles(self) -> dict[str, Role]:
        """Roles besides owner, admin and member (``TEAMS_ROLES``), by dotted path."""
        return _imported("TEAMS_ROLES")

    @property
    def seat_checks(self) -> dict[str, Callable[[Team], Iterable[str]]]:
        """What may be in the way of one more member (``TEAMS_SEAT_CHECKS``).

        Each takes a team and returns sentences. They are asked before an invitation is sent and,
        with the team locked, before it is accepted.
        """
        return _imported("TEAMS_SEAT_CHECKS")

    @property
    def seat_notes(self) -> dict[str, Callable[[Team], Iterable[str]]]:
        """What whoever invites somebody is to know before (``TEAMS_SEAT_NOTES``).

        Each takes a team and returns sentences, such as what one more member costs.
        """
        return _imported("TEAMS_SEAT_NOTES")

    @property
    def membership_steps(self) -> dict[str, Callable[[Team], None]]:
        """What happens when somebody joined or left a team (``TEAMS_MEMBERSHIP_STEPS``).

        Each takes the team and runs in the same transaction.
        """
        return _imported("TEAMS_MEMBERSHIP_STEPS")

    @property
    def deletion_checks(self) -> dict[str, Callable[[Team], Iterable[str]]]:
        """What may forbid a team's deletion (``TEAMS_DELETION_CHECKS``).

        Each takes a team and returns sentences that say what is in the way.
        """
        return _imported("TEAMS_DELETION_CHECKS")

    @property
    def closing_steps(self) -> dict[str, Callable[[Team], None]]:
        """What happens when a team is deleted and its grace begins (``TEAMS_CLOSING_STEPS``)."""
        return _imported("TEAMS_CLOSING_STEPS")

    @property
    def reopening_steps(self) -> dict[str, Callable[[Team], None]]:
        """What happens when a deleted team is brought back (``TEAMS_REOPENING_STEPS``)."""
        return _imported("TEAMS_REOPENING_STEPS")

    @property
    def deletion_steps(self) -> dict[str, Callable[[Team], None]]:
        """What happens just before a team's rows are deleted for good (``TEAMS_DELETION_STEPS``).

        Each takes the team and runs in the deletion's transaction.
        """
        return _imported("TEAMS_DELETION_STEPS")


def _imported(name: str) -> dict[str, Any]:
    return {path: import_string(path) for path in _setting(name, ())}


conf = TeamsConf()
"""This project's settings of the teams app."""
