"""Nobody makes the site write to many strangers, nor put words of their own before a link."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.teams import emails, endings, flows, invitations
from apps.teams.conf import conf
from apps.teams.flows import TeamRefusalError
from apps.teams.models import Invitation, Team
from apps.teams.roles import MEMBER
from apps.teams.tests.factories import InvitationFactory, PersonFactory, make_team

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

pytestmark = pytest.mark.django_db

BAIT = "You won at https://evil.example/now"


def test_a_person_sends_so_many_a_day_from_all_their_teams(settings: Settings) -> None:
    settings.TEAMS_INVITATIONS_PER_PERSON = 4
    sender = PersonFactory.create()
    teams = [flows.create_team(sender, f"Team {number}") for number in range(3)]
    for number in range(4):
        invitations.invite(teams[number % 3], f"guest{number}@example.com", MEMBER, by=sender)

    with pytest.raises(TeamRefusalError, match="sent many invitations today"):
        invitations.invite(teams[0], "more@example.com", MEMBER, by=sender)

    with scopes_disabled():
        Invitation.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert invitations.invite(teams[0], "more@example.com", MEMBER, by=sender)


def test_withdrawing_does_not_give_them_back(settings: Settings) -> None:
    settings.TEAMS_INVITATIONS_PER_PERSON = 1
    team, owner, _others = make_team()
    sent = invitations.invite(team, "guest@example.com", MEMBER, by=owner.user)
    invitations.revoke_invitation(sent, by=owner.user)

    with pytest.raises(TeamRefusalError, match="sent many invitations today"):
        invitations.invite(team, "guest@example.com", MEMBER, by=owner.user)


def test_an_address_gets_so_many_a_day_from_all_teams() -> None:
    for _number in range(conf.invitations_per_address):
        team, owner, _others = make_team()
        invitations.invite(team, "guest@example.com", MEMBER, by=owner.user)

    team, owner, _others = make_team()
    with pytest.raises(TeamRefusalError, match="got many invitations today"):
        invitations.invite(team, "Guest@Example.com", MEMBER, by=owner.user)
    assert invitations.invite(team, "other@example.com", MEMBER, by=owner.user)


def test_a_person_owns_so_many_teams(settings: Settings) -> None:
    settings.TEAMS_PER_PERSON = 2
    person = PersonFactory.create()
    flows.ensure_personal_team(person)
    first = flows.create_team(person, "One")
    flows.create_team(person, "Two")
    endings.close_team(first, by=person)

    with pytest.raises(TeamRefusalError, match="You own 2 teams"):
        flows.create_team(person, "Three")

    Team.objects.filter(pk=first.pk).update(purge_at=timezone.now())
    endings.purge_closed_teams()
    assert flows.create_team(person, "Three")


def test_a_teams_name_holds_no_web_address() -> None:
    team, owner, _others = make_team()

    with pytest.raises(TeamRefusalError, match="web addresses"):
        flows.create_team(owner.user, BAIT)
    with pytest.raises(TeamRefusalError, match="web addresses"):
        flows.update_team(team, name=BAIT, slug=team.slug, by=owner.user)
    personal = flows.ensure_personal_team(PersonFactory.create(name="", email="a.com@example.com"))
    assert personal.name == "a com (personal)"


def test_no_subject_holds_one_wherever_it_came_from(settings: Settings) -> None:
    settings.SITE_NAME = "Harbour.io"
    team, owner, _others = make_team(name=BAIT)

    emails.send_invitation(InvitationFactory.create(team=team, invited_by=owner.user), "secret")
    emails.send_removed(team, owner.user, owner.user)
    emails.send_transferred(team, owner.user, owner.user)
    Team.objects.update(closed_at=timezone.now(), purge_at=timezone.now())
    emails.send_closed(Team.objects.get(), [owner.user], owner.user)

    subjects = [message.subject for message in mail.outbox]
    assert len(subjects) == 4
    for subject in subjects:
        assert "https evil example/now" in subject
        assert "evil.example" not in subject


def test_closing_over_and_over_writes_to_nobody_more(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    team, owner, _others = make_team()

    with django_capture_on_commit_callbacks(execute=True):
        for _again in range(5):
            endings.close_team(team, by=owner.user)
            endings.reopen_team(team, by=owner.user)

    assert len(mail.outbox) == endings.MAILS_A_DAY
