"""The starter theme in a browser: readable, usable by keyboard and thumb, and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import examine, show_components

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import MakeProject, Project, Site, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def project(quickscale_project: MakeProject) -> Project:
    """Return a project with nothing but the theme."""
    return quickscale_project([], theme="starter")


@pytest.fixture(scope="module")
def site(project: Project, quickscale_site: Callable[[Project], Site]) -> Site:
    """Return it, served."""
    return quickscale_site(project)


@pytest.fixture
def visitor(site: Site, quickscale_visitor: Callable[..., Visitor]) -> Visitor:
    """Return somebody on its pages."""
    return quickscale_visitor(site)


def test_every_component_can_be_read_at_every_width_in_both_schemes(
    visitor: Visitor, project: Project
) -> None:
    show_components(visitor, project)
    # 640 px is what a laptop's 1280 px are at a zoom of 200 %.
    assert examine(visitor.page, widths=(1280, 640, 390)) == []


def test_a_chosen_scheme_stays_and_is_there_before_the_page_is_drawn(visitor: Visitor) -> None:
    visitor.goto("/")
    dark = visitor.page.get_by_role("button", name="Dark")
    dark.click()
    assert dark.get_attribute("aria-pressed") == "true"
    visitor.page.route("**/theme/theme.js", lambda request: request.abort())
    visitor.goto("/about/")
    visitor.problems.clear()  # the script that was held back on purpose
    root = visitor.page.locator("html")
    assert root.get_attribute("data-scheme") == "dark"


def test_a_password_can_be_shown_a_value_copied_and_a_menu_closed(
    visitor: Visitor, project: Project
) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    show_components(visitor, project)
    page = visitor.page
    password = page.locator("#id_password")
    page.get_by_role("button", name="Show password").click()
    assert password.get_attribute("type") == "text"
    page.get_by_role("button", name="Copy API key").click()
    page.get_by_text("Copied", exact=True).wait_for(state="attached")
    assert page.evaluate("() => navigator.clipboard.readText()") == "qs_live_51f0c2a9"
    page.get_by_text("Actions", exact=True).click()
    rename = page.get_by_role("link", name="Rename")
    rename.focus()
    page.keyboard.press("Escape")
    assert not rename.is_visible()
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_deed_asks_first(
    site: Site,
    project: Project,
    quickscale_visitor: Callable[..., Visitor],
    javascript: bool,
) -> None:
    visitor = quickscale_visitor(site, javascript=javascript)
    show_components(visitor, project)
    visitor.page.get_by_role("button", name="Delete", exact=True).last.click()
    dialog = visitor.page.get_by_role("dialog", name="Delete Apollo")
    dialog.wait_for()
    decide = dialog.get_by_role("button", name="Delete project")
    assert decide.is_enabled() is not javascript
    dialog.get_by_role("textbox").fill("apollo")
    assert decide.is_enabled()
    dialog.get_by_role("button", name="Cancel").click()
    dialog.wait_for(state="hidden")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_the_menu_of_a_phone_opens_and_leads_on(
    site: Site,
    quickscale_visitor: Callable[..., Visitor],
    javascript: bool,
) -> None:
    visitor = quickscale_visitor(site, javascript=javascript)
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.goto("/")
    link = visitor.page.locator("header").get_by_role("link", name="About")
    assert not link.is_visible()
    visitor.page.get_by_role("button", name="Menu").click()
    link.click()
    visitor.page.wait_for_url("**/about/")
