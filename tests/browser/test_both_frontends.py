"""What people do and see is the same, whether Django or an app in the browser draws the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from quickscale_core.testing import examine

from tests.browser.both_frontends import TEAM, choose, open_page, row
from tests.browser.states import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from quickscale_core.testing import Site, Visitor

pytestmark = [pytest.mark.browser]


def role(page: Page, member: str, name: str) -> Locator:
    """Return the cell of a member that shows a role; a form of theirs may offer others."""
    return row(page, "Members", member).get_by_role("cell", name=name, exact=True)


def test_the_dashboard_shows_the_same(ada: Visitor) -> None:
    page = open_page(ada, f"{TEAM}/dashboard/", "Dashboard")
    main = page.get_by_role("main")
    for heading in ("Hello, Ada", "Usage", "To do", "Activity", "Questions?"):
        expect(main.get_by_role("heading", name=heading)).to_be_visible()
    for words in ("Members", "Next invoice", "Exports each month", "1 invitation has expired"):
        expect(main.get_by_text(words).first).to_be_visible()
    expect(main.get_by_role("img", name=re.compile("Exports each month"))).to_be_visible()
    assert page.title() == "Dashboard · Acme"
    main.get_by_role("link", name="See invitations", exact=True).click()
    ada.page.wait_for_url("**/settings/members/**")


def test_the_checklist_is_hidden_for_good(ada: Visitor) -> None:
    page = open_page(ada, f"{TEAM}/dashboard/", "Dashboard")
    page.get_by_role("button", name="Hide checklist").click()
    expect(page.get_by_text("The checklist is hidden.").first).to_be_visible()
    expect(page.get_by_role("heading", name="Get started")).to_have_count(0)
    open_page(ada, f"{TEAM}/dashboard/", "Dashboard")
    expect(page.get_by_role("heading", name="Get started")).to_have_count(0)


def test_a_member_gets_another_role_and_leaves(ada: Visitor) -> None:
    page = open_page(ada, f"{TEAM}/settings/members/", "Members")
    expect(role(page, "Priya Raman", "Member")).to_be_visible()
    choose(page, "Priya Raman", "Change role")
    page.get_by_label("Role", exact=True).select_option(label="Admin")
    page.get_by_role("button", name="Save role").click()
    expect(role(page, "Priya Raman", "Admin")).to_be_visible()

    choose(page, "Samuel Okafor", "Remove member")
    page.locator("dialog[open], [role=alertdialog]").get_by_role(
        "button", name="Remove member"
    ).click()
    expect(row(page, "Members", "Samuel Okafor")).to_have_count(0)
    open_page(ada, f"{TEAM}/settings/members/", "Members")
    expect(row(page, "Members", "Jonas Lindqvist")).to_be_visible()
    expect(row(page, "Members", "Samuel Okafor")).to_have_count(0)


def test_an_invitation_is_sent_again_and_withdrawn(ada: Visitor, site: Site) -> None:
    page = open_page(ada, f"{TEAM}/settings/members/", "Members")
    expect(row(page, "Invitations", "oskar@example.com")).to_contain_text("Expired")
    choose(page, "oskar@example.com", "Send again")
    expect(row(page, "Invitations", "oskar@example.com")).not_to_contain_text("Expired")
    assert site.mailbox.last("oskar@example.com").links
    choose(page, "ines@example.com", "Withdraw")
    expect(row(page, "Invitations", "ines@example.com")).to_have_count(0)


def confirm_identity(page: Page) -> None:
    """Say again who is there, where the site asks."""
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_a_team_is_made_renamed_and_deleted_and_comes_back(ada: Visitor) -> None:
    page = open_page(ada, "/teams/", "Your teams")
    expect(row(page, "Your teams", "Blue Harbour")).to_be_visible()
    page.get_by_role("link", name="New team").first.click()
    page.get_by_role("button", name="Create team").click()
    expect(page.get_by_role("alert")).to_contain_text("What is the team called?")
    page.get_by_label("What is the team called?").fill("Red Lantern")
    page.get_by_role("button", name="Create team").click()
    expect(page.get_by_role("heading", level=1, name="Red Lantern")).to_be_visible()
    expect(page.get_by_text("Your team is ready. Invite the others.").first).to_be_visible()

    open_page(ada, "/t/red-lantern/settings/team/", "Team")
    page.get_by_label("Address").fill("-lantern")
    page.get_by_role("button", name="Save team").click()
    expect(page.get_by_role("alert")).to_contain_text("Use lower-case letters, digits and dashes")
    page.get_by_label("Name").fill("Green Lantern")
    page.get_by_label("Address").fill("green-lantern")
    page.get_by_role("button", name="Save team").click()
    expect(page.get_by_text("The team is saved.").first).to_be_visible()
    assert "/t/green-lantern/settings/team/" in page.url
    page.get_by_role("link", name="Show activity").click()
    expect(page.get_by_text("renamed the team: Red Lantern → Green Lantern")).to_be_visible()

    open_page(ada, "/t/green-lantern/settings/team/", "Team")
    page.get_by_role("link", name="Delete team").click()
    confirm_identity(page)
    page.get_by_label("Type the team's name to confirm").fill("Green")
    page.get_by_role("button", name="Delete team").click()
    expect(page.get_by_role("alert")).to_contain_text("That is not this team's name.")
    page.get_by_label("Type the team's name to confirm").fill("green lantern")
    page.get_by_role("button", name="Delete team").click()
    expect(page.get_by_role("heading", level=1, name="Your teams")).to_be_visible()
    expect(page.get_by_text("Green Lantern is deleted. You can restore").first).to_be_visible()
    page.get_by_role("button", name="Restore Green Lantern").click()
    expect(page.get_by_role("heading", level=1, name="Green Lantern")).to_be_visible()


def test_somebody_is_invited(ada: Visitor, site: Site) -> None:
    page = open_page(ada, f"{TEAM}/teams/overview/", "Blue Harbour")
    for words in ("Open invitations", "Your role", "New members", "Activity"):
        expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
    page.get_by_role("link", name="Invite member").first.click()
    page.get_by_label("E-mail address").fill("guest")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("alert")).to_contain_text("E-mail address")
    page.get_by_label("E-mail address").fill("guest@example.com")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("heading", level=1, name="Members")).to_be_visible()
    expect(row(page, "Invitations", "guest@example.com")).to_be_visible()
    assert site.mailbox.last("guest@example.com").links


def test_a_key_is_made_replaced_and_revoked(ada: Visitor) -> None:
    page = open_page(ada, f"{TEAM}/settings/api-keys/", "API keys")
    page.get_by_label("Name").fill("Nightly report")
    page.get_by_role("button", name="Make key").click()
    expect(page.get_by_role("alert")).to_contain_text("What it may be used for")
    page.get_by_role("combobox", name=re.compile("^For")).select_option(label="Blue Harbour")
    page.get_by_label("Teams, their members and invitations: read").check()
    page.get_by_role("button", name="Make key").click()
    expect(page.get_by_role("heading", name="Your new key")).to_be_visible()
    expect(row(page, "API keys", "Nightly report")).to_contain_text("teams:read")

    choose(page, "Nightly report", "Replace")
    expect(row(page, "API keys", "Nightly report")).to_have_count(2)
    expect(page.get_by_role("heading", name="Your new key")).to_be_visible()
    page.get_by_role("button", name="Revoke all").first.click()
    page.locator("dialog[open], [role=alertdialog]").get_by_role(
        "button", name="Revoke all"
    ).click()
    expect(page.get_by_text("All keys that you made are revoked.").first).to_be_visible()
    expect(page.get_by_text("Revoked", exact=True).first).to_be_visible()
    expect(page.get_by_role("heading", name="Your new key")).to_have_count(0)


def test_members_are_sorted(ada: Visitor) -> None:
    page = open_page(ada, f"{TEAM}/settings/members/", "Members")
    heading = page.get_by_role("region", name="Members").get_by_role("columnheader", name="Name")
    rows = page.get_by_role("region", name="Members").get_by_role("row")
    for order, place in (("ascending", rows.nth(1)), ("descending", rows.last)):
        heading.locator("a, button").click()
        expect(heading).to_have_attribute("aria-sort", order)
        expect(place).to_contain_text("Ada Ferreira")


def test_a_place_is_found_by_a_part_of_its_name(ada: Visitor) -> None:
    page = open_page(ada, f"{TEAM}/dashboard/", "Dashboard")
    page.keyboard.press("Control+k")
    opened = page.locator("dialog[open], [role=dialog]")
    opened.locator("input:not([type=hidden])").fill("sess")
    opened.get_by_text("Sessions").first.click()
    expect(page.get_by_role("heading", level=1, name="Sessions")).to_be_visible()


def test_quick_open_finds_teams_and_actions(ada: Visitor) -> None:
    page = open_page(ada, f"{TEAM}/dashboard/", "Dashboard")
    opened = page.locator("dialog[open], [role=dialog]")
    for words, found in (("lightho", "Lighthouse Research"), ("colleague", "Invite member")):
        page.keyboard.press("Control+k")
        opened.locator("input:not([type=hidden])").fill(words)
        expect(opened.get_by_text(found, exact=True).first).to_be_visible()
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    opened.locator("input:not([type=hidden])").fill("lightho")
    opened.get_by_text("Lighthouse Research", exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name="Lighthouse Research")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/",
        "/settings/api-keys/",
        "/settings/members/",
        "/settings/members/invite/",
        "/settings/team/",
        "/settings/team/activity/",
        "/teams/",
        "/teams/new/",
        "/teams/overview/",
    ],
)
def test_pages_are_for_everybody_at_both_widths_and_in_both_schemes(
    ada: Visitor, path: str
) -> None:
    ada.goto(TEAM + path)
    ada.page.wait_for_load_state("networkidle")
    problems = [str(it) for it in examine(ada.page)]
    assert not problems, "\n".join(problems)


def test_a_team_is_handed_on_and_left(ada: Visitor) -> None:
    page = open_page(ada, f"{TEAM}/settings/team/", "Team")
    page.get_by_role("link", name="Choose a new owner").click()
    confirm_identity(page)
    page.get_by_label("New owner").select_option(label="Jonas Lindqvist")
    page.get_by_role("button", name="Transfer").click()
    expect(page.get_by_text("Jonas Lindqvist owns the team now.").first).to_be_visible()
    expect(page.get_by_role("link", name="Choose a new owner")).to_have_count(0)
    open_page(ada, "/teams/", "Your teams")
    choose(page, "Blue Harbour", "Leave team")
    page.locator("dialog[open], [role=alertdialog]").get_by_role(
        "button", name="Leave team"
    ).click()
    expect(page.get_by_text("You left Blue Harbour.").first).to_be_visible()
