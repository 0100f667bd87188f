"""Projects whose owners answered the options otherwise: too many for every landing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.plugins.discovery import Registry
from quickscale_core.testing import list_routes, open_visitor

from tests.browser.states import FULL, PASSWORD
from tests.browser.tour import Tour, sign_in
from tests.variants import VARIANTS, Variant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _pytest.mark import ParameterSet
    from playwright.sync_api import Browser
    from quickscale_core.testing import GateReport, MakeProject, Project, Site

pytestmark = pytest.mark.sweep


def _projects(wanted: Callable[[Variant], bool]) -> Iterator[ParameterSet]:
    registry = Registry.installed()
    for name, variant in VARIANTS.items():
        missing = [one for one in variant.modules if one not in registry]
        for theme in variant.themes if wanted(variant) else ():
            marks = [
                pytest.mark.xdist_group(name),
                pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}"),
            ]
            yield pytest.param((variant, theme), id=f"{name}-{theme}", marks=marks)


@pytest.fixture(scope="module")
def project(request: pytest.FixtureRequest, quickscale_project: MakeProject) -> Project:
    """Return the project of a variant with a theme."""
    variant, theme = request.param
    return quickscale_project(variant.modules, theme=theme, options=variant.options)


@pytest.mark.postgres
@pytest.mark.parametrize("project", [*_projects(lambda _: True)], indirect=True)
def test_the_whole_gate_passes(
    project: Project, quickscale_gate: Callable[[Project], GateReport]
) -> None:
    quickscale_gate(project).check()


@pytest.mark.browser
@pytest.mark.parametrize("project", [*_projects(lambda one: one.other_pages)], indirect=True)
def test_no_page_has_anything_wrong_with_it(
    project: Project, quickscale_site: Callable[[Project], Site], quickscale_browser: Browser
) -> None:
    site = quickscale_site(project)
    site.project.manage("seed_demo", "--password", PASSWORD).check()
    tour = Tour(list_routes(project))
    with open_visitor(quickscale_browser, site) as stranger:
        tour.walk(stranger, "a stranger")
    with open_visitor(quickscale_browser, site) as visitor:
        sign_in(visitor, FULL, PASSWORD)
        tour.walk(visitor, FULL, leave_out=("account_logout",))
    assert tour.pages
    assert not tour.problems, "\n".join(tour.problems)
