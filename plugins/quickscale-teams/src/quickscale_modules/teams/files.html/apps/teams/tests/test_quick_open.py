"""The switcher and quick open show the teams one is in, and what one may do in the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.teams.links import site_path, team_path
from apps.teams.quick_open import SHOWN
from apps.teams.tests.addresses import ADDRESSES
from apps.teams.tests.browsing import Browser
from apps.teams.tests.factories import MembershipFactory, PersonFactory, TeamFactory, make_team

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from apps.pages.quick_open import Entry

pytestmark = pytest.mark.django_db

ADDRESS = "pages:quick_open"


def found(browser: Browser, text: str = "") -> dict[str, list[Entry]]:
    groups = browser.get(ADDRESS, {"q": text}).context["groups"]
    return {group.label: list(group.entries) for group in groups}


def test_the_teams_one_is_in_are_found_and_no_others() -> None:
    _team, owner, _members = make_team(name="Fernhill")
    MembershipFactory.create(user=owner.user, team=TeamFactory.create(name="Harbour Fern"))
    TeamFactory.create(name="Fern of others")

    teams = found(Browser(owner), "fern")["Teams"]

    assert [(entry.label, entry.chosen) for entry in teams] == [
        ("Fernhill", True),
        ("Harbour Fern", False),
    ]


@pytest.mark.parametrize("addresses", ADDRESSES)
def test_a_team_opens_as_the_addresses_have_it(addresses: str, settings: Settings) -> None:
    settings.TEAMS_ADDRESSES = addresses
    _team, owner, _members = make_team()
    other = TeamFactory.create(name="Harbour")
    MembershipFactory.create(user=owner.user, team=other)
    entered = Browser(owner)
    entered.get("team_overview")

    (entry,) = found(entered, "harbour")["Teams"]

    if addresses == "path":
        assert (entry.method, entry.href) == ("get", team_path(other, "team_overview"))
    else:
        assert (entry.method, entry.href) == ("post", site_path("team_switch", slug=other.slug))


def test_who_may_invite_finds_it_by_other_words_too() -> None:
    _team, owner, [member] = make_team(members=1)

    (entry,) = found(Browser(owner), "add colleague")["Actions"]

    assert entry.href == Browser(owner).path("team_invite")
    assert found(Browser(member), "invite") == {}


def test_of_many_teams_some_are_found_by_as_many_queries() -> None:
    _team, owner, _members = make_team()
    browser = Browser(owner)
    browser.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        browser.get(ADDRESS)
    for _ in range(SHOWN + 5):
        MembershipFactory.create(user=owner.user)
    with CaptureQueriesContext(connection) as many:
        shown = found(browser)["Teams"]

    assert len(many) == len(few)
    assert len(shown) == SHOWN + 1  # and the page of all


def test_the_switcher_marks_the_present_team_and_shows_initials() -> None:
    team, owner, _members = make_team(name="Blue Harbour")

    page = Browser(owner).text("team_overview")

    menu = page.split('class="switcher dropdown"')[1].split("</details>")[0]
    assert menu.count('aria-current="true"') == 1
    assert menu.index(team_path(team, "team_overview")) < menu.index('aria-current="true"')
    assert ">BH<" in menu


def test_who_is_in_no_team_is_told_so(client: Client) -> None:
    client.force_login(PersonFactory.create())

    page = client.get(reverse(ADDRESS)).text

    assert "No team yet" in page
    assert site_path("team_create") in page
