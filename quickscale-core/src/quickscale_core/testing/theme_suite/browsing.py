"""The theme suite's tests in a browser: readable, usable by keyboard and thumb, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from quickscale_core.testing.browser.accessibility import WAIT_UNTIL_STILL, examine
from quickscale_core.testing.theme_contract.themes import show_components
from quickscale_core.testing.theme_suite.layouts import PAGES
from quickscale_core.testing.theme_suite.served import ServedTheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from quickscale_core.testing.browser.visitors import Visitor
    from quickscale_core.testing.projects.project import Project, Site

    Visit = Callable[..., Visitor]

__all__ = ["WorksInABrowser"]

WIDTHS: Final = (1280, 640, 390)
"""A laptop, the same at a zoom of 200 %, and a phone."""

FORM: Final = "/samples/form/"

SHOWN: Final = [it for it in PAGES if it != "email"]
"""Layouts of pages that are served; an e-mail's own styles are none of the policy's."""

EARLY_SCRIPTS: Final = """() => [...document.querySelectorAll("head script[src]")]
  .filter((it) => !it.defer && !it.async && it.type !== "module").map((it) => it.src)"""
"""Addresses of the scripts that run before the page is drawn."""

BACKGROUND: Final = "() => getComputedStyle(document.body).backgroundColor"

IN_MOTION: Final = """() => document.getAnimations().filter((it) => it.playState === "running")
  .map((it) => it.effect.target.outerHTML)"""

NO_INVOKERS: Final = """
delete HTMLButtonElement.prototype.commandForElement;
document.addEventListener("click", (event) => {
  if (event.target.closest("button[commandfor]")) event.preventDefault();
}, true);
"""
"""Has a browser not know invoker commands."""

COVERED: Final = """() => [...document.querySelectorAll(":is(main, header) :is(a, button)")]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }) && !it.closest("[popover]"))
  .filter((it) => {
    it.scrollIntoView({ block: "center" });
    const box = it.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return !(it.contains(top) || top?.contains(it));
  }).map((it) => it.outerHTML)"""
"""What can be pressed on a page and has something else in front of its middle."""

with_and_without_scripts = pytest.mark.parametrize(
    "javascript", [True, False], ids=["scripts", "no scripts"]
)


def _all_but(kept: list[str]) -> Callable[[Route], None]:
    """Return a handler that lets no script through but some."""

    def handle(route: Route) -> None:
        if route.request.resource_type != "script" or route.request.url in kept:
            route.continue_()
        else:
            route.abort()

    return handle


def _background(page: Page) -> str:
    page.evaluate(WAIT_UNTIL_STILL)
    return str(page.evaluate(BACKGROUND))


class WorksInABrowser(ServedTheme):
    """Pages and components hold up before axe-core, a keyboard, a phone and a reader in the dark.

    What the browser itself complains of, such as a script that the content security policy
    refused, fails a test as well.
    """

    @pytest.fixture
    def visitor(self, site: Site, quickscale_visitor: Visit) -> Visitor:
        """Return somebody on the site."""
        return quickscale_visitor(site)

    def test_every_component_can_be_read_at_every_width_in_both_schemes(
        self, visitor: Visitor, project: Project
    ) -> None:
        show_components(visitor, project)
        assert examine(visitor.page, widths=WIDTHS) == []

    @pytest.mark.parametrize("layout", SHOWN)
    def test_a_page_of_each_layout_can_be_read(self, layout: str, visitor: Visitor) -> None:
        assert visitor.goto(PAGES[layout]) == 200
        assert examine(visitor.page, widths=WIDTHS) == []

    def test_an_email_can_be_read(self, visitor: Visitor) -> None:
        answer = visitor.page.request.get(visitor.site.url + PAGES["email"])
        visitor.page.set_content(answer.text())
        # A letter has no landmarks: a mail program shows it in a page of its own.
        disabled = ["landmark-one-main", "region"]
        assert examine(visitor.page, widths=(1280, 390, 320), disabled=disabled) == []

    def test_messages_can_be_read(self, visitor: Visitor) -> None:
        visitor.goto(f"{PAGES['app']}?messages")
        assert examine(visitor.page, widths=WIDTHS) == []

    def test_nothing_moves_for_who_asked_for_that(self, visitor: Visitor, project: Project) -> None:
        show_components(visitor, project)
        visitor.page.evaluate(WAIT_UNTIL_STILL)
        assert visitor.page.evaluate(IN_MOTION) == []

    @with_and_without_scripts
    def test_a_form_says_what_is_wrong_with_each_field(
        self, site: Site, quickscale_visitor: Visit, javascript: bool
    ) -> None:
        visitor = quickscale_visitor(site, javascript=javascript)
        visitor.goto(FORM)
        page = visitor.page
        page.get_by_label("E-mail").fill("ada")
        page.get_by_role("button", name="Send sample").click()
        summary = page.get_by_role("alert").filter(has_text="Enter a valid email address.")
        summary.first.wait_for()
        for name in ("name", "email", "plan", "notes", "terms"):
            field = page.locator(f"main [name={name}]")
            assert field.get_attribute("aria-invalid") == "true", name
            described = (field.get_attribute("aria-describedby") or "").split()
            told = " ".join(page.locator(f"[id='{it}']").inner_text() for it in described)
            error = "Enter a valid email address." if name == "email" else "This field is required."
            assert error in told, name
        assert page.get_by_label("E-mail").input_value() == "ada"
        if javascript:
            assert examine(page, widths=WIDTHS) == []

    def test_the_list_of_errors_leads_to_the_fields(self, visitor: Visitor) -> None:
        visitor.goto(FORM)
        page = visitor.page
        page.get_by_role("button", name="Send sample").click()
        page.get_by_role("alert").wait_for()
        page.wait_for_load_state("networkidle")  # the page's scripts move the focus once
        page.get_by_role("alert").get_by_role("link", name="Notes").click()
        page.locator("main [name=notes]:focus").wait_for()

    @pytest.mark.parametrize("layout", ["public", "app"])
    def test_the_first_key_skips_to_the_content(self, layout: str, visitor: Visitor) -> None:
        visitor.goto(PAGES[layout])
        page = visitor.page
        page.keyboard.press("Tab")
        page.locator("a[href^='#']:focus").wait_for(state="visible")
        page.keyboard.press("Enter")
        page.locator("main:focus").wait_for()

    def test_a_chosen_scheme_stays_and_is_there_before_the_page_is_drawn(
        self, visitor: Visitor
    ) -> None:
        visitor.goto(PAGES["public"])
        page = visitor.page
        light = _background(page)
        page.emulate_media(color_scheme="dark")
        dark = _background(page)
        assert light != dark
        page.emulate_media(color_scheme="light")
        button = page.get_by_role("button", name="Dark")
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert _background(page) == dark
        page.route("**/*", _all_but(page.evaluate(EARLY_SCRIPTS)))
        visitor.goto(PAGES["auth"])
        visitor.problems.clear()  # the scripts that were held back on purpose
        assert _background(page) == dark

    def test_a_password_can_be_shown_a_value_copied_and_a_menu_closed(
        self, visitor: Visitor, project: Project
    ) -> None:
        visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
        show_components(visitor, project)
        page = visitor.page
        page.get_by_role("button", name="Show password").click()
        assert page.locator("#id_password").get_attribute("type") == "text"
        page.get_by_role("button", name="Copy API key").click()
        page.get_by_text("Copied", exact=True).wait_for(state="attached")
        assert page.evaluate("() => navigator.clipboard.readText()") == "qs_live_51f0c2a9"
        page.get_by_text("Actions", exact=True).click()
        rename = page.get_by_role("link", name="Rename")
        rename.focus()
        page.keyboard.press("Escape")
        rename.wait_for(state="hidden")
        assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"

    @pytest.mark.parametrize("menu", ["Actions", "Team: Fernhill"])
    def test_a_menu_closes_when_the_focus_leaves_it(
        self, visitor: Visitor, project: Project, menu: str
    ) -> None:
        show_components(visitor, project)
        page = visitor.page
        opened = page.locator("details", has=page.get_by_text(menu, exact=True)).last
        opened.locator("summary").focus()
        page.keyboard.press("Enter")
        links = opened.locator("a, button")
        links.first.wait_for()
        for _ in range(links.count()):
            page.keyboard.press("Tab")
            assert opened.get_attribute("open") is not None
        page.keyboard.press("Tab")
        links.first.wait_for(state="hidden")

    def test_a_phones_menu_closes_when_the_focus_leaves_it_and_by_escape(
        self, visitor: Visitor
    ) -> None:
        page = visitor.page
        page.set_viewport_size({"width": 390, "height": 844})
        visitor.goto(PAGES["app"])
        inside = page.get_by_role("link", name="Sample main link")
        page.get_by_role("button", name="Menu").click()
        inside.wait_for()
        page.keyboard.press("Escape")
        inside.wait_for(state="hidden")
        page.get_by_role("button", name="Menu").click()
        inside.wait_for()
        page.locator("main").focus()
        inside.wait_for(state="hidden")

    def test_what_just_happened_is_told_and_covers_nothing(self, visitor: Visitor) -> None:
        visitor.goto(f"{PAGES['app']}?messages")
        page = visitor.page
        region = page.get_by_role("status").filter(has_text="Sample success message")
        region.and_(page.locator(":focus")).wait_for()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate(COVERED) == []
        dismiss = page.get_by_role("button", name="Dismiss")
        for _ in range(dismiss.count()):
            dismiss.first.click()
            assert page.evaluate("() => document.activeElement !== document.body")
        assert dismiss.count() == 0

    def test_a_page_with_errors_begins_at_them(self, visitor: Visitor) -> None:
        visitor.goto(FORM)
        visitor.page.get_by_role("button", name="Send sample").click()
        visitor.page.locator("[role=alert]:focus").wait_for()

    def test_a_dialog_opens_and_closes_where_the_browser_leaves_that_to_scripts(
        self, visitor: Visitor, project: Project
    ) -> None:
        visitor.context.add_init_script(NO_INVOKERS)
        show_components(visitor, project)
        page = visitor.page
        opener = page.get_by_role("button", name="Delete", exact=True).last
        opener.click()
        dialog = page.get_by_role("dialog", name="Delete Apollo")
        dialog.wait_for()
        dialog.locator("[command=close]").click()
        dialog.wait_for(state="hidden")
        opener.and_(page.locator(":focus")).wait_for()
        opener.click()
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        opener.click()
        page.mouse.click(2, 2)
        dialog.wait_for(state="hidden")

    @with_and_without_scripts
    def test_quick_open_leads_to_what_was_typed(
        self, site: Site, quickscale_visitor: Visit, javascript: bool
    ) -> None:
        visitor = quickscale_visitor(site, javascript=javascript)
        visitor.goto("/samples/sign-in/")
        visitor.goto("/samples/app/")  # the dashboard may be an app, with a way of its own
        page = visitor.page
        if javascript:
            page.keyboard.press("Control+k")
        else:
            page.get_by_role("link", name="Quick open").click()
        box = page.get_by_role("searchbox")
        box.and_(page.locator(":focus")).wait_for()
        box.fill("second sample")
        page.keyboard.press("Enter")
        link = page.get_by_role("link", name="Sample second section")
        if "quick-open" in visitor.path:
            link.click()
        page.wait_for_url("**/samples/settings/second/")

    @with_and_without_scripts
    def test_a_deed_asks_first(
        self, site: Site, project: Project, quickscale_visitor: Visit, javascript: bool
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
        dialog.get_by_role("button", name="Keep project").click()
        dialog.wait_for(state="hidden")

    @with_and_without_scripts
    @pytest.mark.parametrize(("layout", "link"), [("public", "anonymous"), ("app", "main")])
    def test_the_menu_of_a_phone_opens_and_leads_on(
        self, site: Site, quickscale_visitor: Visit, javascript: bool, layout: str, link: str
    ) -> None:
        visitor = quickscale_visitor(site, javascript=javascript)
        visitor.page.set_viewport_size({"width": 390, "height": 844})
        visitor.goto(PAGES[layout])
        found = visitor.page.get_by_role("link", name=f"Sample {link} link")
        assert not found.first.is_visible()
        visitor.page.get_by_role("button", name="Menu").click()
        found.click()
        visitor.page.wait_for_url("**/samples/**")
