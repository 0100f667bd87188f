"""Subscriptions from the page of prices to their end, as those who pay see them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.paying import (
    DECLINED,
    FAILING,
    GOOD,
    agree,
    check_out,
    choose,
    give_clock,
    invoice_pdf,
    keep_card,
    move_on,
    pay_with,
    push,
    reads,
)
from tests.browser.shop import STAFF
from tests.browser.teamwork import found_team, invite, join

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import Site

    from tests.browser.person import Person

pytestmark = pytest.mark.browser

NEEDS = ("auth", "billing", "teams")
THEME = "htmx"
PARTS = True

BILLING = "/settings/billing/"
TIMES = "\N{MULTIPLICATION SIGN}"


def test_a_plan_is_tried_without_a_card_then_bought_and_outgrown(
    arrive: Callable[..., Person], shop: Site
) -> None:
    ada = arrive("ada@example.org")
    team = choose_before_there_is_a_team(ada)
    try_without_a_card(ada, team, shop)
    pay_the_second_time(ada)
    outgrow(ada, team)
    buy_once(ada)
    shrink(ada)
    refund(arrive(STAFF), ada)


def choose_before_there_is_a_team(person: Person) -> str:
    """Come as a stranger, choose a plan that stays chosen, and return a new team's address."""
    person.visitor.goto("/billing/pricing/?interval=year")
    person.look("prices for strangers")
    person.page.get_by_role("link", name="Start 14-day trial: Starter").click()
    person.must_be_at("/accounts/signup/")
    reads(person, "You chose Starter")
    person.look("signing up with a plan in mind")
    person.page.get_by_role("link", name="Sign in", exact=True).click()
    person.must_be_at("/accounts/login/")
    reads(person, "You chose Starter")
    person.fill("E-mail address", person.email)
    person.fill("Password", person.password)
    person.press("Sign in")
    person.must_be_at("/teams/new/")
    reads(person, "You chose Starter")
    person.look("a team for a plan that was chosen")
    person.fill("What is the team called?", "Blue Harbour")
    person.press("Create team")
    person.must_be_at("/billing/start/")
    reads(person, "No payment method is needed")
    person.look("a chosen plan before it begins")
    return "/t/blue-harbour"


def try_without_a_card(person: Person, team: str, site: Site) -> None:
    """Begin a trial that asks for no card; it ends by itself, and says so in time."""
    person.visitor.goto(f"{team}/billing/pricing/")
    person.look("prices for a team")
    choose(person, "Start 14-day trial: Starter")
    person.look("Checkout without a card")
    check_out(person, "Start trial")
    person.must_be_at(BILLING)
    reads(person, "Everything is in place", "Trial until", "No payment method is saved.")
    person.look("on trial")
    give_clock(person, "Blue Harbour")
    move_on(person, "Blue Harbour", 12)
    warning = site.mailbox.last(person.email)
    assert "about to end" in warning.subject
    assert "Add a payment method" in warning.text
    person.visitor.goto(urlsplit(warning.links[0]).path)
    reads(person, "No payment method yet")
    move_on(person, "Blue Harbour", 3)
    assert "has ended" in site.mailbox.last(person.email).subject


def pay_the_second_time(person: Person) -> None:
    """Subscribe anew, without a trial: with a card that is declined, with a code, and get a PDF."""
    person.visitor.goto(BILLING)
    reads(person, "Free")
    person.press("Choose a plan")
    choose(person, "Subscribe to Starter")
    check_out(person, "Subscribe", card=DECLINED)
    expect(person.page.get_by_role("alert")).to_contain_text("declined")
    person.look("Checkout with a declined card")
    person.page.get_by_label("Promotion code").fill("SPRING")
    push(person, "Apply")
    reads(person, "Discount")
    person.look("Checkout with a promotion code")
    check_out(person, "Subscribe", card=GOOD)
    person.must_be_at(BILLING)
    reads(person, "Active", "$19 each month", "$14.25", "Visa •••• 4242")
    person.look("subscribed")
    assert invoice_pdf(person).startswith(b"%PDF")


def outgrow(person: Person, team: str) -> None:
    """Meet the limit of a plan for one person, be told what to do, and do it."""
    person.visitor.goto(f"{team}/settings/members/invite/")
    person.fill("E-mail address", "second@example.org")
    person.press("Send invitation")
    reads(person, "The plan Starter has room for 1 member. Change it under Billing first.")
    person.look("at the plan's limit")
    person.visitor.goto(BILLING)
    person.press("Change plan")
    person.look("other plans")
    person.press("Change to Pro")
    reads(person, "$30 are charged now")
    person.look("a larger plan")
    person.press("Change to Pro")
    reads(person, "Your plan is Pro.", f"$49 {TIMES} 1 seat each month", "$30")
    invite(person, team, "second@example.org")


def buy_once(person: Person) -> None:
    """Buy something once."""
    person.visitor.goto(BILLING)
    push(person, "Buy 100 more exports")
    person.wait_for("/dev/stripe/checkout/")
    person.look("Checkout for something once")
    check_out(person, "Pay", card=GOOD)
    person.must_be_at(BILLING)
    reads(person, "Everything is in place", "$9")


def shrink(person: Person) -> None:
    """Choose a smaller plan, and have it when the period is over."""
    person.press("Change plan")
    person.press("Change to Starter")
    reads(person, "You keep Pro until")
    person.press("Change to Starter")
    reads(person, "Becomes Starter", "Price from then", "$19 each month", "Stay with Pro")
    move_on(person, "Blue Harbour", 32)
    person.visitor.goto(BILLING)
    reads(person, "Starter", "Renews", "$19 each month")
    for words in ("Becomes Starter", "Stay with Pro"):
        expect(person.page.locator("main")).not_to_contain_text(words)


def refund(staff: Person, buyer: Person) -> None:
    """Give the newest payment back, as staff, and see that it is on record."""
    staff.sign_in()
    staff.must_be_at("/dashboard/")
    staff.visitor.goto(f"/admin/djstripe/charge/?q={buyer.email}")
    staff.page.get_by_role("link", name="Refund", exact=True).first.click()
    staff.page.get_by_label("Reason").fill("Bought by mistake.")
    push(staff, "Refund")
    expect(staff.page.locator("#content-start")).to_contain_text("will be refunded")
    staff.visitor.goto("/admin/billing/staffaction/")
    expect(staff.page.locator("#result_list")).to_contain_text("Bought by mistake.")
    # Django's own pages name no icon, so the browser looks for one where there is none.
    staff.visitor.problems[:] = [one for one in staff.visitor.problems if "favicon" not in one]


def test_a_plan_is_tried_with_a_card_shared_changed_and_not_paid(
    arrive: Callable[..., Person], shop: Site
) -> None:
    bob, carol = arrive("bob@example.org"), arrive("carol@example.org")
    bob.sign_in()
    bob.must_be_at("/dashboard/")
    bob.visitor.goto("/teams/new/")
    team = found_team(bob, "Red Mill")

    # A trial that asked for a card becomes a subscription.
    bob.visitor.goto("/billing/pricing/")
    choose(bob, "Start 14-day trial: Pro")
    bob.look("Checkout for a trial with a card")
    check_out(bob, "Start trial", card=GOOD)
    bob.must_be_at(BILLING)
    give_clock(bob, "Red Mill")
    move_on(bob, "Red Mill", 12)
    assert "It then continues as a paid subscription." in shop.mailbox.last(bob.email).text
    move_on(bob, "Red Mill", 3)
    bob.visitor.goto(BILLING)
    reads(bob, "Active", f"$49 {TIMES} 1 seat each month")

    go_down_and_stay(bob)
    share(bob, carol, team)
    be_too_many(bob)
    change_minds(bob)
    fail_to_pay(bob, carol, shop)

    # In the Customer Portal it ends.
    bob.press("Customer portal")
    bob.wait_for("/dev/stripe/portal/")
    bob.look("the portal")
    push(bob, "Cancel the subscription")
    expect(bob.page.get_by_role("button", name="Keep the subscription")).to_be_visible()
    bob.page.get_by_role("link", name="Return to the site").click()
    bob.must_be_at(BILLING)
    reads(bob, "Ends soon", "Keep my subscription")


def share(owner: Person, guest: Person, team: str) -> None:
    """Look at what a seat costs, invite somebody, and pay for them once they join."""
    owner.press("Price of more seats")
    owner.look("the price of seats")
    owner.press("What would that cost?")
    reads(owner, "2 seats", "are charged now")
    owner.look("the price of two seats")
    owner.press("Go to the members")
    guest.sign_in()
    guest.must_be_at("/dashboard/")
    join(guest, invite(owner, team, guest.email))
    assert guest.visitor.goto(f"{team}{BILLING}") == 403
    reads(guest, "Somebody else manages billing", owner.email)
    guest.look("another's billing")
    owner.visitor.goto(BILLING)
    reads(owner, f"$49 {TIMES} 2 seats = $98 each month")


def go_down_and_stay(person: Person) -> None:
    """Choose a smaller plan, and take that back before it begins."""
    person.press("Change plan")
    person.press("Change to Starter")
    reads(person, "You keep Pro until")
    person.look("a smaller plan")
    person.press("Change to Starter")
    reads(person, "Your plan will be Starter when the period ends.", "Becomes Starter")
    person.look("a smaller plan waits")
    person.press("Stay with Pro")
    reads(person, "Your plan stays as it is.")
    expect(person.page.locator("main")).not_to_contain_text("Becomes Starter")


def be_too_many(person: Person) -> None:
    """Be told that a smaller plan has no room for the members there are."""
    person.press("Change plan")
    person.press("Change to Starter")
    reads(person, "Members: 2 in use, and Starter allows 1. Remove some first")
    person.look("too many for a smaller plan")
    person.visitor.goto(BILLING)


def change_minds(person: Person) -> None:
    """Cancel and resume, pause and go on."""
    agree(person, "Cancel subscription")
    reads(person, "Your subscription is cancelled.", "Ends soon")
    person.look("cancelled")
    person.press("Keep my subscription")
    reads(person, "Your subscription continues.", "Active")

    agree(person, "Pause subscription")
    reads(person, "Your subscription is paused.", "Paused")
    person.look("paused")
    person.page.get_by_role("link", name="Resume subscription").click()
    reads(person, "Nothing is charged before.")
    person.look("resuming")
    person.press("Resume subscription")
    reads(person, "Your subscription continues.", "Active")


def fail_to_pay(owner: Person, member: Person, site: Site) -> None:
    """Have a payment fail, hear of it everywhere, and make it good."""
    keep_card(owner, FAILING)
    move_on(owner, "Red Mill", 32)
    mail = site.mailbox.last(owner.email)
    assert "failed" in mail.subject
    assert "Everything works until" in mail.text
    for person, words in (
        (owner, "Update how you pay"),
        (member, "Tell the person who manages billing."),
    ):
        person.visitor.goto("/dashboard/")
        reads(person, "A payment failed", words)
        person.look("a payment failed")
    owner.visitor.goto(BILLING)
    reads(owner, "Payment failed", "Suspended from")
    owner.look("past due")
    owner.press("See open invoices")
    owner.press("Pay now")
    reads(owner, "declined")
    owner.look("an open invoice")
    pay_with(owner, GOOD)
    owner.visitor.goto("/settings/billing/invoices/")
    owner.press("Pay now")
    reads(owner, "The invoice is paid.")
    owner.look("all invoices")
    owner.visitor.goto(BILLING)
    reads(owner, "Active")
    expect(owner.page.locator("main")).not_to_contain_text("A payment failed")
