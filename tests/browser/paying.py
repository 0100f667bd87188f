"""What people do about money, at the site and at the stand-in for Stripe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.person import Person

__all__ = [
    "DECLINED",
    "FAILING",
    "GOOD",
    "agree",
    "check_out",
    "choose",
    "give_clock",
    "invoice_pdf",
    "keep_card",
    "listen",
    "move_on",
    "pay_with",
    "push",
    "reads",
]

GOOD: Final = "4242424242424242"
FAILING: Final = "4000000000000341"
"""The card that is accepted, and whose payments all fail."""
DECLINED: Final = "4000000000000002"

OFFLINE: Final = "/dev/stripe/"
MANY: Final = 400
"""How often one asks whether Stripe has told everything; it takes a handful."""


def reads(person: Person, *texts: str) -> None:
    """Wait until their page says all of this."""
    for text in texts:
        expect(person.page.locator("main")).to_contain_text(text)


def push(person: Person, name: str) -> None:
    """Press the first button whose whole name, which may not be all in sight, begins like this."""
    person.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first.click()


def open_actions(person: Person, name: str) -> None:
    """Open the menu of what one may do with something in a list."""
    menu = person.page.locator(f'summary[aria-label^="Actions for {name}"]').first
    menu.click()
    expect(menu.locator("..").locator("a, button").first).to_be_visible()


def agree(person: Person, words: str) -> None:
    """Press a button that asks once more, look at its question, and say yes."""
    person.button(words).click()
    question = person.page.locator("dialog[open]")
    expect(question).to_be_visible()
    person.look(f"asked whether to {words.lower()}")
    question.locator("[type=submit]").last.click()


def choose(person: Person, name: str) -> None:
    """Choose a plan on the page of prices, and arrive at Checkout."""
    push(person, name)
    person.wait_for(f"{OFFLINE}checkout/")


def check_out(person: Person, words: str, *, card: str = "") -> None:
    """Fill in Checkout's page and send it.

    Args:
        person: Who pays.
        words: What its button begins with.
        card: The number of a test card, where one is asked for.
    """
    if card:
        person.page.get_by_label(card).check()
    push(person, words)


def keep_card(person: Person, card: str) -> None:
    """Have another card kept, and pay with it from now on."""
    person.visitor.goto("/settings/billing/payment-methods/")
    push(person, "Add payment method")
    person.wait_for(f"{OFFLINE}checkout/")
    person.look("Checkout for a card")
    check_out(person, "Save card", card=card)
    person.must_be_at("/settings/billing/")
    pay_with(person, card)


def pay_with(person: Person, card: str) -> None:
    """Pay with another card that is kept."""
    person.visitor.goto("/settings/billing/payment-methods/")
    person.look("several cards")
    open_actions(person, f"Visa •••• {card[-4:]}")
    push(person, f"Pay with this: Visa •••• {card[-4:]}")
    reads(person, "This payment method is used from now on.")


def invoice_pdf(person: Person) -> bytes:
    """Download the first invoice in sight."""
    link = person.page.get_by_role("link", name=re.compile("^PDF of")).first
    address = link.get_attribute("href")
    assert address
    answer = person.page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def give_clock(person: Person, name: str) -> None:
    """Give a customer a test clock."""
    person.visitor.goto(OFFLINE)
    push(person, f"Start a test clock for {name}")
    expect(person.page.get_by_role("button", name=f"the clock of {name}")).to_be_visible()
    person.look("the stand-in's overview")


def move_on(person: Person, name: str, days: int) -> None:
    """Move a customer's test clock on, and wait until the site has heard what came of it."""
    person.visitor.goto(OFFLINE)
    clock = person.page.locator("li").filter(has_text=f"the clock of {name}")
    clock.get_by_label("Days").fill(str(days))
    clock.get_by_role("button", name="Advance by days").click()
    person.must_be_at(OFFLINE)
    listen(person)


def listen(person: Person) -> None:
    """Wait until Stripe has told the site of everything that has happened."""
    for _ in range(MANY):
        page = person.page.request.get(person.site.url + OFFLINE).text()
        if "waiting" not in page:
            return
    raise AssertionError(f"webhooks wait for ever; the server wrote:\n{person.site.output}")
