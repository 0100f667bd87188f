"""What the base project offers by itself, with and without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.tour import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import Project, Site, Visitor

pytestmark = pytest.mark.browser

PASSWORD = "correct-horse-battery"
CREATE = (
    "from apps.users.models import User;"
    "User.objects.filter(email='grace@example.org').delete();"
    f"User.objects.create_user(email='grace@example.org', password='{PASSWORD}', name='Grace')"
)
EXACTLY: tuple[str, ...] = ()


@pytest.fixture(scope="session")
def site(project: Project, quickscale_site: Callable[[Project], Site]) -> Site:
    """Return a site of these tests' own: its limits count nobody else's requests."""
    return quickscale_site(project.with_environ(SITE_FOR="forms"))


@pytest.fixture
def visitor(site: Site, quickscale_visitor: Callable[..., Visitor], javascript: bool) -> Visitor:
    """Return somebody on the site, who has an account."""
    site.project.manage("shell", "-c", CREATE).check()
    return quickscale_visitor(site, javascript=javascript)


def test_a_message_is_written_and_arrives(visitor: Visitor, site: Site) -> None:
    site.mailbox.clear()
    visitor.goto("/contact/")
    form = visitor.page.locator("main form")
    form.get_by_label("Name").fill("Grace")
    form.get_by_label("E-mail").fill("grace@example.org")
    form.get_by_label("Message").fill("Is there a way to pay by the year?")
    form.locator("[type=submit]").click()
    expect(visitor.page.get_by_text("on its way")).to_be_visible()
    (mail,) = site.mailbox.all()
    assert "pay by the year" in mail.text


def test_in_profile_and_out(visitor: Visitor) -> None:
    sign_in(visitor, "grace@example.org", PASSWORD)
    visitor.goto("/settings/profile/")
    visitor.page.get_by_label("Name").fill("Grace H.")
    visitor.page.get_by_role("button", name="Save profile").click()
    visitor.page.wait_for_load_state("networkidle")
    visitor.goto("/settings/profile/")
    expect(visitor.page.get_by_label("Name")).to_have_value("Grace H.")


def test_a_password_is_set_anew_by_a_link(visitor: Visitor, site: Site) -> None:
    visitor.goto("/accounts/reset/")
    visitor.page.locator("main input[type=email]").fill("grace@example.org")
    visitor.page.locator("main form [type=submit]").click()
    visitor.page.wait_for_url("**/accounts/reset/sent/")
    (link,) = site.mailbox.last("grace@example.org").links
    visitor.page.goto(link)
    for field in visitor.page.locator("main input[type=password]").all():
        field.fill("another-horse-entirely")
    visitor.page.locator("main form [type=submit]").click()
    visitor.page.wait_for_url("**/accounts/reset/done/")
    sign_in(visitor, "grace@example.org", "another-horse-entirely")
