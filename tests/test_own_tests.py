"""The shares of a landing's projects hold every test of every app once."""

from __future__ import annotations

from collections import Counter

from tests.conftest import at_landing, selections
from tests.own_tests import own_tests


def test_no_test_of_an_app_runs_in_two_projects() -> None:
    chosen = list(at_landing([*selections()], each_alone=True))
    shares = [own_tests(one) for one in chosen]
    counted = Counter(path for share in shares for path in share.tests or () if path != "tests")
    # a file that differs between two projects, as one that a neighbour adds to, runs in both
    assert len([path for path, times in counted.items() if times > 1]) <= len(chosen)
    apps = Counter(app for share in shares for app in share.covered)
    assert {app for app, times in apps.items() if times > 1} == set()
    assert {"apps/users", "apps/accounts", "apps/billing", "apps/teams"} <= set(apps)
    assert {"apps/discounts", "apps/metering"} <= set(apps)


def test_what_is_about_a_whole_project_runs_in_the_smallest_and_the_largest() -> None:
    chosen = list(at_landing([*selections()], each_alone=True))
    wide = [one for one in chosen if "tests" in (own_tests(one).tests or ())]
    known = [one.contents for one in selections()]
    with_app = next(one for one in selections() if one.theme == "react")
    assert {one.contents for one in wide} == {known[0], with_app.contents, known[-1]}


def test_a_project_of_the_sweep_runs_everything() -> None:
    landing = set(at_landing([*selections()], each_alone=True))
    rest = [one for one in selections() if one not in landing]
    assert rest
    assert all(own_tests(one).tests is None for one in rest)
