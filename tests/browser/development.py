"""The pages for development: every e-mail, and every component."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from quickscale_core.testing import examine
from quickscale_core.testing.browser.accessibility import find_overflow

if TYPE_CHECKING:
    from quickscale_core.testing import Site, Visitor

    from tests.browser.tour import Tour

__all__ = ["look_at_emails"]

NARROW: Final = 320
"""Width in CSS pixels of the smallest window that an e-mail is read in."""

NOT_OF_A_PAGE: Final = ("landmark-one-main", "region")
"""Rules for documents of their own: an e-mail is a part of what a mail program shows."""


def look_at_emails(tour: Tour, visitor: Visitor, _site: Site) -> None:
    """Open every e-mail that has sample data, which is every one there is."""
    page, seen = visitor.page, set[str]()
    visitor.goto("/dev/emails/")
    links = page.locator("main a").evaluate_all("all => all.map(it => it.getAttribute('href'))")
    for path in [link for link in links if re.fullmatch(r"/dev/emails/.+/", link)]:
        tour.look(visitor, "email_previews:email", path, "a developer")
        answer = page.request.get(f"{visitor.site.url}{path}html/")
        if answer.status == 404:
            continue  # it is text alone
        visitor.goto(f"{path}html/")
        page.set_viewport_size({"width": NARROW, "height": 900})
        found = find_overflow(page) + examine(page, widths=(390,), disabled=NOT_OF_A_PAGE)
        tour.problems += [f"{path}html/: {problem}" for problem in found]
        seen.add(path)
    if seen:
        tour.seen |= {"email_previews:html", "email_previews:text"}
