"""Passkeys as a second step, to confirm who is there, and where there is none, in every theme.

The other flows of the account pages are driven in the workspace's own browser tests.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from quickscale_core.testing import Registry, Site, examine

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from quickscale_core.testing import Mailbox, MakeProject, Visitor

    Visit = Callable[..., Visitor]

pytestmark = pytest.mark.browser

PASSWORD = "a-quite-good-staple"
THEMES = [name for name in ("starter", "htmx") if name in Registry.installed()]


@pytest.fixture(scope="module", params=THEMES)
def site(
    request: pytest.FixtureRequest,
    quickscale_project: MakeProject,
    quickscale_site: Callable[..., Site],
) -> Site:
    """Return a site with auth in one of the themes, under a name that passkeys accept."""
    served = quickscale_site(quickscale_project(["auth"], theme=request.param))
    # An address in digits is no relying party: https://www.w3.org/TR/webauthn-3/#rp-id.
    return replace(served, url=served.url.replace("127.0.0.1", "localhost"))


@pytest.fixture
def visit(site: Site, quickscale_visitor: Callable[..., Visitor]) -> Visit:
    """Return a function that opens a fresh session on the site."""
    return lambda **options: quickscale_visitor(site, **options)


def inbox(visitor: Visitor) -> Mailbox:
    """Return where the site's e-mails arrive."""
    assert isinstance(visitor.site, Site)
    return visitor.site.mailbox


def measure(visitor: Visitor) -> None:
    """Hold the page that is open to what every page must be."""
    assert examine(visitor.page) == [], visitor.path


def press(page: Page, text: str) -> None:
    """Press the one button or link of the page that says so."""
    exactly = re.compile(rf"^\s*{re.escape(text)}\s*$")
    page.locator("main :is(button, a)", has_text=exactly).first.click()


def fill(page: Page, name: str, value: str) -> None:
    """Fill a field in and leave it; a theme with htmx may check it then."""
    field = page.locator(f"[name={name}]")
    field.fill(value)
    if page.evaluate("() => 'htmx' in window") and page.locator(f"[hx-post] [name={name}]").count():
        with page.expect_response(lambda it: "x-check-field" in it.request.headers):
            field.blur()


def sign_up(visitor: Visitor, email: str) -> None:
    """Create an account and verify its address."""
    page = visitor.page
    visitor.goto("/accounts/signup/")
    fill(page, "email", email)
    fill(page, "password1", PASSWORD)
    press(page, "Create account")
    expect(page.locator("[name=code]")).to_be_visible()
    page.fill("[name=code]", inbox(visitor).last(email).find(r"^ +([A-Z]{4}-[A-Z]{4})$"))
    press(page, "Verify")
    page.wait_for_url("**/dashboard/")


def sign_in(visitor: Visitor, email: str) -> None:
    """Send the sign-in form."""
    visitor.goto("/accounts/login/")
    visitor.page.fill("[name=login]", email)
    visitor.page.fill("[name=password]", PASSWORD)
    press(visitor.page, "Sign in")


def sign_out(visitor: Visitor) -> None:
    """Leave through the page that asks first."""
    visitor.goto("/accounts/logout/")
    press(visitor.page, "Sign out")
    visitor.page.wait_for_url(f"{visitor.site.url}/")


def confirm_identity(visitor: Visitor) -> None:
    """Answer the question who is there."""
    expect(visitor.page.locator("[name=password]")).to_be_visible()
    visitor.page.fill("[name=password]", PASSWORD)
    press(visitor.page, "Confirm")


def add_virtual_authenticator(visitor: Visitor) -> None:
    """Give the browser a device that holds passkeys and says yes to everything."""
    devices = visitor.context.new_cdp_session(visitor.page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_signs_in_and_confirms(visit: Visit) -> None:
    visitor = visit()
    page, email = visitor.page, "joan@example.com"
    add_virtual_authenticator(visitor)
    sign_up(visitor, email)
    visitor.goto("/settings/security/")
    press(page, "Add passkey")
    confirm_identity(visitor)
    expect(page.locator("[data-passkey=create]")).to_be_visible()
    measure(visitor)
    page.fill("[name=name]", "Joan's laptop")
    press(page, "Create passkey")
    page.wait_for_url("**/recovery-codes/")
    visitor.goto("/settings/security/passkeys/")
    expect(page.locator("main")).to_contain_text("Joan's laptop")
    measure(visitor)
    page.get_by_label("Actions for Joan's laptop").first.click()
    measure(visitor)
    press(page, "Rename")
    page.wait_for_load_state()
    measure(visitor)

    sign_out(visitor)
    page.get_by_role("link", name="Sign in").first.click()
    page.wait_for_url("**/accounts/login/")
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/dashboard/")

    sign_out(visitor)
    sign_in(visitor, email)
    page.wait_for_url("**/2fa/authenticate/")
    measure(visitor)
    press(page, "Use your passkey")
    page.wait_for_url("**/dashboard/")
    visitor.goto("/settings/profile/delete/")
    press(page, "Use your passkey")
    expect(page.locator("[data-passkey=get]")).to_be_visible()
    measure(visitor)
    press(page, "Use your passkey")
    page.wait_for_url("**/profile/delete/")


def test_a_passkey_that_is_not_there_is_no_dead_end(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    add_virtual_authenticator(visitor)
    visitor.goto("/accounts/login/")

    press(page, "Sign in with a passkey")

    expect(page.locator("[data-passkey-message]")).to_contain_text("choose another way")
    measure(visitor)


@pytest.fixture(scope="module", params=THEMES)
def linked_site(
    request: pytest.FixtureRequest,
    quickscale_project: MakeProject,
    quickscale_site: Callable[..., Site],
) -> Site:
    """Return a site that verifies addresses by a link, in one of the themes."""
    options = {"auth": {"verification_method": "link"}}
    return quickscale_site(quickscale_project(["auth"], options=options, theme=request.param))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_opened_on_another_device_asks_who_is_there(
    linked_site: Site, quickscale_visitor: Callable[..., Visitor], javascript: bool
) -> None:
    email = f"grace{int(javascript)}@example.com"
    laptop = quickscale_visitor(linked_site)
    laptop.goto("/accounts/signup/")
    fill(laptop.page, "email", email)
    fill(laptop.page, "password1", PASSWORD)
    press(laptop.page, "Create account")
    expect(laptop.page.locator("main")).to_contain_text("inbox")
    (link,) = [one for one in inbox(laptop).last(email).links if "/confirm-email/" in one]

    phone = quickscale_visitor(linked_site, javascript=javascript)
    page = phone.page
    page.goto(link)
    if javascript:
        measure(phone)
    page.fill("[name=password]", "wrong")
    press(page, "Verify and sign in")
    expect(page.locator("main")).to_contain_text("Incorrect password")
    page.fill("[name=password1]", "a-new-staple-of-mine")
    page.fill("[name=password2]", "another-staple")
    press(page, "Save password and verify")
    expect(page.locator("main")).to_contain_text("same password")
    if javascript:
        measure(phone)
    page.fill("[name=password]", PASSWORD)
    press(page, "Verify and sign in")
    page.wait_for_url("**/dashboard/")
