"""Every address of the site leads somewhere in a browser, those of actions too."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from apps.ops.middleware import page_above
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

ARGUMENT: Final = re.compile(r"<(?:(\w+):)?\w+>")
REGEX: Final = frozenset("^$()[]\\*+?|")
SAMPLES: Final = {"int": "0", "uuid": str(uuid.UUID(int=0))}
BROWSER: Final = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def addresses(resolver: URLResolver, above: str = "") -> Iterator[str]:
    """Yield an address of every route but the admin's, with arguments that stand for nothing."""
    for one in resolver.url_patterns:
        route = above + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.namespace != "admin":
                yield from addresses(one, route)
        elif isinstance(one, URLPattern) and not set(route) & REGEX:
            yield "/" + ARGUMENT.sub(lambda found: SAMPLES.get(found[1] or "str", "x"), route)


@pytest.fixture
def browser() -> Client:
    client = Client(raise_request_exception=False, headers=BROWSER)
    client.force_login(UserFactory.create())
    return client


def test_no_address_answers_a_browser_with_a_blank_page(browser: Client) -> None:
    found = sorted(set(addresses(get_resolver())))
    assert len(found) > 10

    blank = [path for path in found if browser.get(path).status_code == 405]

    assert blank == []


def test_an_action_leads_to_the_page_it_belongs_to(browser: Client) -> None:
    answers = {path: Client().get(path) for path in addresses(get_resolver())}
    actions = [path for path, answer in answers.items() if answer.status_code == 405]
    assert actions

    for path in actions:
        answer: Any = browser.get(path)
        assert answer.status_code == 302
        assert path.startswith(answer.headers["Location"])
        assert resolve(answer.headers["Location"])


def test_a_page_above_is_one_that_the_site_knows() -> None:
    assert page_above("/dashboard/checklist/hide/") == "/dashboard/"
    assert page_above("/nothing/of/this/") == "/"
    assert page_above("/") == "/"
