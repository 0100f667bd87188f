"""``./qs pictures``: pictures of the demo's pages, for the documentation and for a look at all.

Without arguments it renews the few in ``docs/pictures/``. With ``--sheets`` it takes every page
that one gets to by links, in each theme, at two widths and in both schemes, into the git-ignored
``.pictures/``, and puts those of one theme, width and scheme together on one sheet.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urljoin, urlsplit

from quickscale_core.testing import start_browser
from quickscale_core.testing.browser.visitors import NoBrowser

from tools.assets import build_assets
from tools.checkout import ROOT, BootstrapError
from tools.demo import MODULES, DemoError, choose_port, served
from tools.projects import GenerationError, Project, generate, installed_plugins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

__all__ = ["Picture", "main", "page_key"]

Scheme = Literal["light", "dark"]

EMAIL: Final = "ada@example.com"
PASSWORD: Final = "correct-horse-battery"  # noqa: S105 - of a demo on this machine
SHEETS: Final = ROOT / ".pictures"
DOCS: Final = ROOT / "docs" / "pictures"
WIDTHS: Final = (1280, 390)
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
NOT_FOLLOWED: Final = ("/admin/", "/media/", "/static/", "/accounts/logout/", "/dev/")
"""Beginnings of paths that are Django's own pages, no pages, or sign one out."""

VARIABLE: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)|(?<=/)[a-z]{2,9}_[A-Za-z0-9]{8,}"
)
"""What differs between two addresses of one page: keys, numbers, ids of Stripe's."""
TEAM: Final = re.compile(r"^/t/[^/]+(?=/)")
"""What stands before an address of a page that is shown for one team."""


@dataclass(frozen=True)
class Picture:
    """A picture of the documentation.

    Attributes:
        name: Its file without the ending.
        path: The page it shows.
        scheme: Light or dark.
    """

    name: str
    path: str
    scheme: Scheme = "light"


PICTURES: Final = (
    Picture("dashboard-light", "/dashboard/"),
    Picture("dashboard-dark", "/dashboard/", "dark"),
    Picture("auth", "/settings/security/"),
    Picture("teams", "/settings/members/"),
    Picture("billing", "/settings/billing/"),
    Picture("pricing", "/billing/pricing/"),
)


def page_key(address: str) -> str:
    """Return what an address has in common with others of the same page.

    Args:
        address: An address or a path; its query and fragment do not count.
    """
    return VARIABLE.sub("*", TEAM.sub("", urlsplit(address).path))


def make_project(folder: Path, theme: str) -> Project:
    """Return a project of every module, migrated and with the demo company in it."""
    modules = [name for name in MODULES if name in installed_plugins().modules]
    project = generate(folder, modules=modules, theme=theme)
    project.manage("migrate", "--verbosity", "0")
    project.manage("seed_demo", "--password", PASSWORD)
    return project


def open_page(browser: Browser, width: int, scheme: Scheme) -> Page:
    """Return a page of a new session, as wide as asked for."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en-GB",
    )
    context.set_default_timeout(60_000)
    return context.new_page()


def sign_in(page: Page, address: str) -> None:
    """Sign in as the founder of the demo company."""
    page.goto(f"{address}/dashboard/")
    form = page.locator("main form", has=page.locator("input[type=password]"))
    form.locator("input[type=email]").fill(EMAIL)
    form.locator("input[type=password]").fill(PASSWORD)
    form.locator("[type=submit]").first.click()
    page.wait_for_url("**/dashboard/")


def find_pages(page: Page, address: str, start: str) -> Iterator[str]:
    """Follow the links of a site from a page on; yield each page's path once."""
    waiting, known = [start], {page_key(start)}
    while waiting:
        path = waiting.pop(0)
        answer = page.request.get(address + path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        if page_key(answer.url) == page_key(path):  # else it led elsewhere, such as to sign in
            yield path
        for link in re.findall(r'<a\s[^>]*?href="([^"#?]+)', answer.text()):
            found = urlsplit(urljoin(answer.url, link))
            ours = f"{found.scheme}://{found.netloc}" == address
            key = page_key(found.path)
            if ours and key not in known and not key.startswith(NOT_FOLLOWED):
                known.add(key)
                waiting.append(found.path)


def take_sheets(browser: Browser, address: str, theme: str) -> None:
    """Take every page at each width in each scheme, and a sheet of each kind."""
    scout = open_page(browser, WIDTHS[0], "light")
    public = list(find_pages(scout, address, "/"))
    sign_in(scout, address)
    seen = {page_key(path) for path in public}
    private = [it for it in find_pages(scout, address, "/dashboard/") if page_key(it) not in seen]
    for width, scheme in product(WIDTHS, SCHEMES):
        folder = SHEETS / f"{theme}-{width}-{scheme}"
        folder.mkdir(parents=True)
        page = open_page(browser, width, scheme)
        shots = take(page, address, public, folder)
        sign_in(page, address)
        shots += take(page, address, private, folder)
        write_sheet(page, shots, folder.with_suffix(".png"), width)
        page.context.close()
        print(f"{folder.with_suffix('.png').relative_to(ROOT)}: {len(shots)} pages", flush=True)


def take(page: Page, address: str, paths: Sequence[str], folder: Path) -> list[Path]:
    """Take a picture of each path; return their files."""
    shots = []
    for path in paths:
        page.goto(address + path)
        shots.append(folder / f"{page_key(path).strip('/').replace('/', '_') or 'home'}.png")
        page.screenshot(path=shots[-1], full_page=True)
    return shots


def write_sheet(page: Page, shots: Sequence[Path], sheet: Path, width: int) -> None:
    """Put pictures beside each other, each under its name."""
    figures = "".join(
        f"<figure><figcaption>{escape(shot.stem)}</figcaption><img src='data:image/png;base64,"
        f"{base64.b64encode(shot.read_bytes()).decode()}'></figure>"
        for shot in shots
    )
    small = min(width, 400)
    style = (
        f"body {{ columns: {small}px; font: 12px sans-serif }} img {{ width: 100% }}"
        " figure { margin: 0 0 1em; break-inside: avoid }"
    )
    page.set_viewport_size({"width": 2100, "height": 1000})
    page.goto("about:blank")
    page.set_content(f"<!doctype html><style>{style}</style>{figures}")
    page.screenshot(path=sheet, full_page=True)


def renew_pictures(browser: Browser, address: str) -> None:
    """Take the pictures of the documentation anew."""
    DOCS.mkdir(exist_ok=True)
    for scheme in SCHEMES:
        page = open_page(browser, WIDTHS[0], scheme)
        sign_in(page, address)
        for picture in PICTURES:
            if picture.scheme == scheme:
                page.goto(address + picture.path)
                page.screenshot(path=DOCS / f"{picture.name}.png")
        page.context.close()


def run(*, sheets: bool) -> None:
    """Make the projects, serve each in turn, and take the pictures."""
    problem = build_assets()
    if problem:
        raise DemoError(f"{problem}\nfix: pictures show the htmx theme, which wants its assets")
    if sheets:
        shutil.rmtree(SHEETS, ignore_errors=True)
    themes = installed_plugins().themes if sheets else ("htmx",)
    with start_browser() as browser:
        for theme in themes:
            with tempfile.TemporaryDirectory(prefix="quickscale-pictures-") as scratch:
                folder = Path(scratch)
                project = make_project(folder, theme)
                with served(project, choose_port(0), folder / "server.log") as address:
                    if sheets:
                        take_sheets(browser, address, theme)
                    else:
                        renew_pictures(browser, address)


def main(arguments: list[str]) -> int:
    """Take the pictures; return 1 with a sentence when that cannot be done."""
    parser = argparse.ArgumentParser(prog="./qs pictures", description=__doc__)
    parser.add_argument("--sheets", action="store_true", help="all pages, into .pictures/")
    try:
        run(sheets=parser.parse_args(arguments).sheets)
    except (DemoError, BootstrapError, GenerationError, NoBrowser) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
