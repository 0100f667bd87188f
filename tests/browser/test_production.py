"""Production's own server and settings, and the pages that it shows when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import examine

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import Project, Site, Visitor

pytestmark = pytest.mark.browser

TROUBLE = '''

from django.core.exceptions import PermissionDenied, SuspiciousOperation  # noqa: E402
from django.http import Http404  # noqa: E402


def trouble(request, status):
    """Fail in every way there is a page for."""
    raise {400: SuspiciousOperation, 403: PermissionDenied, 404: Http404, 500: ValueError}[status]


urlpatterns += [path("trouble/<int:status>/", trouble)]
'''
"""What the owner of a project might add to its URLs to see its error pages."""


@pytest.fixture(scope="session")
def site(
    project: Project,
    tmp_path_factory: pytest.TempPathFactory,
    quickscale_site: Callable[[Project], Site],
) -> Site:
    """Return a copy of the project in production, with ways to fail."""
    folder = tmp_path_factory.mktemp("production") / "acme"
    copy = project.copy(folder)
    with (folder / copy.package / "urls.py").open("a", encoding="utf-8") as urls:
        urls.write(TROUBLE)
    production = copy.in_production()
    production.manage("collectstatic", "--no-input", "--verbosity", "0").check()
    return quickscale_site(production)


@pytest.fixture
def visitor(site: Site, quickscale_visitor: Callable[..., Visitor]) -> Visitor:
    """Return somebody on the site."""
    return quickscale_visitor(site)


def test_the_site_answers_with_everything_a_page_needs(visitor: Visitor) -> None:
    assert visitor.goto("/") == 200
    assert "Welcome" in visitor.page.locator("main").inner_text()
    assert examine(visitor.page) == []


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_errors_have_pages_in_the_theme(visitor: Visitor, status: int) -> None:
    assert visitor.goto(f"/trouble/{status}/") == status
    assert visitor.page.locator("h1").inner_text().strip()
    assert "ValueError" not in visitor.page.content()
    assert examine(visitor.page) == []


def test_an_address_that_is_not_there_has_the_theme_s_page(visitor: Visitor) -> None:
    assert visitor.goto("/no-such-page/") == 404
    assert visitor.page.locator("h1").inner_text().strip()


def test_a_form_from_elsewhere_is_refused_in_the_theme(visitor: Visitor) -> None:
    visitor.goto("/contact/")
    visitor.context.clear_cookies()
    with visitor.page.expect_navigation():
        visitor.page.locator("main form").evaluate(
            "form => { form.noValidate = true; HTMLFormElement.prototype.submit.call(form); }"
        )
    assert "403" in visitor.page.content() or visitor.page.locator("h1").inner_text().strip()
    assert examine(visitor.page) == []


def test_headers_are_strict(visitor: Visitor, site: Site) -> None:
    answer = visitor.page.request.get(site.url)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]


def test_health_is_told(visitor: Visitor, site: Site) -> None:
    for path in ("/health/live", "/health/ready"):
        assert visitor.page.request.get(site.url + path).status == 200
