"""Every e-mail, in both its forms; what is in a form must be in the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils import timezone

from apps.teams import emails
from apps.teams.tests.factories import InvitationFactory, PersonFactory, TeamFactory

if TYPE_CHECKING:
    from apps.teams.models import Team
    from apps.users.models import User

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).parents[1] / "templates" / "teams" / "email"


def send(name: str, team: Team, user: User, by: User) -> Any:
    """Send one of the e-mails; return it."""
    if name == "invitation":
        emails.send_invitation(InvitationFactory.create(team=team, invited_by=by), "secret")
    elif name == "closed":
        emails.send_closed(team, [user], by)
    else:
        {"removed": emails.send_removed, "transferred": emails.send_transferred}[name](
            team, user, by
        )
    [message] = mail.outbox
    return message


@pytest.mark.parametrize("name", sorted(path.stem for path in TEMPLATES.glob("*.html")))
def test_both_forms_say_the_same(name: str) -> None:
    now = timezone.now()
    team = TeamFactory.create(name="Blue & Co", closed_at=now, purge_at=now)
    message = send(name, team, PersonFactory.create(), PersonFactory.create(name="Ada Ferreira"))

    text, html = str(message.body), str(message.alternatives[0][0])
    assert "Blue & Co" in message.subject
    assert "Blue & Co" in text
    assert "Blue &amp; Co" in html
    assert "Ada Ferreira" in text
    assert "Ada Ferreira" in html
    [link] = [line for line in text.splitlines() if line.startswith("http") and "/t" in line]
    assert f'href="{link}"' in html
    assert f">{link}<" in html
    assert "You get this because" in text
    assert "You get this because" in html
    for form in (text, html):
        assert "{{" not in form
        assert "{%" not in form
