"""The way from the page of prices to a plan that is paid, for everybody who may come along it.

With JavaScript and without, each with the plan's name on every screen until it is theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.paying import GOOD, check_out, push, reads
from tests.browser.teamwork import found_team, invite, join

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.person import Person

pytestmark = pytest.mark.browser

NEEDS = ("auth", "billing", "teams")
PARTS = True

CHECKOUT = "/dev/stripe/checkout/"
CHOSEN = "You chose Pro"
NAME = "Start 14-day trial: Pro"


def of(person: str, *, javascript: bool) -> str:
    """Return the address of somebody who plays in a story with scripts, or in the one without."""
    return f"{person}.{'with' if javascript else 'without'}@example.org"


def team_of(person: Person) -> str:
    """Return what somebody's team is called; a name that holds an address is refused."""
    return f"Harbour of {person.email.partition('@')[0].replace('.', ' ')}"


def choose_as_a_stranger(person: Person) -> None:
    """Choose Pro on the page of prices, and arrive where one signs up."""
    person.visitor.goto("/billing/pricing/")
    person.page.get_by_role("link", name=NAME).click()
    person.must_be_at("/accounts/signup/")
    reads(person, CHOSEN)


def sign_up(person: Person) -> None:
    """Sign up on the page that is open, and verify the address."""
    person.fill("E-mail address", person.email)
    person.fill("Password", person.password)
    person.press("Create account")
    person.must_be_at("/accounts/confirm-email/")
    reads(person, CHOSEN)
    person.fill("Code", person.mailed_code())
    person.press("Verify")


def found(person: Person, name: str) -> None:
    """Make the team that pays, on the page that is open."""
    reads(person, CHOSEN)
    person.fill("What is the team called?", name)
    person.press("Create team")
    person.must_be_at("/billing/start/")


def pay(person: Person) -> None:
    """Go from the offer through Checkout to the page about billing."""
    push(person, "Start 14-day trial")
    person.wait_for(CHECKOUT)
    check_out(person, "Start trial", card=GOOD)
    person.must_be_at("/settings/billing/")
    reads(person, "Everything is in place", "Pro", "Trial until")


def be_with_a_team(person: Person, name: str) -> str:
    """Sign up without a plan in mind and make a team; return where its pages begin."""
    person.sign_up()
    person.visitor.goto("/teams/new/")
    return found_team(person, name)


def test_somebody_new_pays_in_one_line(arrive: Callable[..., Person], javascript: bool) -> None:
    nora = arrive(of("nora", javascript=javascript), javascript=javascript)
    choose_as_a_stranger(nora)
    sign_up(nora)
    nora.must_be_at("/teams/new/")
    found(nora, team_of(nora))
    pay(nora)


def test_somebody_without_a_team_makes_one_on_the_way(
    arrive: Callable[..., Person], javascript: bool
) -> None:
    theo = arrive(of("theo", javascript=javascript), javascript=javascript)
    theo.sign_up()
    theo.sign_out()
    choose_as_a_stranger(theo)
    theo.page.get_by_role("link", name="Sign in", exact=True).first.click()
    theo.must_be_at("/accounts/login/")
    reads(theo, CHOSEN)
    theo.fill("E-mail address", theo.email)
    theo.fill("Password", theo.password)
    theo.press("Sign in")
    theo.must_be_at("/teams/new/")
    found(theo, team_of(theo))
    pay(theo)


def test_a_member_is_told_who_may_choose(arrive: Callable[..., Person], javascript: bool) -> None:
    olga = arrive(of("olga", javascript=javascript), javascript=javascript)
    team = be_with_a_team(olga, team_of(olga))
    mila = arrive(of("mila", javascript=javascript), javascript=javascript)
    mila.sign_up()
    join(mila, invite(olga, team, mila.email))

    mila.visitor.goto(f"{team}/billing/start/?plan=pro&interval=month")

    reads(mila, "Somebody else manages billing", "Ask an owner or an admin of your team.")
    mila.visitor.goto("/dashboard/")
    assert CHOSEN not in mila.page.locator("body").inner_text()


def test_somebody_invited_joins_and_then_pays_for_a_team_of_their_own(
    arrive: Callable[..., Person], javascript: bool
) -> None:
    olaf = arrive(of("olaf", javascript=javascript), javascript=javascript)
    team = be_with_a_team(olaf, team_of(olaf))
    ivy = arrive(of("ivy", javascript=javascript), javascript=javascript)
    link = invite(olaf, team, ivy.email)
    choose_as_a_stranger(ivy)
    ivy.visitor.goto(link)
    ivy.press("Create an account")
    ivy.must_be_at("/accounts/signup/")
    reads(ivy, CHOSEN)
    ivy.fill("Password", ivy.password)
    ivy.press("Create account")
    ivy.must_be_at(link)
    join(ivy, link)

    ivy.visitor.goto("/teams/new/")
    found_team(ivy, team_of(ivy))
    ivy.visitor.goto("/billing/start/?plan=pro&interval=month")
    pay(ivy)


def test_who_pays_already_is_led_to_the_change(
    arrive: Callable[..., Person], javascript: bool
) -> None:
    paul = arrive(of("paul", javascript=javascript), javascript=javascript)
    be_with_a_team(paul, team_of(paul))
    paul.visitor.goto("/billing/start/?plan=pro&interval=month")
    pay(paul)

    paul.visitor.goto("/billing/start/?plan=starter&interval=month")

    paul.must_be_at("/settings/billing/plan/confirm/")
    reads(paul, "Starter")
