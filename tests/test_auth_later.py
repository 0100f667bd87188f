"""Auth joins a project that is in use: it adds tables, and people keep their accounts."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.browser.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quickscale_core.testing import MakeProject, Project, Site, Visitor

pytestmark = pytest.mark.xdist_group("auth-starter")

CREATE = (
    "from apps.users.models import User;"
    "User.objects.create_user(email='early@example.org', password='correct-horse-battery')"
)


def tables(database: Path) -> dict[str, str]:
    """Return how each table and index was made."""
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        made = dict(found.fetchall())
    connection.close()
    return made


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return where the project's database is."""
    return tmp_path / "in-use.sqlite3"


@pytest.fixture
def project(quickscale_project: MakeProject, database: Path) -> Project:
    """Return a project with auth on the database of one that was in use without."""
    address = f"sqlite:///{database}"
    before = quickscale_project().with_environ(DATABASE_URL=address)
    before.manage("migrate", "--verbosity", "0").check()
    before.manage("shell", "-c", CREATE).check()
    return quickscale_project(["auth"]).with_environ(DATABASE_URL=address)


def test_migrating_only_adds_tables(project: Project, database: Path) -> None:
    before = tables(database)
    project.manage("migrate", "--verbosity", "0").check()
    after = tables(database)
    assert {name: after.get(name) for name in before} == before
    assert len(after) > len(before)


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
