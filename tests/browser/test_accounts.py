"""What people do with their accounts, in a real browser, with and without JavaScript."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, add_authenticator, one_time_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import Project, Site, Visitor

pytestmark = pytest.mark.browser

NUMBERS = count()


NEEDS = ("auth",)
"""Modules that a project needs for these tests."""


@pytest.fixture(scope="session")
def site(project: Project, quickscale_site: Callable[[Project], Site]) -> Site:
    """Return a site of these tests' own: its limits count nobody else's requests."""
    return quickscale_site(project.with_environ(SITE_FOR="accounts"))


@pytest.fixture
def meet(site: Site, quickscale_visitor: Callable[..., Visitor]) -> Callable[..., Person]:
    """Return a function that gives somebody new a browser."""

    def meet(*, javascript: bool = True) -> Person:
        visitor = quickscale_visitor(site, javascript=javascript)
        return Person(visitor=visitor, site=site, email=f"person{next(NUMBERS)}@example.org")

    return meet


def test_sign_up_verify_sign_out_and_in_again(
    meet: Callable[..., Person], javascript: bool
) -> None:
    person = meet(javascript=javascript)
    person.sign_up()
    person.sign_out()
    person.visitor.goto("/dashboard/")
    person.must_be_at("/accounts/login/")
    person.sign_in()
    person.must_be_at("/dashboard/")
    person.sign_out()
    person.sign_in_by_code()
    person.must_be_at("/dashboard/")


def test_a_password_ticks_off_its_rules(meet: Callable[..., Person], javascript: bool) -> None:
    person = meet(javascript=javascript)
    person.visitor.goto("/accounts/signup/")
    rules = person.page.locator(".field-help li")
    expect(rules).to_have_count(4)
    field = person.page.locator("[data-widget=password] input")
    kept = person.page.locator(".field-help [data-is-kept]")
    for password, ticks in (("24681357902", 1), ("q8-z", 1), ("copper-Lantern-42", 2), ("", 0)):
        field.fill(password)
        expect(kept).to_have_count(ticks if javascript else 0)
    assert all(person.page.locator(".field-help [data-rule]").all_inner_texts())


def test_a_forgotten_password_is_replaced(meet: Callable[..., Person], javascript: bool) -> None:
    person = meet(javascript=javascript)
    person.sign_up()
    person.sign_out()
    old = person.password
    person.reset_password("another-horse-entirely")
    new = person.password
    person.visitor.context.clear_cookies()
    person.password = old
    person.sign_in()
    person.must_be_at("/accounts/login/")
    person.password = new
    person.sign_in()
    person.must_be_at("/dashboard/")


def test_two_steps_by_app_or_recovery_code_until_the_app_is_removed(
    meet: Callable[..., Person], javascript: bool
) -> None:
    person = meet(javascript=javascript)
    person.sign_up()
    person.set_up_app()
    assert len(person.codes) == 10
    person.sign_out()

    person.sign_in()
    person.give_second_step(person.codes[0])
    person.must_be_at("/dashboard/")
    person.visitor.goto("/settings/security/")
    expect(person.page.locator("main")).to_contain_text("9 codes are left")
    person.sign_out()

    person.sign_in()
    person.give_second_step(person.codes[0])
    expect(person.page.locator("main [role=alert]").first).to_be_visible()
    # A code works once, and that of this half minute was spent on setting up; servers accept the
    # next one too, because clocks differ.
    person.give_second_step(one_time_password(person.secret, time.time() + 30))
    person.must_be_at("/dashboard/")

    person.remove_app()
    person.sign_out()
    person.sign_in()
    person.must_be_at("/dashboard/")


def test_a_passkey_signs_in_alone(meet: Callable[..., Person]) -> None:
    person = meet()
    add_authenticator(person.page)
    person.sign_up()
    person.add_passkey("Laptop")
    person.visitor.goto("/settings/security/passkeys/")
    expect(person.page.locator("main table")).to_contain_text("Laptop")
    person.sign_out()
    person.visitor.goto("/accounts/login/")
    person.press("Sign in with a passkey")
    person.must_be_at("/dashboard/")


def test_sessions_are_listed_and_others_signed_out(
    meet: Callable[..., Person], javascript: bool
) -> None:
    here = meet(javascript=javascript)
    here.sign_up()
    there = meet(javascript=javascript)
    there.email = here.email
    there.sign_in()
    there.must_be_at("/dashboard/")
    here.visitor.goto("/settings/sessions/")
    expect(here.page.locator("main tbody tr")).to_have_count(2)
    here.press("Sign out all others")
    here.visitor.goto("/settings/sessions/")
    expect(here.page.locator("main tbody tr")).to_have_count(1)
    there.visitor.goto("/dashboard/")
    there.must_be_at("/accounts/login/")


def test_an_account_is_deleted_for_good(meet: Callable[..., Person], javascript: bool) -> None:
    person = meet(javascript=javascript)
    person.sign_up()
    person.delete_account()
    person.must_be_at("/")
    person.sign_in()
    person.must_be_at("/accounts/login/")
    alert = person.page.locator("main [role=alert]").first
    expect(alert).to_contain_text("do not match")
