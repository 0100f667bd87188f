"""The public test kit: what a plugin's tests do with projects, as a pytest plugin.

Install it with ``pip install 'quickscale[testing]'`` and name it in the top-most ``conftest.py``::

    pytest_plugins = ["quickscale_core.testing"]

It is opt-in rather than found by itself, so that whoever has QuickScale installed pays nothing
for it in other test suites. These are its fixtures; heavy ones start when they are first used,
once a session:

* ``compose(modules, theme=..., options=...)`` composes a project in memory;
* ``quickscale_golden(name, project, beyond=...)`` holds what a plugin adds to a list in a file;
* ``quickscale_project(modules, theme=..., options=...)`` generates it on the disk and returns a
  :class:`Project`, which runs its ``manage.py``, its tests and its server;
* ``quickscale_gate(project)`` runs everything its CI would, or the ``checks`` it is given, and
  returns a :class:`GateReport`; see :func:`run_gate`;
* ``quickscale_postgres`` is a real :class:`Postgres`;
* ``quickscale_migrated(project)`` gives a project a migrated SQLite database: a copy, where one
  with the same migrations was made before;
* ``quickscale_site(project)`` migrates and serves it and returns a :class:`Site` with its e-mails;
* ``quickscale_browser`` is a Chromium, and ``quickscale_visitor(site)`` a :class:`Visitor` in it,
  whose page is the one of Playwright's sync API;
* ``quickscale_write(composed)`` writes a project that was composed in memory;
* ``quickscale_deployed`` is the :class:`DeployedSite` that deploys of a test try, for targets;
* ``quickscale_registry`` and ``quickscale_tools`` are there to be overridden.

Beside them: :func:`examine` looks at a page with axe-core at several widths, in light and dark;
:func:`list_routes` tells every address a project answers; :func:`list_contributions` and
:func:`settings_of` tell what a composition holds; :func:`page_problems` holds a module's pages to
the component contract, :class:`ThemeSuite` a theme to all of it, and :func:`show_components` puts
all components on one page.

A generated project runs with its own requirements. Name an interpreter that has them in
``QUICKSCALE_PROJECT_PYTHON``, or leave it to the kit to make environments in pytest's cache
folder. Tests of optional parts (a Chromium, a PostgreSQL) are skipped where the part is missing,
and fail instead under ``CI=true``.

Example:
    >>> def test_the_blog_is_served(quickscale_project, quickscale_site, quickscale_visitor):
    ...     site = quickscale_site(quickscale_project(["blog"]))
    ...     visitor = quickscale_visitor(site)
    ...     assert visitor.goto("/blog/") == 200
    ...     assert examine(visitor.page) == []
"""

from __future__ import annotations

from quickscale_core.plugins.discovery import Registry
from quickscale_core.rendering.composed_project import ComposedProject
from quickscale_core.testing.browser.accessibility import Violation, examine, find_violations
from quickscale_core.testing.browser.visitors import Visitor, open_visitor, start_browser
from quickscale_core.testing.deployed_site import DeployedSite, quickscale_deployed
from quickscale_core.testing.fixtures import (
    compose,
    quickscale_browser,
    quickscale_gate,
    quickscale_golden,
    quickscale_migrated,
    quickscale_postgres,
    quickscale_project,
    quickscale_registry,
    quickscale_site,
    quickscale_tools,
    quickscale_visitor,
    quickscale_write,
)
from quickscale_core.testing.fixtures import (
    pytest_configure as pytest_configure,
)
from quickscale_core.testing.gate import CHECKS, GateReport, Tools, run_gate
from quickscale_core.testing.golden import CheckGolden, list_contributions, settings_of
from quickscale_core.testing.projects.environment import ProjectPython
from quickscale_core.testing.projects.mailbox import Mail, Mailbox
from quickscale_core.testing.projects.postgres import Postgres
from quickscale_core.testing.projects.processes import CommandFailed, Finished
from quickscale_core.testing.projects.project import Project, Site
from quickscale_core.testing.projects.routes import Route, list_routes
from quickscale_core.testing.projects.serving import Server
from quickscale_core.testing.requests import ComposeProject, MakeProject
from quickscale_core.testing.theme_contract.components import component_problems, render_components
from quickscale_core.testing.theme_contract.pages import page_problems
from quickscale_core.testing.theme_contract.themes import show_components, theme_problems
from quickscale_core.testing.theme_suite import ThemeSuite

__all__ = [
    "CHECKS",
    "CheckGolden",
    "CommandFailed",
    "ComposeProject",
    "ComposedProject",
    "DeployedSite",
    "Finished",
    "GateReport",
    "Mail",
    "Mailbox",
    "MakeProject",
    "Postgres",
    "Project",
    "ProjectPython",
    "Registry",
    "Route",
    "Server",
    "Site",
    "ThemeSuite",
    "Tools",
    "Violation",
    "Visitor",
    "component_problems",
    "compose",
    "examine",
    "find_violations",
    "list_contributions",
    "list_routes",
    "open_visitor",
    "page_problems",
    "quickscale_browser",
    "quickscale_deployed",
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
    "render_components",
    "run_gate",
    "settings_of",
    "show_components",
    "start_browser",
    "theme_problems",
]
