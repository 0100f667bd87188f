"""The life of a team from its founding to its end, in several browsers at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.paying import agree, open_actions, push, reads
from tests.browser.teamwork import found_team, invite, join, pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator
    from quickscale_core.testing import Site

    from tests.browser.person import Person

pytestmark = pytest.mark.browser

NEEDS = ("auth", "billing", "teams")
THEME = "htmx"
PARTS = True

FORBIDDEN = (
    "/settings/members/invite/",
    "/settings/team/activity/",
    "/settings/team/transfer/",
    "/settings/team/delete/",
    "/settings/billing/",
)
"""Addresses in a team that a plain member may type, and does not get."""


def test_a_team_from_its_founding_to_its_end(arrive: Callable[..., Person], shop: Site) -> None:
    dora, eli, fay = (
        arrive("dora@example.org"),
        arrive("eli@example.org"),
        arrive("fay@example.org"),
    )
    dora.sign_in()
    dora.must_be_at("/dashboard/")
    dora.visitor.goto("/teams/")
    dora.look("in no team")
    dora.press("New team")
    team = found_team(dora, "Red Kite")
    dora.look("a new team")

    join_with_a_new_account(fay, invite(dora, team, fay.email))
    join_with_an_account(eli, invite(dora, team, eli.email))
    see_only_what_a_member_sees(fay, dora, team)
    for person in (eli, fay):
        promote(dora, team, person)
    gone = remove_each_other(eli, fay, dora, team)
    accept_twice(gone, arrive(gone.email), dora, team)
    team = rename(dora, eli, team)
    hand_on(dora, fay, team)
    leave(dora, team)
    end(fay, eli, team, shop)


def join_with_a_new_account(guest: Person, link: str) -> None:
    """Follow an invitation's link, sign up with it, and join."""
    guest.visitor.goto(link)
    guest.look("an invitation for a stranger")
    guest.press("Create an account")
    guest.must_be_at("/accounts/signup/")
    guest.fill("Password", guest.password)
    guest.press("Create account")
    guest.must_be_at(link)
    join(guest, link)


def join_with_an_account(guest: Person, link: str) -> None:
    """Follow an invitation's link, sign in, join, and follow the link once more."""
    guest.visitor.goto(link)
    guest.press("Sign in")
    guest.must_be_at("/accounts/login/")
    guest.fill("E-mail address", guest.email)
    guest.fill("Password", guest.password)
    guest.press("Sign in")
    guest.must_be_at(link)
    join(guest, link)
    guest.visitor.goto(link)
    guest.must_be_at("/teams/overview/")
    reads(guest, "You are in Red Kite already.")


def see_only_what_a_member_sees(member: Person, owner: Person, team: str) -> None:
    """Find no way to what is not a member's, neither on pages nor by address."""
    members = f"{team}/settings/members/"
    owner.visitor.goto(members)
    owner.look("members, as their owner")
    open_actions(owner, "Eli")
    (role,) = {
        address
        for link in owner.page.get_by_role("link", name=re.compile("^Change role of Eli")).all()
        if (address := link.get_attribute("href"))
    }
    member.visitor.goto(members)
    member.look("members, as one of them")
    reads(member, owner.email)
    for words in ("Invite member", "Remove member", "Withdraw", "Action"):
        expect(member.page.get_by_text(words, exact=True)).to_have_count(0)
    for path in (*(team + one for one in FORBIDDEN), role):
        assert member.visitor.goto(path) == 403, path
        expect(member.page.locator("h1")).to_be_visible()
    member.look("what a member may not see")
    # Django's own page says so while DEBUG is on, so only the status is looked at.
    elsewhere = f"{member.site.url}/t/blue-harbour/teams/overview/"
    assert member.page.request.get(elsewhere).status == 404


def promote(owner: Person, team: str, member: Person) -> None:
    """Make a member an admin."""
    owner.visitor.goto(f"{team}/settings/members/")
    row(owner, member).locator("summary").click()
    row(owner, member).get_by_role("link", name="Change role of").click()
    owner.must_be_at("/role/")
    owner.look("a role")
    pick(owner, "Role", "Admin")
    owner.press("Save role")
    reads(owner, "is now: Admin.")
    member.visitor.goto(f"{team}/settings/members/")
    expect(member.page.get_by_role("link", name="Invite member").first).to_be_visible()


def row(person: Person, member: Person) -> Locator:
    """Return a member's row on the page of members."""
    return person.page.locator("main tr").filter(has_text=member.email)


def remove_each_other(one: Person, other: Person, owner: Person, team: str) -> Person:
    """Let two admins remove each other at the same moment; return whom it hit."""
    for person, rival in ((one, other), (other, one)):
        person.visitor.goto(f"{team}/settings/members/")
        row(person, rival).locator("summary").click()
        row(person, rival).get_by_role("button", name="Remove member").first.click()
        expect(person.page.locator("dialog[open]")).to_be_visible()
    for person in (one, other):
        person.page.locator("dialog[open] [type=submit]").last.click(no_wait_after=True)
    for person in (one, other):
        expect(person.page.locator("dialog[open]")).to_have_count(0)
    owner.visitor.goto(f"{team}/settings/members/")
    left = [person for person in (one, other) if row(owner, person).count()]
    assert len(left) == 1
    gone = one if left == [other] else other
    # To whom it hit the team's address is nothing any more, which Django's own page says.
    gone.visitor.problems.clear()
    gone.visitor.goto("/teams/")
    reads(gone, "You are not in a team yet")
    return gone


def accept_twice(guest: Person, again: Person, owner: Person, team: str) -> None:
    """Accept one invitation in two browsers at the same moment; become a member once."""
    link = invite(owner, team, guest.email)
    owner.look("an open invitation")
    again.sign_in()
    again.must_be_at("/dashboard/")
    for person in (guest, again):
        person.visitor.goto(link)
    for person in (guest, again):
        person.button("Join team").click(no_wait_after=True)
    for person in (guest, again):
        person.must_be_at("/teams/overview/")
    owner.visitor.goto(f"{team}/settings/members/")
    expect(row(owner, guest)).to_have_count(1)
    expect(owner.page.locator("main")).not_to_contain_text("Withdraw")


def rename(owner: Person, member: Person, team: str) -> str:
    """Give a team another name and address while a member looks at it."""
    member.visitor.goto("/teams/")
    owner.visitor.goto(f"{team}/settings/team/")
    owner.look("a team's settings")
    owner.fill("Name", "Black Kite")
    owner.fill("Address", "black-kite")
    owner.press("Save team")
    reads(owner, "The team is saved.")
    # The member's page is from before; what it leads to is as it is now.
    assert member.page.request.get(f"{member.site.url}{team}/teams/overview/").status == 404
    member.visitor.goto("/teams/")
    member.look("a renamed team")
    open_actions(member, "Black Kite")
    push(member, "Open Black Kite")
    member.must_be_at("/t/black-kite/teams/overview/")
    return "/t/black-kite"


def hand_on(owner: Person, heir: Person, team: str) -> None:
    """Hand a team on while its next owner looks at its settings."""
    heir.visitor.goto(f"{team}/settings/team/")
    expect(heir.button("Delete team")).to_have_count(0)
    owner.visitor.goto(f"{team}/settings/team/transfer/")
    owner.confirm_identity()
    owner.must_be_at("/settings/team/transfer/")
    pick(owner, "New owner", heir.email)
    owner.look("handing a team on")
    owner.press("Transfer")
    owner.must_be_at("/settings/team/")
    reads(owner, "owns the team now.")
    expect(owner.button("Delete team")).to_have_count(0)
    assert "Black Kite" in heir.site.mailbox.last(heir.email).text
    heir.page.reload()
    expect(heir.button("Delete team")).to_be_visible()


def leave(person: Person, team: str) -> None:
    """Leave a team."""
    person.visitor.goto(f"{team}/settings/team/")
    agree(person, "Leave team")
    person.must_be_at("/teams/")
    reads(person, "You left Black Kite.", "You are not in a team yet")


def end(owner: Person, member: Person, team: str, site: Site) -> None:
    """Delete a team, having slipped once, and bring it back before its time is over."""
    owner.open_guarded(f"{team}/settings/team/delete/")
    owner.fill("Type the team's name", "Red Kite")
    owner.press("Delete team")
    reads(owner, "That is not this team's name.")
    owner.look("deleting a team by the wrong name")
    owner.fill("Type the team's name", "Black Kite")
    owner.press("Delete team")
    owner.must_be_at("/teams/")
    reads(owner, "Black Kite is deleted.", "Deleted for good")
    owner.look("a deleted team")
    assert "Black Kite" in site.mailbox.last(member.email).subject
    member.visitor.goto("/teams/")
    reads(member, "You are not in a team yet")
    owner.press("Restore")
    owner.must_be_at(f"{team}/teams/overview/")
    reads(owner, "Black Kite is restored.")
    member.visitor.goto("/teams/")
    open_actions(member, "Black Kite")
    push(member, "Open Black Kite")
    member.must_be_at(f"{team}/teams/overview/")

    # Whoever is in another team as well goes back and forth by the switcher.
    owner.visitor.goto("/teams/new/")
    found_team(owner, "Second Nest")
    owner.page.locator(".app-sidebar summary").first.click()
    owner.look("the switcher")
    owner.page.locator(".app-sidebar").get_by_text("Black Kite").click()
    owner.must_be_at(f"{team}/teams/overview/")
    owner.visitor.goto(f"{team}/settings/team/activity/")
    owner.look("all that happened to a team")
