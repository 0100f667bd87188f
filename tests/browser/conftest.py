"""What stories that go through many pages share: a site, its people, and an eye for mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.both_frontends import ada, site
from tests.browser.person import Person
from tests.browser.shop import limit_members, open_shop
from tests.browser.states import PASSWORD
from tests.browser.tour import Tour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quickscale_core.testing import Project, Site, Visitor


__all__ = ["ada", "arrive", "looks", "shop", "site"]


@pytest.fixture(scope="session")
def shop(
    project: Project,
    tmp_path_factory: pytest.TempPathFactory,
    quickscale_site: Callable[[Project], Site],
) -> Site:
    """Return a site that sells plans, one of them for one person alone."""
    copy = limit_members(project, tmp_path_factory.mktemp("shop") / "acme")
    site = quickscale_site(copy)
    open_shop(site, PASSWORD)
    return site


@pytest.fixture(scope="session")
def looks() -> Tour:
    """Return what was measured on the way: each page at both widths, once in each scheme."""
    return Tour([], views=(((1280,), ("light",)), ((390,), ("dark",))))


@pytest.fixture
def arrive(
    shop: Site, looks: Tour, quickscale_visitor: Callable[..., Visitor]
) -> Iterator[Callable[..., Person]]:
    """Return a function that gives somebody a browser; what is wrong with a page fails the test."""

    def arrive(email: str, *, javascript: bool = True) -> Person:
        visitor = quickscale_visitor(shop, javascript=javascript)

        def look(what: str) -> None:
            looks.measure(visitor, f"{email}, {what}, at {visitor.path}")

        person = Person(visitor=visitor, site=shop, email=email, password=PASSWORD)
        if javascript:
            person.look = look
        return person

    yield arrive
    problems, looks.problems[:] = "\n".join(looks.problems), []
    assert not problems, problems
