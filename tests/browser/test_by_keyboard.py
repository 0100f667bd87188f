"""Sign up, invite, pay and cancel by the keyboard alone, and always see where one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import TimeoutError as TooLateError
from playwright.sync_api import expect

from tests.browser.paying import GOOD, check_out, reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.person import Person

pytestmark = pytest.mark.browser

NEEDS = ("auth", "billing", "teams")

MANY: Final = 80
"""How often one presses Tab at most; the longest page has 50 stops."""

SCROLLING: Final = 10_000
"""Milliseconds that a page may take to scroll to what has the focus."""

IN_SIGHT: Final = """() => {
  const it = document.activeElement;
  if (it === document.body) return true;  // between the page's end and its beginning
  const parts = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y]));
  return [...it.getClientRects()].some((box) => parts.some(([x, y]) => {
    const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return top && (it.contains(top) || top.contains(it));
  }));
}"""
"""Whether what has the focus can be seen, with nothing in front of it (WCAG 2.2, 2.4.11)."""


def stop(page: Page) -> None:
    """Press Tab once, and see where that leads."""
    page.keyboard.press("Tab")
    try:
        page.wait_for_function(IN_SIGHT, timeout=SCROLLING)
    except TooLateError:
        where = page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        raise AssertionError(f"{page.url}: the focus is out of sight at {where}") from None


def go_to(person: Person, target: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(MANY):
        if target.evaluate("(it) => it === document.activeElement"):
            return
        stop(person.page)
    raise AssertionError(f"{person.visitor.path}: no way by Tab to {target}")


def write(person: Person, label: str, text: str) -> None:
    """Go to a field and type into it."""
    go_to(person, person.page.locator("main input").and_(person.page.get_by_label(label)).first)
    person.page.keyboard.type(text)


def press(person: Person, words: str, within: str = "main") -> None:
    """Go to a button or link whose name begins with these words, and press it."""
    name = re.compile(f"^{re.escape(words)}")
    place = person.page.locator(within)
    found = place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))
    menu = place.locator(f'summary[aria-label^="{words}"]')
    go_to(person, found.or_(menu).first)
    person.page.keyboard.press("Enter")


def open_quickly(person: Person, words: str, label: str) -> None:
    """Find something by quick open and go there."""
    page = person.page
    page.keyboard.press("Control+k")
    box = page.get_by_role("searchbox").and_(page.locator(":focus"))
    box.wait_for()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    if "/quick-open/" in person.visitor.path:
        person.wait_for(r"/quick-open/\?")
        press(person, label)


def begins_at(person: Person, selector: str, text: str = "") -> None:
    """Wait until the page has its focus there."""
    focused = person.page.locator(selector).and_(person.page.locator(":focus"))
    expect(focused).to_contain_text(text)


def test_a_way_from_signing_up_to_cancelling(arrive: Callable[..., Person]) -> None:
    person = arrive("ivy@example.com")
    page = person.page
    person.visitor.goto("/accounts/signup/")
    write(person, "E-mail address", person.email)
    write(person, "Password", person.password)
    press(person, "Create account")
    person.must_be_at("/accounts/confirm-email/")
    begins_at(person, "main input[autocomplete=one-time-code]")
    page.keyboard.type("WRONG1")
    page.keyboard.press("Enter")
    begins_at(person, ".form-errors")
    write(person, "Code", person.mailed_code())
    page.keyboard.press("Enter")
    person.must_be_at("/dashboard/")

    open_quickly(person, "new team", "New team")
    person.must_be_at("/teams/new/")
    write(person, "What is the team called?", "Ivy Works")
    page.keyboard.press("Enter")
    person.must_be_at("/teams/overview/")

    open_quickly(person, "invite", "Invite member")
    person.must_be_at("/settings/members/invite/")
    write(person, "E-mail address", "joe@example.com")
    press(person, "Send invitation")
    person.must_be_at("/settings/members/")
    begins_at(person, ".messages", "joe@example.com")
    press(person, "Actions for joe@example.com")
    press(person, "Send again")
    begins_at(person, ".messages", "A new link is on its way")

    open_quickly(person, "pricing", "Pricing")
    person.must_be_at("/billing/pricing/")
    press(person, "Start 14-day trial: Pro")
    person.wait_for("/dev/stripe/checkout/")
    check_out(person, "Start trial", card=GOOD)
    person.must_be_at("/settings/billing/")
    begins_at(person, ".messages")

    press(person, "Cancel subscription")
    question = page.locator("dialog[open]")
    expect(question).to_be_visible()
    go_to(person, question.locator("[command=close]"))
    page.keyboard.press("Enter")
    expect(question).to_have_count(0)
    begins_at(person, "main button", "Cancel subscription")
    page.keyboard.press("Enter")
    go_to(person, question.locator("[type=submit]").last)
    page.keyboard.press("Enter")
    reads(person, "Your subscription is cancelled.")
    begins_at(person, ".messages", "Your subscription is cancelled.")
