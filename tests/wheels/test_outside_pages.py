"""A stranger's module with pages for both frontends is the same under each, beside the wheels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from quickscale_core.testing import examine, open_visitor
from quickscale_core.testing.projects.serving import serve

from tests.browser.tour import sign_in
from tools.demo import build_app
from tools.environments import project_env
from tools.projects import Project
from tools.uv import find_uv

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tools.machine import Machine

pytestmark = [pytest.mark.xdist_group("wheels"), pytest.mark.browser, pytest.mark.long]

LIST: Final = "/ledger/"


@pytest.fixture(scope="module")
def plugin(machine: Machine) -> Path:
    """Return the folder of a module as ``plugins new`` makes it, installed from there."""
    machine.types("quickscale", "plugins", "new", "ledger", "--react")
    folder = machine.folder / "quickscale-ledger"
    python = str(machine.installed.python)
    uv = (str(find_uv()), "pip", "install", "--quiet", "--python", python)
    machine.types(*uv, "--no-deps", "--editable", str(folder))
    return folder


@pytest.fixture(scope="module", params=["htmx", "react"])
def project(request: pytest.FixtureRequest, machine: Machine, plugin: Path) -> Project:
    """Return a project with it, in each theme."""
    theme = request.param
    words = ("--with", "ledger", "--theme", theme, "--no-git", "--no-input")
    printed = machine.types("quickscale", "init", f"shop-{theme}", *words)
    assert "ledger has no react pages" not in printed
    made = Project(folder=machine.folder / f"shop-{theme}", python=project_env().python)
    if theme == "react":
        build_app(made)
    made.manage("migrate", "--verbosity", "0")
    return made


def test_its_own_tests_pass_there(project: Project) -> None:
    project.manage("makemigrations", "--check", "--dry-run")
    assert " passed" in project.run("-m", "pytest", "-q", "apps/ledger")


def test_its_entries_are_listed_added_and_deleted(
    project: Project, quickscale_browser: Browser
) -> None:
    email, password = project.login(project.manage("seed_demo"))
    runserver = (project.python, "manage.py", "runserver", "--noreload")
    with (
        serve(
            lambda port: [*runserver, f"127.0.0.1:{port}"],
            cwd=project.folder,
            env=project.environ(),
        ) as server,
        open_visitor(quickscale_browser, server) as visitor,
    ):
        sign_in(visitor, email, password)
        page = visitor.page
        page.get_by_role("link", name="Ledger").first.click()
        expect(page.get_by_role("heading", level=1, name="Ledger")).to_be_visible()
        page.get_by_role("main").get_by_role("link", name="Add the first entry").click()
        page.get_by_label("Title").fill("Buy milk")
        page.get_by_role("button", name="Save entry").click()

        expect(page.get_by_role("heading", level=1, name="Ledger")).to_be_visible()
        expect(page.get_by_text("Entry added").first).to_be_visible()
        expect(page.get_by_role("link", name="Buy milk")).to_be_visible()
        problems = [str(it) for it in examine(page)]
        assert not problems, "\n".join(problems)

        page.get_by_role("searchbox").fill("bread")
        page.get_by_role("searchbox").press("Enter")
        expect(page.get_by_text("No entry has that title")).to_be_visible()
        visitor.goto(LIST)
        page.get_by_role("link", name="Buy milk").click()
        expect(page.get_by_role("heading", level=1, name="Buy milk")).to_be_visible()
        page.get_by_role("link", name="Delete").click()
        page.get_by_role("button", name="Delete entry").click()
        expect(page.get_by_role("link", name="Add the first entry")).to_be_visible()
        visitor.check()
