"""The way from a plan to its end in every theme, with JavaScript and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.paying import GOOD, check_out, choose, invoice_pdf, reads
from tests.browser.teamwork import found_team

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

NEEDS = ("auth", "billing", "teams")


def test_a_plan_is_chosen_paid_and_cancelled(
    arrive: Callable[..., Person], javascript: bool
) -> None:
    email = "gus@example.org" if javascript else "hope@example.org"
    person = arrive(email, javascript=javascript)
    person.sign_in()
    person.must_be_at("/dashboard/")
    person.visitor.goto("/teams/new/")
    team = found_team(person, "Plain Sailing")
    person.visitor.goto(f"{team}/billing/pricing/")
    person.look("prices")

    choose(person, "Start 14-day trial: Pro")
    check_out(person, "Start trial", card=GOOD)
    person.must_be_at("/settings/billing/")
    reads(person, "Everything is in place", "Trial until")
    person.look("on trial")
    assert invoice_pdf(person).startswith(b"%PDF")

    person.button("Cancel subscription").click()
    question = person.page.locator("dialog[open]")
    question.locator("[type=submit]").last.click()
    reads(person, "Your subscription is cancelled.", "Ends soon")
    person.look("cancelled")
