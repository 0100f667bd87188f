"""A Chromium for tests, and visitors whose pages are watched for errors."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

    from quickscale_core.testing.projects.serving import Server

__all__ = [
    "BROWSER",
    "NoBrowser",
    "Visitor",
    "find_browser",
    "open_visitor",
    "start_browser",
]

BROWSER = "QUICKSCALE_BROWSER"
"""The variable that names a Chromium to use instead of the one that is found."""

ON_PATH = (
    "chromium-headless-shell",  # the same engine with no window to keep up: a quarter less work
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
)
PATIENCE = 180_000
"""Milliseconds until something that a visitor waits for has to be there."""
WIDE = {"width": 1280, "height": 900}


class NoBrowser(RuntimeError):  # noqa: N818 - a state of the machine
    """No Chromium was found; the message says what to install."""


def find_browser(playwright: Playwright) -> Path:
    """Return the Chromium to drive: ``QUICKSCALE_BROWSER``, PATH, then Playwright's download.

    Raises:
        NoBrowser: There is none.
    """
    if named := os.environ.get(BROWSER):
        if found := shutil.which(named):
            return Path(found)
        raise NoBrowser(f"{BROWSER} names {named}, which is not a program; fix: name a Chromium")
    for name in ON_PATH:
        if found := shutil.which(name):
            return Path(found)
    downloaded = Path(playwright.chromium.executable_path)
    if downloaded.is_file():
        return downloaded
    raise NoBrowser(
        "no Chromium was found on PATH or among Playwright's downloads; fix: install one"
        " (Debian: apt install chromium) or run: playwright install chromium"
    )


@contextlib.contextmanager
def start_browser() -> Iterator[Browser]:
    """Start a headless Chromium and close it when the block ends.

    Raises:
        NoBrowser: Neither Playwright nor a Chromium may be missing.
    """
    if importlib.util.find_spec("playwright") is None:
        raise NoBrowser("Playwright is not installed; fix: pip install 'quickscale[testing]'")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        executable = find_browser(playwright)
        # Chromium's sandbox refuses to run as root, which is who runs tests in a container.
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        flags = ["--no-sandbox"] if root else []
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(kw_only=True)
class Visitor:
    """A browser session with its own cookies, which collects errors of its pages.

    Attributes:
        context: The browser context, with its cookies.
        page: Its first tab.
        site: The site that is visited.
        problems: What went wrong so far: messages of console errors, uncaught exceptions and
            violations of the content security policy, each with the address it happened at.
    """

    context: BrowserContext
    page: Page
    site: Server
    problems: list[str] = field(default_factory=list)

    def goto(self, path: str) -> int:
        """Open a path of the site and return the status of the answer."""
        answer = self.page.goto(self.site.url + path)
        if answer is None:
            raise AssertionError(f"{path} gave no answer")
        return answer.status

    @property
    def path(self) -> str:
        """The path of the page that is open, with its query."""
        return self.page.url.removeprefix(self.site.url)

    def check(self) -> None:
        """Forget all problems.

        Raises:
            AssertionError: There were some.
        """
        seen, self.problems[:] = "\n".join(self.problems), []
        if seen:
            raise AssertionError(f"the browser complained:\n{seen}")

    def notice_violation(self, _source: object, directive: str, blocked: str, where: str) -> None:
        """Record what the content security policy refused."""
        self.problems.append(f"{self.path}: the policy's {directive} refused {blocked} ({where})")

    def notice_console(self, message: ConsoleMessage) -> None:
        """Record an error on the console, unless it reports the status of the page itself."""
        if message.type != "error":
            return
        source = message.location.get("url", "")
        if message.text.startswith("Failed to load resource") and source == self.page.url:
            return
        self.problems.append(f"{self.path}: console: {message.text} ({source})")

    def notice_exception(self, error: object) -> None:
        """Record an exception that no script caught."""
        self.problems.append(f"{self.path}: uncaught: {error}")


REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const where = `${event.sourceFile || event.documentURI}:${event.lineNumber}`;
  window.quickscaleViolation(event.effectiveDirective, event.blockedURI, where);
});
"""
"""Runs in every page before its own scripts; the browser's protocol is above the policy."""


@contextlib.contextmanager
def open_visitor(browser: Browser, site: Server, *, javascript: bool = True) -> Iterator[Visitor]:
    """Open a fresh session on a site and close it when the block ends.

    Motion is off, as for somebody who asked for that: a page that still moves cannot be measured.

    Args:
        browser: Who opens it.
        site: What is visited.
        javascript: Whether scripts run.
    """
    context = browser.new_context(
        java_script_enabled=javascript,
        reduced_motion="reduce",
        viewport=WIDE,  # type: ignore[arg-type]
        locale="en-GB",
    )
    try:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        visitor = Visitor(context=context, page=page, site=site)
        context.on("console", visitor.notice_console)
        context.on("weberror", lambda it: visitor.notice_exception(it.error))
        context.expose_binding("quickscaleViolation", visitor.notice_violation)
        context.add_init_script(REPORT_VIOLATIONS)
        yield visitor
    finally:
        context.close()
