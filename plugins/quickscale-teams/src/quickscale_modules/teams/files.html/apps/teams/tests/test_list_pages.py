"""Lists are sorted and searched, and long ones are shown a page at a time."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.teams.models import TeamEvent
from apps.teams.roles import MEMBER, OWNER
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

pytestmark = pytest.mark.django_db


def test_teams_are_listed_a_page_at_a_time() -> None:
    _team, owner, _others = make_team(name="A first team")
    for _ in range(25):
        MembershipFactory.create(user=owner.user)
    closed = {"closed_at": timezone.now(), "purge_at": timezone.now() + timedelta(days=1)}
    gone = TeamFactory.create(name="Gone team", **closed)
    MembershipFactory.create(user=owner.user, team=gone, role=OWNER.name)
    browser = Browser(owner)

    first, last = browser.text("team_list"), browser.text("team_list", {"page": "2"})

    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in last
    assert first.count('aria-label="Open ') == 25
    assert last.count('aria-label="Open ') == 1
    assert "Gone team" in first
    assert "Gone team" not in last
    assert browser.get("team_list", {"page": "3"}).status_code == 404


def test_members_show_some_invitations_and_lead_to_all() -> None:
    team, owner, [member] = make_team(members=1)
    for _ in range(26):
        InvitationFactory.create(team=team)
    browser = Browser(owner)

    below, first = browser.text("team_members"), browser.text("team_invitations")

    assert below.count("Withdraw the invitation to") == 10
    assert browser.path("team_invitations") in below
    assert "Page 1 of 2" in first
    assert first.count("Withdraw the invitation to") == 25
    last = browser.text("team_invitations", {"page": "2"})
    assert last.count("Withdraw the invitation to") == 1
    assert member.role == MEMBER.name
    assert Browser(member).get("team_invitations").status_code == 403


def test_few_invitations_have_no_page_of_their_own_to_go_to() -> None:
    team, owner, _others = make_team()
    InvitationFactory.create(team=team)
    browser = Browser(owner)

    assert browser.path("team_invitations") + '"' not in browser.text("team_members")
    assert "Page " not in browser.text("team_invitations")


def test_they_are_listed_found_and_sorted() -> None:
    team, owner, _others = make_team()
    for name in ("Zoe Adler", "Ann Brook"):
        person = PersonFactory.create(name=name)
        MembershipFactory.create(team=team, user=person)
    browser = Browser(owner)

    found = browser.text("team_members", {"q": "zoe"})
    ordered = browser.text("team_members", {"sort": "-name"})

    assert "Zoe Adler" in found
    assert "Ann Brook" not in found
    assert ordered.index("Zoe Adler") < ordered.index("Ann Brook")
    assert "No matches" in browser.text("team_members", {"q": "nobody"})


def test_members_see_no_buttons() -> None:
    _team, owner, [member] = make_team(members=1)

    assert "Remove member" in Browser(owner).text("team_members")
    seen = Browser(member).text("team_members")
    assert "Remove member" not in seen
    assert "Invite member" not in seen
    assert "Invitations" not in seen


def test_an_expired_invitation_does_not_count_as_open() -> None:
    team, owner, _others = make_team()
    InvitationFactory.create(team=team)
    InvitationFactory.create(team=team, expires_at=timezone.now() - timedelta(days=1))

    page = " ".join(Browser(owner).text("team_overview").split())

    assert re.search(r"Open invitations\W+(<[^>]+>\s*)*1\b", page)
    assert "Expired" in Browser(owner).text("team_invitations")


@pytest.mark.parametrize("name", ["team_activity", "team_overview"])
def test_what_happened_is_told_in_sentences(name: str) -> None:
    team, owner, _others = make_team()
    kind = TeamEvent.Kind.REMOVED
    TeamEventFactory.create(team=team, kind=kind, actor_name="Ada", subject="Tomás")

    assert "Ada removed Tomás from the team" in Browser(owner).text(name)


def test_somebody_without_a_team_is_told_how_to_get_one(client: Client) -> None:
    client.force_login(PersonFactory.create())

    assert "You are not in a team yet" in client.get(reverse("team_list")).text
