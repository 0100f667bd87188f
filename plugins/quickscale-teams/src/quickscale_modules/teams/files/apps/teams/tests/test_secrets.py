"""The link into a team is written into no log and no error report, and sent along nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

from apps.accounts.tests.browsing import NEW_PASSWORD, sign_in
from apps.ops.tests.written import RecordingClient, check_nothing_tells, everything_logged
from apps.teams import invitations
from apps.teams.roles import MEMBER
from apps.teams.tests.browsing import link_in
from apps.teams.tests.factories import PersonFactory, make_team

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

pytestmark = pytest.mark.django_db

GUEST = "guest@example.com"


@pytest.mark.parametrize("rule", ["open", "invite", "closed"])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_tour_of_an_invitation_leaves_no_secret(
    settings: Settings,
    rule: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    *,
    is_known: bool,
) -> None:
    settings.ACCOUNTS_SIGNUP = rule
    team, owner, _others = make_team()
    if is_known:
        PersonFactory.create(email=GUEST)
    client = RecordingClient()
    with everything_logged() as lines:
        with django_capture_on_commit_callbacks(execute=True):
            invitations.invite(team, GUEST, MEMBER, by=owner.user)
        link = link_in(mail.outbox[-1])  # type: ignore[arg-type]
        client.get(link.rstrip("/"))
        client.get(link)
        sign_up = client.post(f"{link}sign-up/").headers["Location"]
        client.get(sign_up)
        client.post(sign_up, {"email": GUEST, "password1": NEW_PASSWORD, "next": link})
        client.get(f"{reverse('account_login')}?next={link}")
        sign_in(client, GUEST)
        client.post(link, headers={"referer": f"http://testserver{link}"})
        client.get(link)

    check_nothing_tells([link.split("/")[-2]], lines.getvalue(), client)
