"""The administration: nothing is wrong with our pages that is not wrong with Django's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from quickscale_core.testing.browser.accessibility import SCHEMES, WIDTHS, find_violations

from tests.browser.states import FULL, PASSWORD
from tests.browser.tour import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from quickscale_core.testing import Project, Site, Visitor

OF_DJANGO: Final = {"link-in-text-block", "target-size"}
"""What axe-core finds on its own pages: breadcrumbs in the dark, boxes that select a row."""

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.xdist_group("tour")]


def wrong(page: Page) -> set[str]:
    """Return the rules that a page breaks, in every width and scheme."""
    found: set[str] = set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found |= {violation.rule for violation in find_violations(page)}
    return found


def test_our_pages_are_as_accessible_as_those_of_django(
    project: Project,
    quickscale_site: Callable[[Project], Site],
    quickscale_visitor: Callable[..., Visitor],
) -> None:
    site = quickscale_site(project)
    site.project.manage("seed_demo", "--password", PASSWORD).check()
    visitor = quickscale_visitor(site)
    sign_in(visitor, FULL, PASSWORD)
    visitor.goto("/admin/")
    ours = {"/admin/": wrong(visitor.page) - OF_DJANGO}
    links = visitor.page.locator("#content-main th a, #content-main caption a")
    for path in links.evaluate_all("all => all.map((it) => it.getAttribute('href'))"):
        visitor.goto(path)
        ours[path] = wrong(visitor.page) - OF_DJANGO
    assert len(ours) > 2
    assert {path: rules for path, rules in ours.items() if rules} == {}
