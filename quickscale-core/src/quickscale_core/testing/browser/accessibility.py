"""Check a page with axe-core and for overflow, at several widths, in light and in dark.

axe-core comes inside ``axe-playwright-python``; only its script is used. It is evaluated over the
browser's protocol, which a content security policy does not touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import Page

__all__ = ["SCHEMES", "WIDTHS", "Violation", "examine", "find_overflow", "find_violations"]

Scheme = Literal["light", "dark"]
WIDTHS: Final = (1280, 390)
"""Widths in CSS pixels: a laptop and a phone."""
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")

RUN: Final = """async (disabled) => {
  const off = disabled.map((id) => [id, { enabled: false }]);
  const on = ["target-size", "label-content-name-mismatch"].map((id) => [id, { enabled: true }]);
  const rules = Object.fromEntries([...on, ...off]);
  const found = await axe.run(document, { resultTypes: ["violations"], rules });
  return found.violations.map(({ id, impact, help, nodes }) => ({
    id, impact: impact || "minor", help,
    where: nodes.map(({ target, failureSummary }) => [target.flat().join(" "), failureSummary]),
  }));
}"""

WAIT_UNTIL_STILL: Final = """async () => {
  const ends = (it) => Number.isFinite(it.effect?.getComputedTiming().endTime);
  for (let quiet = 0, frames = 0; quiet < 3 && frames < 200; frames += 1) {
    await new Promise((done) => requestAnimationFrame(done));
    const moving = document.getAnimations().filter(ends);
    await Promise.allSettled(moving.map((it) => it.finished));
    quiet = moving.length ? 0 : quiet + 1;
  }
}"""
"""Returns once a change of width or scheme is painted and every transition it set off is over.

One transition may set off the next: a colour that is inherited starts to change in a child when it
has changed in its parent. So it takes three frames in a row in which nothing moves."""

OVERFLOW: Final = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const scrolls = (node) => node !== document.body && node !== page
    && ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(node).overflowX);
  const hides = (node) => {
    for (let it = node.parentElement; it; it = it.parentElement) if (scrolls(it)) return true;
    return false;
  };
  const wide = [...document.querySelectorAll("body *")].filter(
    (node) => node.getBoundingClientRect().right > page.clientWidth + 0.5 && !hides(node));
  const name = (node) => node.tagName.toLowerCase() + (node.id ? `#${node.id}` : "")
    + (node.getAttribute("class") || "").trim().split(/\\s+/).map((it) => it && `.${it}`).join("");
  return [`${page.scrollWidth} px in ${page.clientWidth} px`, ...wide.slice(0, 5).map(name)];
}"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """A rule of axe-core that a page breaks.

    Attributes:
        rule: The rule's id: ``"color-contrast"``.
        impact: ``"minor"``, ``"moderate"``, ``"serious"`` or ``"critical"``.
        help: What the rule asks for.
        where: A CSS selector and an explanation for each element that breaks it.
    """

    rule: str
    impact: str
    help: str
    where: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return the rule and up to three of the elements that break it."""
        nodes = [f"{selector}: {' '.join(why.split())}" for selector, why in self.where[:3]]
        more = len(self.where) - len(nodes)
        tail = [f"and {more} more"] if more else []
        return "\n    ".join([f"{self.rule} ({self.impact}): {self.help}", *nodes, *tail])


@cache
def _axe() -> str:
    source = files("axe_playwright_python").joinpath("axe.min.js")
    return source.read_text(encoding="utf-8")


def find_violations(page: Page, *, disabled: Iterable[str] = ()) -> list[Violation]:
    """Return what axe-core finds on a page as it stands.

    Args:
        page: A loaded page, with JavaScript on.
        disabled: Ids of rules that are left out.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(RUN, list(disabled))
    return [
        Violation(
            rule=it["id"],
            impact=it["impact"],
            help=it["help"],
            where=tuple((selector, why) for selector, why in it["where"]),
        )
        for it in found
    ]


def find_overflow(page: Page) -> list[str]:
    """Return how far a page scrolls sideways and what sticks out, or nothing."""
    found: list[str] = page.evaluate(OVERFLOW)
    return found


def examine(
    page: Page,
    *,
    widths: Sequence[int] = WIDTHS,
    schemes: Sequence[Scheme] = SCHEMES,
    disabled: Iterable[str] = (),
) -> list[str]:
    """Return everything that is wrong with a loaded page, with the widths and colour schemes.

    The page is not loaded again: the window is resized and the preferred scheme changed, as a
    visitor would do it.

    Args:
        page: A loaded page, with JavaScript on.
        widths: Widths of the window in CSS pixels.
        schemes: Values of ``prefers-color-scheme``.
        disabled: Ids of axe rules that are left out.
    """
    size = page.viewport_size or {"width": WIDTHS[0], "height": 900}
    disabled = tuple(disabled)
    problems: list[str] = []
    found: dict[str, list[str]] = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": size["height"]})
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            page.evaluate(WAIT_UNTIL_STILL)
            if scheme == schemes[0] and (sideways := find_overflow(page)):
                problems.append(f"{width} px: scrolls sideways: {', '.join(sideways)}")
            for violation in find_violations(page, disabled=disabled):
                found.setdefault(str(violation), []).append(f"{width} px {scheme}")
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")
    return problems + [f"{', '.join(where)}: {what}" for what, where in found.items()]
