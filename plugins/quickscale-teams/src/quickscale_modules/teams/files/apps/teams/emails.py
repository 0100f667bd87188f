"""The app's e-mails, rendered and sent as those of accounts are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter

from apps.teams.links import site_path, team_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.teams.models import Invitation, Team
    from apps.users.models import User


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send an invitation's link.

    Args:
        invitation: Which one.
        token: Its secret, which is stored nowhere else.
    """
    inviter = invitation.invited_by
    _send(
        "invitation",
        invitation.email,
        invitation=invitation,
        team=invitation.team,
        inviter=str(inviter) if inviter else "",
        path=site_path("team_invitation", token=token),
    )


def send_removed(team: Team, user: User, by: User) -> None:
    """Tell somebody that they are not in a team any more."""
    _send("removed", user.email, team=team, by=str(by), path=site_path("team_list"))


def send_transferred(team: Team, user: User, by: User) -> None:
    """Tell somebody that a team is theirs now."""
    _send("transferred", user.email, team=team, by=str(by), path=team_path(team, "team_settings"))


def send_closed(team: Team, people: Iterable[User], by: User) -> None:
    """Tell everybody in a team that it was deleted, and until when that can be undone."""
    for user in people:
        _send("closed", user.email, team=team, by=str(by), path=site_path("team_list"))


def _send(name: str, email: str, **context: Any) -> None:
    get_adapter().send_mail(f"teams/email/{name}", email, context)
