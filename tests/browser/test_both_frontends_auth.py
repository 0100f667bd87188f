"""What people do with their account is the same, whoever draws the pages.

Each story is written once, against roles and names. Signing in and up, and what mails lead to, is
drawn by Django under both.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from quickscale_core.testing import examine, open_visitor
from quickscale_core.testing.frontend import build_frontend, has_frontend

from tests.browser.one_time_code import code_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from quickscale_core.testing import MakeProject, Project, Site, Tools, Visitor
    from quickscale_core.testing.browser.accessibility import Scheme

pytestmark = [pytest.mark.browser]

PASSWORD = "a-quite-good-staple"
NEW_PASSWORD = "another-quite-good-staple"
SECURITY = "/settings/security/"

PAGES = (
    *("profile/", "profile/delete/", "email/", "sessions/", "security/activity/"),
    *("security/password/", "security/passkeys/", "security/passkeys/add/"),
    "security/app/activate/",
)
PAGES_WITH_APP = ("security/", "security/app/deactivate/", "security/recovery-codes/")

LOOKS: Final[tuple[tuple[int, Scheme], ...]] = ((1280, "light"), (390, "dark"))
"""Each page at both widths, and once in each scheme."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(theme, marks=pytest.mark.xdist_group(f"both-auth-{theme}"))
        for theme in ("htmx", "react")
    ],
)
def site(
    request: pytest.FixtureRequest,
    quickscale_project: MakeProject,
    quickscale_site: Callable[[Project], Site],
    quickscale_tools: Tools,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """Return a site without anybody, in each theme, under a name that passkeys accept."""
    folder: Path = tmp_path_factory.mktemp("both-auth")
    project = quickscale_project(("api",), theme=request.param).copy(folder / "acme")
    if has_frontend(project):
        if "npm" not in quickscale_tools:
            pytest.skip("there is no Node")
        build_frontend(project, folder, folder.joinpath(str(quickscale_tools["npm"][0])))
    served = quickscale_site(project)
    # An address in digits is no relying party: https://www.w3.org/TR/webauthn-3/#rp-id.
    return replace(served, url=served.url.replace("127.0.0.1", "localhost"))


@pytest.fixture
def visit(site: Site, quickscale_browser: Browser) -> Iterator[Callable[[str], Visitor]]:
    """Return a function that signs somebody new up; what their browser complains of fails."""
    opened = []

    def visit(email: str) -> Visitor:
        manager = open_visitor(quickscale_browser, site)
        visitor = manager.__enter__()
        opened.append((manager, visitor))
        sign_up(visitor, site, email)
        return visitor

    yield visit
    for manager, visitor in opened:
        # A browser reports every answer that is a refusal, such as the question who is there.
        refusals = re.compile(r"Failed to load resource.*\((/api/v1|/_allauth)/", re.DOTALL)
        visitor.problems[:] = [
            it for it in visitor.problems if not refusals.search(it.replace(site.url, ""))
        ]
        visitor.check()
        manager.__exit__(None, None, None)


def sign_up(visitor: Visitor, site: Site, email: str) -> None:
    """Create an account and verify its address."""
    page = visitor.page
    visitor.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Create account")
    type_code(page, site, email)
    page.wait_for_url("**/dashboard/")


def type_code(page: Page, site: Site, email: str) -> None:
    """Type the code that went to an address."""
    field = page.get_by_label("Code", exact=True)
    expect(field).to_be_visible()
    field.fill(site.mailbox.last(email).find(r"^ +([A-Z]{4}-[A-Z]{4})$"))
    press(page, "Verify")


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD) -> None:
    """Send the sign-in form."""
    visitor.goto("/accounts/login/")
    visitor.page.get_by_label("E-mail address").fill(email)
    visitor.page.get_by_label("Password", exact=True).fill(password)
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()


def press(page: Page, name: str) -> None:
    """Press a button, or a link that looks like one."""
    page.get_by_role("main").or_(page.get_by_role("dialog")).or_(
        page.get_by_role("alertdialog")
    ).get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("main").get_by_role("link", name=name, exact=True)
    ).locator("visible=true").last.click()


def open_page(visitor: Visitor, path: str, heading: str) -> Page:
    """Open a page and wait until its heading is there."""
    visitor.goto(path)
    expect(visitor.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    return visitor.page


def confirm_identity(page: Page) -> None:
    """Answer the question who is there, wherever it is asked."""
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Confirm")


def test_a_profile_is_saved(visit: Callable[[str], Visitor]) -> None:
    visitor = visit("profile@example.com")
    page = open_page(visitor, "/settings/profile/", "Profile")
    page.get_by_label("Name").fill("Ada Ferreira")
    page.get_by_label("Time zone").select_option("Europe/Lisbon")
    press(page, "Save profile")
    expect(page.get_by_text("Your profile is saved.").first).to_be_visible()
    expect(page.get_by_role("complementary").get_by_text("Ada Ferreira")).to_be_visible()
    open_page(visitor, "/settings/profile/", "Profile")
    expect(page.get_by_label("Name")).to_have_value("Ada Ferreira")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
    page.get_by_label("Name").fill("win at evil.example")
    press(page, "Save profile")
    expect(page.get_by_role("alert").get_by_text(re.compile("Name"))).to_be_visible()


def test_sessions_are_ended(visit: Callable[[str], Visitor], quickscale_browser: Browser) -> None:
    email = "sessions@example.com"
    visitor = visit(email)
    with open_visitor(quickscale_browser, visitor.site) as other:
        sign_in(other, email)
        other.page.wait_for_url("**/dashboard/")
        page = open_page(visitor, "/settings/sessions/", "Sessions")
        table = page.get_by_role("region", name="Your sessions")
        expect(table.get_by_role("button")).to_have_count(1)
        table.get_by_role("button").click()
        expect(page.get_by_text("That session is signed out.").first).to_be_visible()
        expect(table.get_by_role("button")).to_have_count(0)
        other.goto("/settings/sessions/")
        assert other.path.startswith("/accounts/login/")

        sign_in(other, email)
        other.page.wait_for_url("**/dashboard/")
        open_page(visitor, "/settings/sessions/", "Sessions")
        press(page, "Sign out all others")
        expect(table.get_by_role("button")).to_have_count(0)
        other.goto("/settings/sessions/")
        assert other.path.startswith("/accounts/login/")


def test_a_password_is_changed_by_the_present_one(visit: Callable[[str], Visitor]) -> None:
    email = "password@example.com"
    visitor = visit(email)
    page = open_page(visitor, f"{SECURITY}password/", "Change your password")
    page.get_by_label("Current password").fill("wrong")
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password again").fill(NEW_PASSWORD)
    press(page, "Change password")
    expect(page.get_by_role("alert").get_by_text("Current password")).to_be_visible()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password again").fill(NEW_PASSWORD)
    press(page, "Change password")
    expect(page.get_by_role("heading", level=1, name="Security")).to_be_visible()
    expect(page.get_by_text("Password changed").first).to_be_visible()
    visitor.context.clear_cookies()
    sign_in(visitor, email, NEW_PASSWORD)
    page.wait_for_url("**/dashboard/")


def test_an_address_changes_once_it_is_clear_who_is_there(
    visit: Callable[[str], Visitor], site: Site
) -> None:
    visitor = visit("old@example.com")
    page = open_page(visitor, "/settings/email/", "E-mail")
    page.get_by_label("New e-mail address").fill("new@example.com")
    press(page, "Change address")
    confirm_identity(page)
    type_code(page, site, "new@example.com")
    open_page(visitor, "/settings/email/", "E-mail")
    expect(page.get_by_role("main").get_by_text("new@example.com")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("old@example.com")).to_have_count(0)
    assert site.mailbox.to("old@example.com")[-1].subject.endswith("changed")


def test_an_app_is_set_up_asked_for_and_removed(visit: Callable[[str], Visitor]) -> None:
    email = "app@example.com"
    visitor = visit(email)
    page = open_page(visitor, SECURITY, "Security")
    press(page, "Set up app")
    confirm_identity(page)
    expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    secret = page.get_by_role("main").locator("code").first.inner_text()
    page.get_by_label("Code from the app").fill(code_of(secret))
    press(page, "Turn on")
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()
    codes = page.get_by_role("list", name="Codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    code = codes.first.inner_text()

    visitor.context.clear_cookies()
    sign_in(visitor, email)
    page.get_by_label("Code from your app, or a recovery code").fill(code)
    press(page, "Sign in")
    page.wait_for_url("**/dashboard/")
    open_page(visitor, SECURITY, "Security")
    expect(page.get_by_text("9 codes are left.")).to_be_visible()
    press(page, "Remove app")
    # It is asked before the page is shown, or before the app is removed.
    password = page.get_by_label("Password", exact=True)
    remove = page.get_by_role("main").get_by_role("button", name="Remove app")
    expect(password.or_(remove)).to_be_visible()
    if remove.is_visible():
        remove.click()
        confirm_identity(page)
    else:
        confirm_identity(page)
        remove.click()
    expect(page.get_by_role("heading", level=1, name="Security")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Set up app")).to_be_visible()


def test_a_passkey_is_added_named_and_removed(visit: Callable[[str], Visitor]) -> None:
    visitor = visit("passkey@example.com")
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
    visitor.goto(f"{SECURITY}passkeys/add/")
    page = visitor.page
    confirm_identity(page)
    page.get_by_label("Name").fill("Laptop")
    press(page, "Create passkey")
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()

    open_page(visitor, f"{SECURITY}passkeys/", "Passkeys")
    page.get_by_label("Actions for Laptop").click()
    page.get_by_text("Rename", exact=True).locator("visible=true").first.click()
    page.get_by_label("Name", exact=True).fill("Phone")
    press(page, "Save name")
    expect(page.get_by_label("Actions for Phone")).to_be_visible()
    page.get_by_label("Actions for Phone").click()
    page.get_by_text("Remove", exact=True).locator("visible=true").first.click()
    press(page, "Remove passkey")
    expect(page.get_by_text("No passkeys yet")).to_be_visible()


def test_an_account_is_deleted(visit: Callable[[str], Visitor], site: Site) -> None:
    email = "gone@example.com"
    visitor = visit(email)
    page = open_page(visitor, "/settings/profile/", "Profile")
    press(page, "Delete account")
    # It is asked before the page is shown, or before the account is deleted.
    field = page.get_by_label("Type your e-mail address to confirm")
    expect(field.or_(page.get_by_label("Password", exact=True))).to_be_visible()
    if visitor.path.startswith("/accounts/"):
        confirm_identity(page)
    field.fill(email)
    press(page, "Delete my account")
    question = page.get_by_role("dialog", name="Confirm it is you")
    gone = page.get_by_text("Your account is deleted.").first
    expect(question.or_(gone)).to_be_visible()
    if question.is_visible():
        confirm_identity(page)
    expect(gone).to_be_visible()
    sign_in(visitor, email)
    expect(page.get_by_role("alert")).to_be_visible()
    assert "is deleted" in site.mailbox.last(email).subject


def test_pages_are_for_everybody_at_both_widths_and_in_both_schemes(
    visit: Callable[[str], Visitor],
) -> None:
    visitor = visit("look@example.com")
    page = visitor.page
    visitor.goto("/settings/profile/delete/")
    confirm_identity(page)
    problems = look_at(visitor, PAGES)
    page.get_by_label("Code from the app").fill(code_of(page.locator("main code").inner_text()))
    press(page, "Turn on")
    expect(page.get_by_role("list", name="Codes")).to_be_visible()
    problems += look_at(visitor, PAGES_WITH_APP)
    assert not problems, "\n".join(problems)


def look_at(visitor: Visitor, paths: Sequence[str]) -> list[str]:
    """Return what is wrong with pages of the settings."""
    problems = []
    for path in paths:
        visitor.goto(f"/settings/{path}")
        visitor.page.wait_for_load_state("networkidle")
        for width, scheme in LOOKS:
            found = examine(visitor.page, widths=(width,), schemes=(scheme,))
            problems += [f"{path}: {it}" for it in found]
    return problems
