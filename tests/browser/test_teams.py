"""Teams in two tabs, and without JavaScript; test_team_life.py follows one to its end."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import Project, Site, Visitor

pytestmark = pytest.mark.browser

NEEDS = ("auth", "teams")
"""Modules that a project needs for these tests."""

NUMBERS = count()


@pytest.fixture(scope="session")
def site(project: Project, quickscale_site: Callable[[Project], Site]) -> Site:
    """Return a site of these tests' own: its limits count nobody else's requests."""
    return quickscale_site(project.with_environ(SITE_FOR="teams"))


@pytest.fixture
def meet(site: Site, quickscale_visitor: Callable[..., Visitor]) -> Callable[..., Person]:
    """Return a function that gives somebody new a browser."""

    def meet(*, javascript: bool = True) -> Person:
        visitor = quickscale_visitor(site, javascript=javascript)
        return Person(visitor=visitor, site=site, email=f"teammate{next(NUMBERS)}@example.org")

    return meet


def found_team(person: Person, name: str) -> str:
    """Create a team; return the beginning of its pages' addresses."""
    person.visitor.goto("/teams/new/")
    person.fill("What is the team called?", name)
    person.press("Create team")
    person.must_be_at("/teams/overview/")
    return person.visitor.path.removesuffix("/teams/overview/")


def invite(person: Person, team: str, guest: Person) -> str:
    """Invite somebody; return the link they get."""
    person.visitor.goto(f"{team}/settings/members/invite/")
    person.fill("E-mail address", guest.email)
    person.press("Send invitation")
    person.must_be_at("/settings/members/")
    (link, *_) = guest.site.mailbox.last(guest.email).links
    return link.removeprefix(guest.site.url)


def join_with_a_new_account(guest: Person, link: str) -> None:
    """Follow an invitation's link, sign up with it, and join."""
    guest.visitor.goto(link)
    guest.press("Create an account")
    guest.must_be_at("/accounts/signup/")
    guest.fill("Password", guest.password)
    guest.press("Create account")
    guest.must_be_at(link)
    guest.press("Join team")
    guest.must_be_at("/teams/overview/")


def test_two_tabs_are_in_two_teams(meet: Callable[..., Person]) -> None:
    person = meet()
    person.sign_up()
    first = found_team(person, "First")
    second = found_team(person, "Second")
    other = person.visitor.context.new_page()
    other.goto(f"{person.site.url}{first}/settings/team/")
    person.visitor.goto(f"{second}/settings/team/")

    # The form of the tab that was opened first is still about its own team.
    other.locator("main input").and_(other.get_by_label("Name")).fill("Renamed")
    other.locator("main [type=submit]").first.click()
    expect(other.locator("main")).to_contain_text("The team is saved")

    person.visitor.goto("/teams/")
    expect(person.page.locator("main table")).to_contain_text("Renamed")
    expect(person.page.locator("main table")).to_contain_text("Second")
    expect(person.page.locator("main table")).not_to_contain_text("First")


def test_a_guest_joins_without_javascript(meet: Callable[..., Person]) -> None:
    owner, guest = meet(), meet(javascript=False)
    owner.sign_up()
    link = invite(owner, found_team(owner, "Blue Harbour"), guest)

    join_with_a_new_account(guest, link)

    expect(guest.page.locator("h1")).to_contain_text("Blue Harbour")
