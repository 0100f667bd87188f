"""A site of the demo company in each frontend, and what stories about it share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from quickscale_core.testing import open_visitor
from quickscale_core.testing.frontend import build_frontend, has_frontend

from tests.browser.states import FULL, PASSWORD
from tests.browser.tour import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page
    from quickscale_core.testing import MakeProject, Project, Site, Tools, Visitor

__all__ = ["TEAM", "ada", "choose", "open_page", "row", "site"]

MODULES = ("api", "billing", "teams")
TEAM = "/t/blue-harbour"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(theme, marks=pytest.mark.xdist_group(f"both-{theme}"))
        for theme in ("htmx", "react")
    ],
)
def site(
    request: pytest.FixtureRequest,
    quickscale_project: MakeProject,
    quickscale_site: Callable[[Project], Site],
    quickscale_tools: Tools,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """Return a site of the demo company, in each theme."""
    folder: Path = tmp_path_factory.mktemp("both")
    project = quickscale_project(MODULES, theme=request.param).copy(folder / "acme")
    if has_frontend(project):
        if "npm" not in quickscale_tools:
            pytest.skip("there is no Node")
        build_frontend(project, folder, folder.joinpath(str(quickscale_tools["npm"][0])))
    site = quickscale_site(project)
    site.project.manage("seed_demo", "--password", PASSWORD).check()
    return site


@pytest.fixture
def ada(site: Site, quickscale_browser: Browser) -> Iterator[Visitor]:
    """Return the founder's browser; whatever it complains of fails the test."""
    with open_visitor(quickscale_browser, site) as visitor:
        sign_in(visitor, FULL, PASSWORD)
        yield visitor
        visitor.check()


def open_page(visitor: Visitor, path: str, heading: str) -> Page:
    """Open a page and wait until its heading is there."""
    visitor.goto(path)
    expect(visitor.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    return visitor.page


def row(page: Page, table: str, words: str) -> Locator:
    """Return the row of a table that holds some words."""
    return page.get_by_role("region", name=table).get_by_role("row").filter(has_text=words)


def choose(page: Page, who: str, action: str) -> None:
    """Choose what is to be done from a row's menu."""
    page.get_by_label(f"Actions for {who}").click()
    page.get_by_text(action, exact=True).locator("visible=true").first.click()
