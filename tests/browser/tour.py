"""A tour of a site: every page opened and measured, every form sent wrongly, addresses ticked off.

What there is to see comes from the project's URLconf, so a page that nobody thought of is not
silently left out: it is missing among the addresses that were seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from quickscale_core.testing import examine
from quickscale_core.testing.browser.accessibility import SCHEMES, WIDTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quickscale_core.testing import Route, Visitor
    from quickscale_core.testing.browser.accessibility import Scheme

__all__ = ["NOT_OURS", "Tour", "sign_in"]

NOT_OURS: Final = ("admin", "^media/")
"""Beginnings of addresses whose pages are Django's own, or no pages."""

EACH_TIME: Final = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"|X-CSRFToken[^}]*'
    r"|(Ada|Hannah)(@example\.com| Ferreira| Weiss)?|\b(AF|HW)\b",
    re.IGNORECASE,
)
"""What differs between two pages that are alike: tokens, and who is signed in."""

ARGUMENT: Final = re.compile(r"<[^>]+>")
REGEX: Final = set("^$()[]\\*+?|")

COUNT_FORMS = """() => [...document.querySelectorAll("main form")].map((form) => {
  const asks = [...form.elements].filter((it) => it.name && !["hidden", "submit", "button"]
    .includes(it.type) && it.type !== "search");
  return form.method === "post" && asks.length > 0;
})"""
"""Which of a page's forms ask for something; one-button forms have no wrong answers."""

SEND_WRONGLY = """(index) => {
  const form = document.querySelectorAll("main form")[index];
  form.noValidate = true;
  for (const it of form.elements) {
    if (["email", "text", "password", "tel", "url", "number"].includes(it.type)) {
      it.value = it.type === "email" ? "nobody" : it.type === "password" ? "x" : "";
    }
    if (it.type === "checkbox") it.checked = false;
  }
  window.left = form.matches("[hx-get], [hx-post]");  // false until another page is here
  const button = form.querySelector("button:not([type=button]), input[type=submit]");
  form.requestSubmit(button && button.form === form ? button : undefined);
}"""

NAMES = """() => [document.title, ...[...document.querySelectorAll("h1")]
  .filter((it) => !it.closest("section[aria-labelledby^=title-]")).map((it) => it.innerText)]
  .map((it) => it.replace(/\\s+/g, " ").trim())"""
"""A page's title and its headings of the first level; one in a sample of the gallery is none."""

ANSWERED = "() => window.left !== false && document.readyState === 'complete'"
"""Whether the page that answers a form is there; a slow browser still shows the one before."""


@dataclass
class Tour:
    """What somebody saw on their way through a site, and what was wrong with it.

    Attributes:
        routes: Every address the site answers.
        seen: Names or patterns of the routes whose pages were seen.
        problems: What axe-core, the ruler and the browser had to say, by the page.
        pages: How many pages were measured.
        measured: Their markup, without what differs between two equal pages.
        views: The widths and schemes in which a page is measured, each with each.
    """

    routes: list[Route]
    seen: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    pages: int = 0
    measured: set[str] = field(default_factory=set, repr=False)
    views: tuple[tuple[Sequence[int], Sequence[Scheme]], ...] = ((WIDTHS, SCHEMES),)

    @property
    def unseen(self) -> list[str]:
        """Routes of ours whose page nobody has seen, sorted."""
        return sorted(
            name
            for route in self.routes
            if not route.pattern.startswith(NOT_OURS)
            and (name := route.name or route.pattern) not in self.seen
        )

    def own_paths(self) -> Iterable[tuple[str, str]]:
        """Return name and path of every route; an argument is a number that stands for nothing."""
        paths = [
            (route.name or route.pattern, f"/{ARGUMENT.sub('0', route.pattern)}")
            for route in self.routes
            if not route.pattern.startswith(NOT_OURS)
        ]
        return [(name, path) for name, path in paths if not set(path) & REGEX]

    def walk(self, visitor: Visitor, who: str, *, leave_out: Iterable[str] = ()) -> None:
        """Open every page that has an address of its own, then send its forms wrongly.

        Args:
            visitor: Who goes.
            who: What they are called in problems.
            leave_out: Names of routes they do not open, such as the one that signs them out.
        """
        for name, path in self.own_paths():
            if name not in set(leave_out) and self.look(visitor, name, path, who):
                self.send_forms_wrongly(visitor, path, who)

    def look(self, visitor: Visitor, name: str, path: str, who: str) -> bool:
        """Open a path; measure its page when it has one and was not sent elsewhere.

        Args:
            visitor: Who opens it.
            name: The route it belongs to.
            path: Where.
            who: What they are called in problems.

        Returns:
            Whether its page was seen.
        """
        answer = visitor.page.request.get(visitor.site.url + path, max_redirects=0)
        html = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status >= 500:
            self.problems.append(f"{who} at {path}: status {answer.status}")
        if answer.status == 405 or (answer.status == 200 and not html):
            self.seen.add(name)  # it answers, but not with a page
        if answer.status != 200 or not html:
            return False
        visitor.goto(path)
        self.measure(visitor, f"{who} at {path}")
        self.seen.add(name)
        return True

    def measure(self, visitor: Visitor, where: str) -> None:
        """Measure the page that is open, unless one just like it was measured before."""
        markup = EACH_TIME.sub("", visitor.page.content())
        if markup not in self.measured:
            self.measured.add(markup)
            self.pages += 1
            title, *headings = visitor.page.evaluate(NAMES)
            if len(headings) != 1 or not headings[0].startswith(title.split(" · ")[0]):
                self.problems.append(f"{where}: titled {title!r}, headed {headings}")
            for widths, schemes in self.views:
                found = examine(visitor.page, widths=widths, schemes=schemes)
                self.problems += [f"{where}: {problem}" for problem in found]
        self.problems += [f"{where}: {problem}" for problem in visitor.problems]
        visitor.problems.clear()

    def send_forms_wrongly(self, visitor: Visitor, path: str, who: str) -> None:
        """Send each form of the open page with nothing right in it; measure what comes back.

        Args:
            visitor: Who has it open.
            path: Where it is, to open it anew for each form.
            who: What they are called in problems.
        """
        asking: list[bool] = visitor.page.evaluate(COUNT_FORMS)
        for index in [number for number, asks in enumerate(asking) if asks]:
            visitor.goto(path)
            with visitor.page.expect_response(lambda it: it.request.method == "POST") as sent:
                visitor.page.evaluate(SEND_WRONGLY, index)
            status = sent.value.status
            if "content-disposition" not in sent.value.headers:
                visitor.page.wait_for_function(ANSWERED)
            visitor.page.wait_for_load_state("networkidle")
            self.measure(visitor, f"{who} at {path}, form {index + 1} sent wrongly ({status})")
            if status >= 500:
                self.problems.append(f"{who} at {path}: sent wrongly, it answers {status}")


def sign_in(visitor: Visitor, email: str, password: str) -> None:
    """Sign in through the login page, whichever part of the project offers it."""
    visitor.goto("/dashboard/")
    page = visitor.page
    form = page.locator("main form", has=page.locator("input[type=password]"))
    form.locator("input[type=email]").fill(email)
    form.locator("input[type=password]").fill(password)
    form.locator("[type=submit]").first.click()
    page.wait_for_url("**/dashboard/")
