"""The leak test finds every route of a REST API, and leaks of every kind in one."""

from __future__ import annotations

from base64 import b64encode
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.test import override_settings

from apps.teams.tests.addresses import ADDRESSES
from apps.teams.tests.finder.declared import Declared
from apps.teams.tests.finder.probe import Prober
from apps.teams.tests.finder.routes import every_route
from apps.users.tests.factories import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from apps.teams.tests.finder.world import Side, World

pytestmark = [
    pytest.mark.usefixtures("sample"),
    pytest.mark.skipif(
        find_spec("rest_framework") is None,
        reason="djangorestframework is not among this project's requirements",
    ),
]

UNSCOPED = {**Declared.by_the_apps().unscoped, "teams_sample.Note": "a test's"}
SAMPLE = "apps.teams.tests.sample"


@pytest.fixture(scope="module", autouse=True)
def _installed(_sample_tables: None) -> Iterator[None]:
    """Let pages for browsers be found, which the framework has for people who look into an API.

    For the whole file, because templates, translations and addresses are read anew each time.
    """
    installed = dict.fromkeys([*django_settings.INSTALLED_APPS, "rest_framework"])
    with override_settings(INSTALLED_APPS=list(installed)):
        yield


@pytest.fixture(scope="module")
def _leaky(_installed: None) -> Iterator[None]:
    with override_settings(ROOT_URLCONF=f"{SAMPLE}.leaky_api_urls"):
        yield


def problems_of(
    world: World, prefix: str, declared: Declared | None = None
) -> dict[str, list[str]]:
    """Return what is wrong with addresses, by their names without the prefix."""
    prober = Prober(world, declared or Declared(unscoped=UNSCOPED))
    routes = [one for one in every_route() if one.name.startswith(prefix)]
    return {one.name.removeprefix(prefix): list(prober.problems(one)) for one in routes}


@pytest.mark.parametrize("addresses", ADDRESSES)
def test_every_route_of_a_sound_api_is_reached_and_passes(
    addresses: str, sample_world: World, settings: Settings
) -> None:
    settings.TEAMS_ADDRESSES = addresses
    settings.ROOT_URLCONF = f"{SAMPLE}.api_urls"

    assert problems_of(sample_world, "api:") == {
        "api-root": [],
        "project-list": [],
        "project-newest": [],
        "project-detail": [],
        "project-archive": [],
        "project-tasks": [],
        "task-list": [],
        "task-detail": [],
    }


@pytest.mark.usefixtures("_leaky")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lists-list", "its page shows"),
        ("shows-detail", "its page shows"),
        ("updates-detail", "PUT changes a row of teams_sample.Project"),
        ("patches-detail", "PATCH changes a row of teams_sample.Project"),
        ("deletes-detail", "DELETE deletes a row of teams_sample.Project"),
        ("acts-archive", "POST changes a row of teams_sample.Project"),
        ("counts-list", "changes when another team gets more rows"),
        ("searches-list", "its search shows"),
        ("orders-list", "?ordering="),
        ("filters-list", "?of_project="),
        ("links-list", "POST links teams_sample.Task.project to a row of theirs"),
        ("linksmany-list", "POST links teams_sample.Task.waits_for to a row of theirs"),
        ("plans", "POST links teams_sample.Task.project to a row of theirs"),
        ("guesses-list", "POST answers 500 to the key of a row of theirs in 'project' and 400"),
        ("chooses-list", "its page for browsers shows"),
        ("shown", "its page shows"),
        ("codes-detail", "no row fits code"),
        ("staffalone-list", "does not answer the owner of a team, but 403"),
        ("staffalone-detail", "does not answer the owner of a team, but 403"),
        ("tokens-list", "HEADERS = ..."),
        ("busy-list", "answers 429 before all is tried"),
    ],
)
def test_a_leak_is_found_and_told_with_what_to_do(
    name: str, said: str, sample_world: World
) -> None:
    prober = Prober(sample_world, Declared(unscoped=UNSCOPED))
    [route] = [one for one in every_route() if one.name == f"leaky:{name}"]

    # What comes after it need not be tried.
    found = next((one for one in prober.problems(route) if said in one), "")

    assert found
    assert "apps/teams/" in found or "settings of tests" in found


@pytest.mark.usefixtures("_leaky")
def test_what_an_api_wants_to_see_is_told_by_an_app(sample_world: World) -> None:
    def headers(side: Side) -> dict[str, str]:
        known = b64encode(f"{side.owner.email}:{PASSWORD}".encode()).decode()
        return {"Authorization": f"Basic {known}"}

    declared = Declared(unscoped=UNSCOPED, headers=[headers])

    found = problems_of(sample_world, "leaky:tokens-", declared)

    assert found == {"list": [], "newest": [], "detail": [], "archive": []}
