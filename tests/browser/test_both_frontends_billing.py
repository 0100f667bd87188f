"""What people do about money is the same, whether Django or an app draws the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from quickscale_core.testing import examine, open_visitor

from tests.browser.both_frontends import TEAM, open_page
from tests.browser.states import EMPTY, FULL, PASSWORD
from tests.browser.tour import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from quickscale_core.testing import Site, Visitor

pytestmark = [pytest.mark.browser]

BILLING = f"{TEAM}/settings/billing"
TIMES = "\N{MULTIPLICATION SIGN}"
MEMBER = "marta@example.com"


def press(page: Page, name: str) -> None:
    """Press the button or follow the link of a name."""
    main = page.get_by_role("main")
    button = main.get_by_role("button", name=name, exact=True)
    button.or_(main.get_by_role("link", name=name, exact=True)).first.click()


def agree(page: Page, action: str) -> Locator:
    """Press a button that asks once more, and return its question."""
    page.get_by_role("main").get_by_role("button", name=action, exact=True).click()
    question = page.locator("dialog[open], [role=alertdialog]")
    expect(question).to_be_visible()
    return question


def says(page: Page, *texts: str | re.Pattern[str]) -> None:
    """Wait until a page says all of this."""
    for text in texts:
        expect(page.get_by_text(text).locator("visible=true").first).to_be_visible()


def test_the_overview_says_what_is_paid_and_used(ada: Visitor) -> None:
    page = open_page(ada, f"{BILLING}/", "Billing")
    for heading in ("Your plan", "Usage", "One-off", "Payment", "Invoices", "Stop"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    says(page, "Active", "Renews", re.compile(rf"\$\d+\s+{TIMES} \d+ seats\s+= \$\d+\s+each month"))
    says(page, "Exports each month", re.compile("Invoices and receipts are sent to"))
    assert page.title() == "Billing · Acme"


def test_invoices_are_listed_with_their_documents(ada: Visitor) -> None:
    page = open_page(ada, f"{BILLING}/invoices/", "Invoices")
    table = page.get_by_role("region", name="Invoices").get_by_role("table")
    expect(table.get_by_text("Paid", exact=True).first).to_be_visible()
    document = table.get_by_role("link", name=re.compile("^PDF of ")).first
    assert str(document.get_attribute("href")).endswith("/pdf/")


def test_a_smaller_plan_is_chosen_and_the_present_one_kept(ada: Visitor) -> None:
    page = open_page(ada, f"{BILLING}/", "Billing")
    press(page, "Change plan")
    expect(page.get_by_role("heading", name="Starter")).to_be_visible()
    press(page, "Change to Starter")
    says(page, re.compile(r"You keep Pro until .* Starter starts then"))
    press(page, "Change to Starter")
    says(page, "Your plan will be Starter when the period ends.", "Becomes Starter")
    says(page, "Price from then")
    press(page, "Stay with Pro")
    says(page, "Your plan stays as it is.", "Renews")
    expect(page.get_by_text("Becomes Starter")).to_have_count(0)


def test_a_subscription_is_cancelled_and_kept(ada: Visitor) -> None:
    page = open_page(ada, f"{BILLING}/", "Billing")
    question = agree(page, "Cancel subscription")
    expect(question).to_contain_text(
        re.compile(r"You keep Pro until .*, and nothing more is charged\. Then you are on the free")
    )
    question.get_by_role("button", name="Keep subscription").click()
    expect(question).to_have_count(0)
    agree(page, "Cancel subscription").get_by_role("button", name="Cancel subscription").click()
    says(page, "Your subscription is cancelled. Nothing more is charged.", "Ends soon")
    press(page, "Keep my subscription")
    says(page, "Your subscription continues.", "Active")


def test_a_subscription_is_paused_and_resumed(ada: Visitor) -> None:
    page = open_page(ada, f"{BILLING}/", "Billing")
    agree(page, "Pause subscription").get_by_role("button", name="Pause subscription").click()
    says(page, "Paused")
    press(page, "Resume subscription")
    says(page, re.compile("Pro is paid until .* Nothing is charged before"))
    press(page, "Resume subscription")
    says(page, "Your subscription continues.", "Active")


def test_more_seats_are_priced_before_anybody_is_invited(ada: Visitor) -> None:
    page = open_page(ada, f"{BILLING}/seats/", "Seats")
    press(page, "What would that cost?")
    says(page, re.compile(r"\$\S+ are charged now, for the rest of the period"))
    press(page, "Go to the members")
    expect(page.get_by_role("heading", level=1, name="Members")).to_be_visible()


def test_another_card_pays_and_is_removed(ada: Visitor) -> None:
    page = open_page(ada, f"{BILLING}/payment-methods/", "Payment methods")
    expect(page.get_by_role("region", name="Payment methods")).to_contain_text("Pays")
    press(page, "Add payment method")
    page.wait_for_url("**/dev/stripe/checkout/**")


def test_a_plan_from_the_page_of_prices_is_bought_and_outgrown(
    site: Site, quickscale_browser: Browser
) -> None:
    with open_visitor(quickscale_browser, site) as visitor:
        sign_in(visitor, EMPTY, PASSWORD)
        page = visitor.page
        visitor.goto("/teams/new/")
        page.get_by_label("What is the team called?").fill("Green Harbour")
        page.get_by_role("button", name="Create team").click()
        page.wait_for_url("**/t/green-harbour/**")
        visitor.goto("/t/green-harbour/billing/pricing/")
        page.get_by_role("button", name="Start 14-day trial: Starter").click()
        page.wait_for_url("**/dev/stripe/checkout/**")
        page.get_by_role("button", name=re.compile("^Start trial")).click()
        page.wait_for_url("**/t/green-harbour/settings/billing/")
        says(page, "Thank you. Everything is in place.", "Trial until", "Starter")

        visitor.goto("/t/green-harbour/billing/pricing/")
        page.get_by_role("link", name="Change to Pro").click()
        expect(page.get_by_role("heading", level=1, name="Change plan")).to_be_visible()
        says(page, "Nothing is charged now.")
        visitor.check()


def test_whoever_may_not_learns_who_may(site: Site, quickscale_browser: Browser) -> None:
    with open_visitor(quickscale_browser, site) as visitor:
        sign_in(visitor, MEMBER, PASSWORD)
        page = open_page(visitor, f"{BILLING}/", "Billing")
        expect(page.get_by_role("heading", name="Somebody else manages billing")).to_be_visible()
        says(page, re.compile(f"Ask one of them:.*{re.escape(FULL)}"))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/invoices/",
        "/payment-methods/",
        "/plan/",
        "/plan/confirm/?plan=starter&interval=month",
        "/seats/",
    ],
)
def test_pages_are_for_everybody_at_both_widths_and_in_both_schemes(
    ada: Visitor, path: str
) -> None:
    ada.goto(BILLING + path)
    ada.page.wait_for_load_state("networkidle")
    problems = [str(it) for it in examine(ada.page)]
    assert not problems, "\n".join(problems)
