"""The theme suite's tests of layouts: what a module puts into one is where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quickscale_core.plugin_api.contract import LAYOUTS
from quickscale_core.testing.theme_suite.samples.plugin import LINKS, PAGE_SLOTS
from quickscale_core.testing.theme_suite.served import ServedTheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing.theme_suite.markup import Element

    Read = Callable[[str], Element]

__all__ = ["PAGES", "LaysOutPages"]

PAGES = {
    "public": "/samples/public/",
    "auth": "/samples/auth/",
    "app": "/samples/app/",
    "settings": "/samples/settings/first/",
    "error": "/samples/error/",
    "email": "/samples/email/",
}
"""The page of each layout that modules extend."""

WHOLE = ("public", "auth", "app", "settings")
"""Layouts of ordinary pages, with slots, messages and scripts."""
SIGNED_IN = ("app", "settings")
"""Layouts that only signed-in people see."""

BLOCKS = [
    (layout.template.removeprefix("layouts/").removesuffix(".html"), block)
    for layout in LAYOUTS
    if layout.template != "base.html"
    for block in layout.blocks
    if block not in ("action", "action_url")  # a paragraph with a link; see the e-mail's own test
]


def _place(page: Element, layout: str, block: str) -> str:
    """Return what a page says in the place of a block."""
    if block == "title":
        return page.one("title").text
    if block in ("summary", "head"):
        wanted = "description" if block == "summary" else "sample-block"
        return page.one("head").one("meta", name=wanted).attributes["content"]
    if block == "heading":
        return page.one("h1").text
    if block == "content" and layout != "email":
        return page.one("main").text
    return page.one("body").text


class LaysOutPages(ServedTheme):
    """Blocks, slots, navigation and messages are on the page, where a reader looks for them."""

    @pytest.mark.parametrize(("layout", "block"), BLOCKS)
    def test_a_block_stands_in_its_place(self, layout: str, block: str, read: Read) -> None:
        assert f"Sample {block} block" in _place(read(PAGES[layout]), layout, block)

    @pytest.mark.parametrize("layout", PAGES)
    def test_a_document_says_its_language_and_has_one_heading(
        self, layout: str, read: Read
    ) -> None:
        page = read(PAGES[layout])
        assert page.one("html").attributes["lang"]
        assert len(page.all("h1")) == 1

    @pytest.mark.parametrize("layout", PAGES)
    def test_no_template_source_is_left_on_a_page(self, layout: str, read: Read) -> None:
        said = read(PAGES[layout]).text
        assert not [it for it in ("{#", "{%", "{{", "<c-") if it in said]

    @pytest.mark.parametrize("layout", WHOLE)
    def test_keyboards_may_skip_to_the_content(self, layout: str, read: Read) -> None:
        page = read(PAGES[layout])
        first = page.all("a", href="*")[0].attributes["href"]
        assert first.startswith("#")
        assert page.one("main", id=first.removeprefix("#")).attributes["tabindex"] == "-1"

    @pytest.mark.parametrize("layout", WHOLE)
    @pytest.mark.parametrize("slot", PAGE_SLOTS)
    def test_a_slot_is_filled_where_it_belongs(self, layout: str, slot: str, read: Read) -> None:
        page = read(PAGES[layout])
        if slot == "head":
            sample = page.one("head").one("meta", name="sample-slot")
            assert sample.attributes["content"] == "Sample head slot"
            return
        found = page.one("body").all("p", data_sample_slot=slot)
        places = {"body_end": WHOLE, "auth_top": ("auth",)}.get(slot, SIGNED_IN)
        assert len(found) == (1 if layout in places else 0)
        if slot == "page_top" and found:
            assert found[0].is_in("main")
        if slot == "sidebar_top" and found:
            assert not found[0].is_in("main")

    def test_an_error_page_needs_no_slot(self, read: Read) -> None:
        page = read(PAGES["error"])
        assert not [it for it in page if "data-sample-slot" in it.attributes]

    @pytest.mark.parametrize(("name", "area", "_url"), LINKS, ids=[it[0] for it in LINKS])
    def test_a_link_of_each_area_is_on_its_pages(
        self, name: str, area: str, _url: str, read: Read
    ) -> None:
        layouts = SIGNED_IN if area in ("main", "user") else ("public",)
        for layout in layouts:
            labels = [it.text for it in read(PAGES[layout]).all("a", href="*")]
            assert f"Sample {name} link" in labels, layout

    def test_the_prominent_link_looks_like_a_button(self, read: Read) -> None:
        page = read(PAGES["public"])
        links = {it.text: it.attributes.get("class", "") for it in page.all("a", href="*")}
        assert links["Sample prominent link"] != links["Sample anonymous link"]

    def test_the_link_to_the_present_page_says_so(self, read: Read) -> None:
        for layout, name in (("public", "public"), ("app", "main")):
            current = [it.text for it in read(PAGES[layout]).all("a", aria_current="page")]
            assert f"Sample {name} link" in current, layout

    def test_a_link_that_posts_is_a_form_with_its_token(self, read: Read) -> None:
        page = read(PAGES["app"])
        (form,) = [it for it in page.all("form", method="post") if "Sample user button" in it.text]
        assert form.one("input", name="csrfmiddlewaretoken").attributes["value"]
        assert form.one("button", type="submit").text == "Sample user button"

    @pytest.mark.parametrize(("page", "current"), [("first", "first"), ("second", "second")])
    def test_the_settings_area_leads_to_all_of_its_sections(
        self, page: str, current: str, read: Read
    ) -> None:
        shown = read(f"/samples/settings/{page}/")
        (navigation,) = [
            it for it in shown.all("nav", aria_label="*") if "Sample first section" in it.text
        ]
        links = {it.text: it.attributes for it in navigation.all("a", href="*")}
        for name in ("first", "second"):
            assert links[f"Sample {name} section"]["href"] == f"/samples/settings/{name}/"
        marked = [text for text, attributes in links.items() if "aria-current" in attributes]
        assert marked == [f"Sample {current} section"]

    def test_a_settings_page_is_named_by_its_section(self, read: Read) -> None:
        shown = read("/samples/settings/named/")
        assert shown.one("h1").text == "Sample named section"
        assert shown.one("title").text.startswith("Sample named section")

    def test_a_page_below_a_section_leads_back_to_it(self, read: Read) -> None:
        shown = read("/samples/settings/named/below/")
        hrefs = [
            it.attributes["href"] for it in shown.one("nav", aria_label="Breadcrumbs").all("a")
        ]
        assert hrefs == ["/settings/", "/samples/settings/named/"]

    @pytest.mark.parametrize("layout", SIGNED_IN)
    def test_quick_open_is_at_hand(self, layout: str, read: Read) -> None:
        (link,) = read(PAGES[layout]).all("a", href="/quick-open/")
        assert "Quick open" in link.text

    @pytest.mark.parametrize("layout", WHOLE)
    def test_messages_of_every_level_are_told(self, layout: str, read: Read) -> None:
        page = read(f"{PAGES[layout]}?messages")
        told = " ".join(it.text for role in ("status", "alert") for it in page.all(role=role))
        for level in ("info", "success", "warning", "error"):
            assert f"Sample {level} message" in told

    def test_a_part_of_another_module_stands_at_its_place(self, read: Read) -> None:
        main = read(PAGES["app"]).one("main")
        assert [it.text for it in main.all("h2") if "Sample part" in it.text] == [
            "Sample part of another module"
        ]
        assert main.text.count("Sample words of a part") == 1

    def test_an_email_carries_all_it_needs(self, read: Read) -> None:
        page = read(PAGES["email"])
        assert not page.all("link") + page.all("script") + page.all("img")
        assert page.one("head").one("style").text
        action = page.one("a", href="https://example.com/sample")
        assert action.text == "Sample action_label block"
        assert "Acme" in page.one("body").text

    def test_an_email_has_colours_for_the_dark(self, read: Read) -> None:
        page = read(PAGES["email"])
        assert page.one("meta", name="color-scheme").attributes["content"] == "light dark"
        assert "prefers-color-scheme: dark" in page.one("style").text
