from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.pages import composed
from apps.pages.navigation import NavItem
from apps.pages.quick_open import LONGEST, Entry, find

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import Client, RequestFactory

    from apps.users.models import User

pytestmark = pytest.mark.django_db

ADDRESS = reverse("pages:quick_open")
HOSTILE = "<img src=x onerror=alert(1)>"


def things(_request: HttpRequest, text: str) -> list[Entry]:
    return [
        Entry(label="Add a thing", href="/things/add/", icon="plus", words="new create"),
        Entry(label=HOSTILE, href="/things/1/", avatar=HOSTILE, group="Things"),
        Entry(label=f"Asked for {text}", href="/things/2/", group="Things", method="post"),
    ]


@pytest.fixture
def request_of(rf: RequestFactory, user: User) -> HttpRequest:
    request = rf.get("/")
    request.user = user
    return request


@pytest.fixture
def _with_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composed, "QUICK_OPEN", ("apps.pages.tests.test_quick_open.things",))


def labels(request: HttpRequest, text: str = "") -> list[str]:
    return [str(entry.label) for group in find(request, text) for entry in group.entries]


def test_visitors_sign_in_first(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 302


def test_all_pages_and_settings_are_found(request_of: HttpRequest) -> None:
    found = {entry.href for group in find(request_of) for entry in group.entries}

    assert reverse("pages:dashboard") in found
    assert {reverse(section.url) for section in composed.SETTINGS_SECTIONS} <= found


@pytest.mark.parametrize("text", ["dashb", "DASHBOARD", "  dash   board "])
def test_every_word_has_to_be_in_a_name(request_of: HttpRequest, text: str) -> None:
    assert labels(request_of, text) == ["Dashboard"]
    assert labels(request_of, "dashboard nowhere") == []


def test_what_is_not_for_somebody_is_not_found(
    request_of: HttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = NavItem(label="Desk", url="pages:about", icon="shield", area="user", staff=True)
    monkeypatch.setattr(composed, "NAV_ITEMS", (desk,))
    assert labels(request_of, "desk") == []

    request_of.user.is_staff = True
    assert labels(request_of, "desk") == ["Desk"]


@pytest.mark.usefixtures("_with_things")
def test_parts_add_entries_under_headings_of_their_own(request_of: HttpRequest) -> None:
    assert labels(request_of, "create thing")[0] == "Add a thing"
    (things,) = [group for group in find(request_of) if group.label == "Things"]
    assert [entry.href for entry in things.entries] == ["/things/1/", "/things/2/"]


@pytest.mark.usefixtures("_with_things")
def test_a_source_gets_the_words_with_single_blanks_and_not_endless(
    request_of: HttpRequest,
) -> None:
    assert labels(request_of, " asked   for ") == ["Asked for asked for"]
    assert labels(request_of, "x" * 5000) == [f"Asked for {'x' * LONGEST}"]


@pytest.mark.usefixtures("_with_things")
def test_the_page_shows_what_is_found_and_escapes_it(signed_in: Client) -> None:
    page = signed_in.get(ADDRESS, {"q": "thing"}).text
    assert 'href="/things/add/"' in page
    assert 'value="thing"' in page

    page = signed_in.get(ADDRESS).text
    assert HOSTILE not in page
    assert 'action="/things/2/"' in page
    assert "csrfmiddlewaretoken" in page


def test_no_match_is_said(signed_in: Client) -> None:
    assert "No matches" in signed_in.get(ADDRESS, {"q": "zzzz"}).text


def test_each_source_makes_at_most_one_query(request_of: HttpRequest) -> None:
    find(request_of)
    with CaptureQueriesContext(connection) as made:
        find(request_of, "a")

    assert len(made) <= len(composed.QUICK_OPEN)
