"""Projects whose owners answered the options otherwise: too many for every landing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.discovery import Registry
from quickscale_core.testing import list_routes, open_visitor

from tests.browser.states import FULL, PASSWORD
from tests.browser.tour import Tour, sign_in
from tests.conftest import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser
    from quickscale_core.testing import GateReport, MakeProject, Project, Site

SOCIAL = ("apple", "github", "google", "microsoft", "openid_connect")
VARIANTS: dict[str, dict[str, object]] = {
    "closed": {"signup": "closed", "mfa": False, "passkeys": "off"},
    "by-invitation": {"signup": "invite", "verification_method": "link", "staff_mfa": True},
    "unverified": {"verification": "none", "passkeys": "off"},
    "optional": {"verification": "optional", "verification_method": "link", "mfa": False},
    "social": {"social": SOCIAL, "passkeys": "signup"},
}

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif("auth" not in Registry.installed(), reason="auth is not installed"),
]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((name, theme), id=f"{name}-{theme}", marks=pytest.mark.xdist_group(name))
        for name in VARIANTS
        for theme in THEMES
    ],
)
def project(request: pytest.FixtureRequest, quickscale_project: MakeProject) -> Project:
    """Return the project of a variant with a theme."""
    name, theme = request.param
    return quickscale_project(["auth"], theme=theme, options={"auth": VARIANTS[name]})


@pytest.mark.postgres
def test_the_whole_gate_passes(
    project: Project, quickscale_gate: Callable[[Project], GateReport]
) -> None:
    quickscale_gate(project).check()


@pytest.mark.browser
def test_no_page_has_anything_wrong_with_it(
    project: Project, quickscale_site: Callable[[Project], Site], quickscale_browser: Browser
) -> None:
    site = quickscale_site(project)
    site.project.manage("seed_demo", "--password", PASSWORD).check()
    tour = Tour(list_routes(project))
    with open_visitor(quickscale_browser, site) as stranger:
        tour.walk(stranger, "a stranger")
    with open_visitor(quickscale_browser, site) as visitor:
        sign_in(visitor, FULL, PASSWORD)
        tour.walk(visitor, FULL, leave_out=("account_logout",))
    assert tour.pages
    assert not tour.problems, "\n".join(tour.problems)
