"""What the dashboard shows of a team, to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.teams.models import TeamEvent
from apps.teams.sentences import SENTENCES, sentence_of
from apps.teams.tests.browsing import Browser
from apps.teams.tests.factories import (
    InvitationFactory,
    MembershipFactory,
    PersonFactory,
    TeamEventFactory,
    TeamFactory,
    make_team,
)

if TYPE_CHECKING:
    from django.test import Client

    from apps.teams.models import Membership

pytestmark = pytest.mark.django_db

Kind = TeamEvent.Kind
DASHBOARD = "pages:dashboard"


@pytest.fixture
def owner() -> Membership:
    """The owner of a team that nobody else is in."""
    owner: Membership = MembershipFactory.create(role="owner")
    return owner


def steps(membership: Membership) -> dict[str, bool]:
    shown = Browser(membership).get(DASHBOARD).context["dashboard"].steps
    return {str(step.label): step.done for step in shown}


class TestSteps:
    def test_without_a_team_the_first_thing_is_to_create_one(self, client: Client) -> None:
        client.force_login(PersonFactory.create())

        page = client.get(reverse(DASHBOARD))

        assert "You are not in a team yet" in page.text
        assert "Create your team" in page.text
        assert reverse("team_create") in page.text

    def test_inviting_is_done_by_the_first_invitation(self, owner: Membership) -> None:
        assert steps(owner)["Create your team"]
        assert not steps(owner)["Invite somebody"]

        InvitationFactory.create(team=owner.team, invited_by=owner.user)

        assert steps(owner)["Invite somebody"]

    def test_inviting_is_done_where_somebody_else_is(self, owner: Membership) -> None:
        MembershipFactory.create(team=owner.team)

        assert steps(owner)["Invite somebody"]

    def test_who_may_not_invite_is_not_asked_to(self, owner: Membership) -> None:
        member = MembershipFactory.create(team=owner.team)

        assert "Invite somebody" not in steps(member)

    def test_a_team_of_ones_own_is_none_yet(self) -> None:
        person = PersonFactory.create()
        alone = MembershipFactory.create(
            user=person, team=TeamFactory.create(personal_owner=person), role="owner"
        )

        assert not steps(alone)["Create your team"]
        assert "Invite somebody" not in steps(alone)


class TestTasks:
    def test_open_and_expired_invitations_are_told_apart(self, owner: Membership) -> None:
        now = timezone.now()
        for days in (3, -1, -2):
            InvitationFactory.create(
                team=owner.team, invited_by=owner.user, expires_at=now + timedelta(days=days)
            )

        page = Browser(owner).text(DASHBOARD)

        assert "1 invitation is not accepted yet" in page
        assert "2 invitations have expired" in page

    def test_they_are_for_those_who_may_invite(self, owner: Membership) -> None:
        InvitationFactory.create(team=owner.team, invited_by=owner.user)
        member = MembershipFactory.create(team=owner.team)

        assert "not accepted yet" not in Browser(member).text(DASHBOARD)

    def test_those_of_another_team_are_nobodys_here(self, owner: Membership) -> None:
        InvitationFactory.create()

        assert "not accepted yet" not in Browser(owner).text(DASHBOARD)


def test_members_are_counted_with_those_who_are_new(owner: Membership) -> None:
    owner.joined_at = timezone.now() - timedelta(days=90)
    owner.save()
    MembershipFactory.create_batch(2, team=owner.team)

    (members,) = [
        number
        for number in Browser(owner).get(DASHBOARD).context["dashboard"].numbers
        if number.label == "Members"
    ]

    assert (members.value, members.change, members.trend) == ("3", "2", "up")


class TestActivity:
    def test_it_is_told_in_sentences(self, owner: Membership) -> None:
        TeamEventFactory.create(
            team=owner.team, kind=Kind.INVITED, actor_name="Ada", subject="i@x.org", detail="Admin"
        )

        assert "Ada invited i@x.org as Admin" in Browser(owner).text(DASHBOARD)

    def test_members_see_who_came_and_left_and_no_more(self, owner: Membership) -> None:
        member = MembershipFactory.create(team=owner.team)
        TeamEventFactory.create(team=owner.team, kind=Kind.JOINED, subject="Ines", detail="Member")
        TeamEventFactory.create(team=owner.team, kind=Kind.INVITED, subject="secret@example.com")

        page = Browser(member).text(DASHBOARD)

        assert "Ines joined as Member" in page
        assert "secret@example.com" not in page

    @pytest.mark.parametrize("kind", Kind)
    def test_each_kind_of_event_is_a_sentence(self, kind: Kind) -> None:
        event = TeamEvent(kind=kind, actor_name="Ada", subject="Ines", detail="Member")

        assert kind in SENTENCES
        assert {"Ada", "Ines"} & set(sentence_of(event).split())

    def test_of_an_unknown_kind_its_name_is_told(self) -> None:
        assert sentence_of(TeamEvent(kind="moon_landing")) == "moon_landing"


def test_no_part_asks_more_than_once(owner: Membership) -> None:
    make_team()
    browser = Browser(owner)
    browser.get(DASHBOARD)
    with CaptureQueriesContext(connection) as shell:
        browser.get("team_create")

    with CaptureQueriesContext(connection) as asked:
        browser.get(DASHBOARD)

    of_teams = [query for query in asked if "teams_" in query["sql"]]
    shell_of_teams = [query for query in shell if "teams_" in query["sql"]]
    assert len(of_teams) - len(shell_of_teams) <= 4  # a step, the number, tasks, activity
