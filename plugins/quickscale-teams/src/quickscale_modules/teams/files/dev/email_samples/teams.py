"""The e-mails of teams."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from apps.teams.models import Invitation, Team
from dev.email_samples.accounts import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.mail import EmailMessage

LINK: Final = "https://example.com/t/lighthouse/"


def invitation() -> EmailMessage:
    """Return an invitation to a team."""
    invited = Invitation(expires_at=timezone.now() + timedelta(days=7))
    return about_team("invitation", invitation=invited, inviter="Grace Hopper")


def closed() -> EmailMessage:
    """Return what members read once their team is deleted."""
    return about_team("closed", team=Team(name="Lighthouse", purge_at=timezone.now()))


def about_team(name: str, **context: object) -> EmailMessage:
    """Return an e-mail of teams; ``context`` goes before what all of them have."""
    known = {"team": Team(name="Lighthouse"), "by": "Grace Hopper", "link": LINK}
    return message(f"teams/email/{name}", **known | context)


SAMPLES: Final[Mapping[str, Callable[[], EmailMessage]]] = {
    "teams/email/closed": closed,
    "teams/email/invitation": invitation,
    "teams/email/removed": partial(about_team, "removed"),
    "teams/email/transferred": partial(about_team, "transferred"),
}
