"""The fixtures of the test kit; see :mod:`quickscale_core.testing` for what each is for."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import pytest

from quickscale_core.testing.requests import ComposeProject, MakeProject, project_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from quickscale_core.plugin_api.spec import ProjectSpec
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.rendering.composed_project import ComposedProject
    from quickscale_core.testing.browser.visitors import Visitor
    from quickscale_core.testing.gate import GateReport, Tools
    from quickscale_core.testing.golden import CheckGolden
    from quickscale_core.testing.projects.postgres import Postgres
    from quickscale_core.testing.projects.project import Project, Site
    from quickscale_core.testing.projects.serving import Server

__all__ = [
    "compose",
    "pytest_configure",
    "quickscale_browser",
    "quickscale_gate",
    "quickscale_golden",
    "quickscale_migrated",
    "quickscale_postgres",
    "quickscale_project",
    "quickscale_registry",
    "quickscale_site",
    "quickscale_tools",
    "quickscale_visitor",
    "quickscale_write",
]


def pytest_configure(config: pytest.Config) -> None:
    """Make the kit's own marker known."""
    from quickscale_core.testing.theme_suite import THEME_SUITE

    config.addinivalue_line("markers", f"{THEME_SUITE}: what every theme does, as one suite")


def _do_without(what: str) -> NoReturn:
    """Skip because an optional part is missing; under ``CI=true`` fail instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def _key(request: ProjectSpec) -> str:
    modules, options, settings = sorted(request.modules), request.options, request.settings
    asked = {plugin: sorted(options[plugin].items()) for plugin in sorted(options)}
    own = sorted((name, repr(value)) for name, value in settings.items())
    return repr((request.name, modules, request.theme, request.deploy, asked, own))


@pytest.fixture(scope="session")
def quickscale_registry() -> Registry:
    """Return the installed plugins; override it to compose with others."""
    from quickscale_core.plugins.discovery import Registry

    return Registry.installed()


@pytest.fixture(scope="session")
def compose(quickscale_registry: Registry) -> ComposeProject:
    """Return a function that composes a project in memory, once for each request."""
    from quickscale_core.generate import compose_project

    made: dict[str, ComposedProject] = {}

    def compose(*args: object, **kwargs: object) -> ComposedProject:
        request = project_request(*args, **kwargs)  # type: ignore[arg-type]
        key = _key(request)
        if key not in made:
            made[key] = compose_project(request, quickscale_registry)
        return made[key]

    return compose


@pytest.fixture
def quickscale_golden(request: pytest.FixtureRequest) -> CheckGolden:
    """Return a function that compares what a plugin adds with a list beside the test.

    After a wanted change ``UPDATE_GOLDEN=1 pytest`` writes the list anew; read the difference.
    """
    from quickscale_core.testing.golden import check_golden, list_contributions

    def check(name: str, project: ComposedProject, *, beyond: ComposedProject) -> None:
        lines = list_contributions(project, beyond=beyond)
        check_golden(request.path.parent / "golden", name, lines)

    return check


@pytest.fixture(scope="session")
def quickscale_write(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Callable[[ComposedProject], Project]:
    """Return a function that writes a composed project into a new folder."""
    from quickscale_core.testing.projects.project import write_composed

    # There is none where the plugin that keeps it is turned off.
    cache = getattr(pytestconfig, "cache", None)
    environments = (
        tmp_path_factory.getbasetemp() / "environments"
        if cache is None
        else cache.mkdir("quickscale-environments")
    )

    def write(composed: ComposedProject) -> Project:
        return write_composed(composed, tmp_path_factory.mktemp("project"), environments)

    return write


@pytest.fixture(scope="session")
def quickscale_project(
    compose: ComposeProject, quickscale_write: Callable[[ComposedProject], Project]
) -> MakeProject:
    """Return a function that generates a project on the disk, once for each selection."""
    made: dict[str, Project] = {}

    def make(*args: object, **kwargs: object) -> Project:
        key = _key(project_request(*args, **kwargs))  # type: ignore[arg-type]
        if key not in made:
            made[key] = quickscale_write(compose(*args, **kwargs))  # type: ignore[arg-type]
        return made[key]

    return make


@pytest.fixture(scope="session")
def quickscale_postgres() -> Iterator[Postgres]:
    """Return a PostgreSQL server; the test is skipped where none is installed."""
    from quickscale_core.testing.projects.postgres import postgres_missing, start_postgres

    if missing := postgres_missing():
        _do_without(missing)
    with start_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def quickscale_tools() -> Tools:
    """Return commands for linters that are neither beside Python nor on PATH; override it."""
    return {}


@pytest.fixture(scope="session")
def quickscale_gate(
    tmp_path_factory: pytest.TempPathFactory,
    quickscale_postgres: Postgres,
    quickscale_tools: Tools,
) -> Callable[..., GateReport]:
    """Return :func:`run_gate` with the session's PostgreSQL, linters and caches."""
    from quickscale_core.testing.gate import run_gate

    scratch = tmp_path_factory.mktemp("gate")

    return partial(run_gate, scratch=scratch, postgres=quickscale_postgres, tools=quickscale_tools)


@pytest.fixture(scope="session")
def quickscale_migrated(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Project], Project]:
    """Return a function that gives a project a migrated SQLite database of its own.

    The migrations run once for each set of them, whichever worker of pytest-xdist comes first.
    """
    from quickscale_core.testing.projects.databases import MigratedDatabases

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    databases = MigratedDatabases(shared / "migrated-databases")

    def migrated(project: Project) -> Project:
        folder = tmp_path_factory.mktemp("database")
        return databases.migrated(project, folder / "db.sqlite3")

    return migrated


@pytest.fixture(scope="session")
def quickscale_site(
    tmp_path_factory: pytest.TempPathFactory,
    quickscale_migrated: Callable[[Project], Project],
) -> Iterator[Callable[[Project], Site]]:
    """Return a function that serves a project until the session ends.

    It has a migrated database outside its folder, unless its environment names another;
    ``site.project`` runs commands on the very database that is served.
    """
    sites: dict[tuple[Path, str], Site] = {}
    with ExitStack() as running:

        def serve(project: Project) -> Site:
            key = (project.path, repr(sorted(project.environ.items())))
            if key not in sites:
                if "DATABASE_URL" in project.environ:
                    project.manage("migrate", "--verbosity", "0").check()
                    served = project
                else:
                    served = quickscale_migrated(project)
                sites[key] = running.enter_context(served.serve(tmp_path_factory.mktemp("mail")))
            return sites[key]

        yield serve


@pytest.fixture(scope="session")
def quickscale_browser() -> Iterator[Browser]:
    """Return a headless Chromium; the test is skipped where none is found."""
    from quickscale_core.testing.browser.visitors import NoBrowser, start_browser

    with ExitStack() as running:
        try:
            browser = running.enter_context(start_browser())
        except NoBrowser as missing:
            _do_without(str(missing))
        yield browser


@pytest.fixture
def quickscale_visitor(quickscale_browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a fresh session on a site.

    When the test is over, the console errors, uncaught exceptions and violations of the content
    security policy that its visitors saw fail it.
    """
    from quickscale_core.testing.browser.visitors import open_visitor

    visitors: list[Visitor] = []
    with ExitStack() as running:

        def visit(site: Server, *, javascript: bool = True) -> Visitor:
            opened = open_visitor(quickscale_browser, site, javascript=javascript)
            visitors.append(running.enter_context(opened))
            return visitors[-1]

        yield visit
        for visitor in visitors:
            visitor.check()
