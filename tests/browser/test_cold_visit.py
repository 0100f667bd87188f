"""What a browser loads that has never been to a site, as production serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.states import FULL, PASSWORD
from tests.browser.tour import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser
    from quickscale_core.testing import Project, Site, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.long]

MOST_BYTES: Final = 60 * 1024
MOST_REQUESTS: Final = 8
PAGES: Final = ("/", "/accounts/login/", "/dashboard/")


@pytest.fixture(scope="session")
def site(
    project: Project,
    tmp_path_factory: pytest.TempPathFactory,
    quickscale_site: Callable[[Project], Site],
) -> Site:
    """Return a copy of the project in production, with demo data."""
    copy = project.copy(tmp_path_factory.mktemp("cold") / "acme")
    production = copy.in_production()
    local = copy.with_environ(DATABASE_URL=production.environ["DATABASE_URL"])
    local.manage("migrate", "--verbosity", "0").check()
    local.manage("seed_demo", "--password", PASSWORD).check()
    production.manage("collectstatic", "--no-input", "--verbosity", "0").check()
    return quickscale_site(production)


@pytest.fixture
def signed_in(site: Site, quickscale_visitor: Callable[..., Visitor]) -> object:
    """Return the cookies of somebody who is signed in."""
    visitor = quickscale_visitor(site)
    sign_in(visitor, FULL, PASSWORD)
    return visitor.context.storage_state()


def cold_visit(browser: Browser, address: str, cookies: object) -> dict[str, int]:
    """Return the bytes that each answer took on its way, headers counted in, by its address."""
    context = browser.new_context(storage_state=cookies)  # type: ignore[arg-type]
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    asked: dict[str, str] = {}
    loaded: dict[str, int] = {}
    devtools.on(
        "Network.requestWillBeSent",
        lambda it: asked.update({it["requestId"]: it["request"]["url"]}),
    )
    devtools.on(
        "Network.loadingFinished",
        lambda it: loaded.update({asked[it["requestId"]]: int(it["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    context.close()
    return loaded


@pytest.mark.parametrize("path", PAGES)
def test_a_cold_visit_loads_little_in_few_pieces(
    site: Site, quickscale_browser: Browser, signed_in: object, path: str
) -> None:
    cookies = signed_in if path == "/dashboard/" else None
    loaded = cold_visit(quickscale_browser, site.url + path, cookies)
    listed = "\n".join(f"{size:>7} {address}" for address, size in loaded.items())
    assert site.url + path in loaded, listed
    assert sum(loaded.values()) <= MOST_BYTES, listed
    assert len(loaded) <= MOST_REQUESTS, listed
