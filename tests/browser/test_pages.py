"""Every page of every project, to everybody who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import list_routes, open_visitor

from tests.browser.states import EMPTY, FULL, PASSWORD, STATES
from tests.browser.tour import Tour, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser
    from quickscale_core.testing import Project, Site

SIGNS_OUT = ("logout", "account_logout")
LEADS_ELSEWHERE = {
    "pages:settings": "the first section of the settings area",
    "accounts/email/": "the settings area",
    "accounts/sessions/": "the settings area",
    "accounts/2fa/": "the settings area",
    "mfa_index": "the settings area",
    "mfa_login_webauthn": "nowhere: scripts ask it what a passkey is to sign",
    "pages:favicon": "the theme's icon",
    "billing_done": "the billing page, with a word on the payment",
}
"""Addresses that have no page of their own, and where they lead."""

ELSEWHERE = ("stripe_offline:",)
"""Beginnings of names of routes whose pages have a browser test of their own plugin's."""

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.xdist_group("tour")]


@pytest.fixture(scope="session")
def tours() -> dict[Path, Tour]:
    """Return the tours taken so far: pytest may leave a selection and come back to it."""
    return {}


@pytest.fixture(scope="session")
def tour(
    project: Project,
    quickscale_site: Callable[[Project], Site],
    quickscale_browser: Browser,
    tours: dict[Path, Tour],
) -> Tour:
    """Return what was seen of a project's site, with the demo company in it."""
    if project.path not in tours:
        site = quickscale_site(project)
        site.project.manage("seed_demo", "--password", PASSWORD).check()
        tours[project.path] = take_tour(project, site, quickscale_browser)
    return tours[project.path]


def take_tour(project: Project, site: Site, browser: Browser) -> Tour:
    """Walk through a site as a stranger, as somebody new and as the founder."""
    tour = Tour(list_routes(project))
    for who in ("a stranger", EMPTY, FULL):
        with open_visitor(browser, site) as visitor:
            if "@" in who:
                sign_in(visitor, who, PASSWORD)
            tour.walk(visitor, who, leave_out=SIGNS_OUT if "@" in who else ())
    names = {route.name for route in tour.routes}
    for name, show in STATES.items():
        if name in names:
            with open_visitor(browser, site) as visitor:
                show(tour, visitor, site)
    return tour


def test_no_page_is_unseen(tour: Tour) -> None:
    unseen = [name for name in tour.unseen if not name.startswith(ELSEWHERE)]
    assert set(unseen) - set(LEADS_ELSEWHERE) == set()


def test_no_page_has_anything_wrong_with_it(tour: Tour) -> None:
    assert tour.pages
    assert not tour.problems, "\n".join(tour.problems)
