"""Auth joins a project that is in use, and people keep their accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import MakeProject, Project, Site, Visitor

pytestmark = pytest.mark.xdist_group("auth-starter")

CREATE = (
    "from apps.users.models import User;"
    "User.objects.create_user(email='early@example.org', password='correct-horse-battery')"
)


@pytest.fixture
def project(
    quickscale_project: MakeProject, quickscale_migrated: Callable[[Project], Project]
) -> Project:
    """Return a project with auth on the database of one that was in use without."""
    before = quickscale_migrated(quickscale_project())
    before.manage("shell", "-c", CREATE).check()
    return quickscale_project(["auth"]).with_environ(**before.environ)


@pytest.mark.browser
def test_who_had_an_account_signs_in_and_verifies_the_address(
    project: Project,
    quickscale_site: Callable[[Project], Site],
    quickscale_visitor: Callable[..., Visitor],
) -> None:
    site = quickscale_site(project)
    person = Person(visitor=quickscale_visitor(site), site=site, email="early@example.org")
    person.sign_in()
    person.must_be_at("/accounts/confirm-email/")
    person.fill("Code", person.mailed_code())
    person.press("Verify")
    person.must_be_at("/dashboard/")
