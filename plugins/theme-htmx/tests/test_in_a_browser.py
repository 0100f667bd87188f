"""The htmx theme does what every theme does, and its own: links and fields in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import ThemeSuite

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Request, Route
    from quickscale_core.testing import MakeProject, Project, Site, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("theme-htmx")]


class TestHtmx(ThemeSuite):
    theme = "htmx"


@pytest.fixture(scope="module")
def project(quickscale_project: MakeProject) -> Project:
    """Return a project with nothing but the theme."""
    return quickscale_project([], theme="htmx")


@pytest.fixture(scope="module")
def site(project: Project, quickscale_site: Callable[[Project], Site]) -> Site:
    """Return it, served."""
    return quickscale_site(project)


@pytest.fixture
def visitor(site: Site, quickscale_visitor: Callable[..., Visitor]) -> Visitor:
    """Return somebody on its pages."""
    return quickscale_visitor(site)


def follow(page: Page, label: str) -> None:
    """Follow a link of the footer."""
    page.get_by_role("navigation", name="Footer").get_by_role("link", name=label).click()


def mark(page: Page) -> None:
    """Leave something in the page that only a whole load takes away."""
    page.evaluate("() => { window.marked = true; }")


def is_marked(page: Page) -> bool:
    """Tell whether the page has not been loaded whole since it was marked."""
    return bool(page.evaluate("() => window.marked === true"))


def test_a_link_changes_the_page_in_place_with_its_title_address_and_focus(
    visitor: Visitor,
) -> None:
    visitor.goto("/")
    page = visitor.page
    mark(page)
    follow(page, "Privacy")
    page.wait_for_url("**/privacy/")
    page.locator("h1:focus").wait_for()
    assert is_marked(page)
    assert page.title().startswith("Privacy")
    assert page.evaluate("() => scrollY") == 0


def test_the_browsers_own_back_and_forward_show_the_right_pages(visitor: Visitor) -> None:
    visitor.goto("/")
    page = visitor.page
    home = page.title()
    follow(page, "Privacy")
    page.locator("h1:focus").wait_for()
    privacy = page.title()
    page.go_back()
    page.wait_for_url(visitor.site.url + "/")
    page.get_by_role("heading", level=1, name="Welcome").wait_for()
    assert page.title() == home
    page.go_forward()
    page.wait_for_url("**/privacy/")
    page.get_by_role("heading", level=1, name="Privacy").wait_for()
    assert page.title() == privacy


def test_going_on_while_a_page_still_loads_shows_the_right_page(visitor: Visitor) -> None:
    visitor.goto("/")
    page = visitor.page
    follow(page, "Privacy")
    page.locator("h1:focus").wait_for()
    page.route("**/navigation.js", lambda _: None)  # it never comes, so the page goes on loading
    page.go_back(wait_until="commit")
    page.get_by_role("heading", level=1, name="Welcome").wait_for()
    page.go_forward(wait_until="commit")
    page.wait_for_url("**/privacy/", wait_until="commit")
    page.unroute("**/navigation.js")
    page.get_by_role("heading", level=1, name="Privacy").wait_for()


def test_no_page_is_kept_in_the_browsers_storage(visitor: Visitor) -> None:
    visitor.goto("/")
    follow(visitor.page, "Privacy")
    visitor.page.locator("h1:focus").wait_for()
    kept = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
    assert "Privacy" not in str(visitor.page.evaluate(kept))


def answer_with(headers: dict[str, str], addition: str) -> Callable[[Route, Request], None]:
    """Return a handler that adds to a page's head, or to its headers."""

    def handle(route: Route, request: Request) -> None:
        answer = route.fetch()
        body = answer.text().replace("</head>", f"{addition}</head>")
        route.fulfill(response=answer, body=body, headers={**answer.headers, **headers})

    return handle


@pytest.mark.parametrize(
    ("headers", "addition"),
    [
        ({}, '<script src="/static/theme/scheme.js" type="module"></script>'),
        ({}, '<link rel="stylesheet" href="/static/theme/tokens.css?other">'),
        ({"content-type": "text/plain; charset=utf-8"}, ""),
    ],
    ids=["a script of its own", "another stylesheet", "no page"],
)
def test_what_is_no_ordinary_page_is_loaded_whole(
    site: Site,
    quickscale_visitor: Callable[..., Visitor],
    headers: dict[str, str],
    addition: str,
) -> None:
    visitor = quickscale_visitor(site)
    visitor.goto("/")
    page = visitor.page
    mark(page)
    page.route("**/privacy/", answer_with(headers, addition))
    with page.expect_event("load"):  # a page put in place fires none
        follow(page, "Privacy")
    page.wait_for_url("**/privacy/")


def test_an_error_page_is_shown_like_any_other(visitor: Visitor) -> None:
    page = visitor.page
    page.route("**/privacy/", lambda route: route.fulfill(response=route.fetch(), status=404))
    visitor.goto("/")
    mark(page)
    follow(page, "Privacy")
    page.locator("h1:focus").wait_for()
    assert is_marked(page)
    assert visitor.path == "/privacy/"
    visitor.problems.clear()  # Chromium tells of the 404 that was asked for


def test_a_field_is_checked_as_it_is_left_and_again_once_it_is_right(
    visitor: Visitor, site: Site
) -> None:
    site.mailbox.clear()
    visitor.goto("/contact/")
    page = visitor.page
    email = page.locator("[name=email]")
    email.fill("ada")
    page.locator("[name=message]").focus()
    error = page.get_by_text("Enter a valid email address.")
    error.wait_for()
    assert email.get_attribute("aria-invalid") == "true"
    described = page.locator(f"#{email.get_attribute('aria-describedby')}")
    assert "Enter a valid email address." in described.inner_text()
    email.fill("ada@example.com")
    page.locator("[name=message]").focus()
    error.wait_for(state="detached")
    assert email.get_attribute("aria-invalid") == "false"
    assert page.evaluate("() => document.activeElement.name") == "message"
    assert site.mailbox.all() == []


def test_a_form_that_posts_is_sent_whole_and_says_that_it_is_on_its_way(visitor: Visitor) -> None:
    visitor.goto("/contact/")
    page = visitor.page
    for name, value in (("name", "Ada"), ("email", "ada@example.com"), ("message", "Hello")):
        page.locator(f"[name={name}]").fill(value)
    # Leaving the last field has it checked on the way, which is a request too.
    with page.expect_request(lambda one: one.method == "POST" and one.is_navigation_request()):
        page.locator("main form [type=submit]").click()
    page.locator(".messages .alert").wait_for()
