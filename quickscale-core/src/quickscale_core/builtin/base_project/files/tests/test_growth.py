"""Pages that list something ask the database as often for many rows as for few, and stay short.

The pages are found in the URLconf and in the admin, the rows come from the apps: see
:mod:`apps.ops.tests.growing`. What an app adds to a page that is not its own asks once at most, and
what stands around every page asks four times.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.shortcuts import render
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import NoReverseMatch, include, reverse
from django.urls import path as route
from django.utils.module_loading import import_string

from apps.ops.tests.growing import admin_lists, grow, pages, rows_of, telling_apps
from apps.pages import composed
from apps.users.tests.factories import PASSWORD, UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse
    from pytest_django import DjangoAssertNumQueries

FEW = 10
MANY = 500
AROUND = 4
"""How often what stands around every page may ask: for the session, the person, and twice more."""
ASKING = ("dashboard_page", "quick_open", "templatetags.parts")
"""Where apps' functions are asked that ``composed.py`` names."""
TIMES = 6
"""How many times as long a page may be for many rows; a page of a list holds up to a hundred."""


@dataclass(frozen=True)
class Seen:
    """What a page took.

    Attributes:
        status: How it answered.
        queries: What it asked the database.
        size: How long it is.
        is_page: Whether it is one, and not something to keep.
    """

    status: int
    queries: tuple[str, ...]
    size: int
    is_page: bool


@pytest.fixture
def browser(db: None) -> Client:
    """A browser that somebody who may do everything is signed in with."""
    user = UserFactory.create(is_staff=True, is_superuser=True)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    client.user = user  # type: ignore[attr-defined]
    try:
        again = reverse("account_reauthenticate")
    except NoReverseMatch:
        return client
    client.post(again, {"password": PASSWORD})
    return client


def look(client: Client, path: str) -> Seen:
    with CaptureQueriesContext(connection) as asked:
        answer: Any = client.get(path, follow=True)
    is_streamed = getattr(answer, "streaming", False)
    return Seen(
        status=answer.status_code,
        queries=tuple(one["sql"] for one in asked.captured_queries),
        size=0 if is_streamed else len(answer.content),
        is_page="html" in answer.headers.get("Content-Type", ""),
    )


def sent_on(client: Client, path: str) -> str:
    """Open a page; return the path of the one that it leads to, or nothing."""
    return urlsplit(client.get(path).headers.get("Location", "")).path


def problems(path: str, few: Seen, many: Seen) -> Iterator[str]:
    if few.status == 200 != many.status:
        yield f"{path} answers {many.status} when there are {MANY} rows"
    elif len(many.queries) > len(few.queries):
        [(often, _times)] = Counter(
            sql.partition(" WHERE ")[0] for sql in many.queries
        ).most_common(1)
        yield (
            f"{path} asks {len(few.queries)} times for {FEW} rows and {len(many.queries)} times for"
            f" {MANY}. Bring what each row refers to along with select_related or"
            f" prefetch_related. Asked most: {often[:300]}"
        )
    if many.is_page and many.size > TIMES * few.size:
        yield (
            f"{path} has {few.size} bytes for {FEW} rows and {many.size} for {MANY}. Show a page of"
            " them at a time: paginate_by in a ListView, <c-pagination> below the list."
        )


def test_no_page_asks_more_for_many_rows(browser: Client) -> None:
    rows = rows_of(browser.user)  # type: ignore[attr-defined]
    grow(rows, 0, FEW)
    lists = [path for _model, path in admin_lists()]
    every = [*pages(), *lists]
    few = {}
    for path in every:
        onward = sent_on(browser, path)
        if onward in every and path not in lists:
            continue  # it is looked at by itself
        if onward:
            look(browser, path)
        few[path] = look(browser, path)  # by now there is what is kept for the next time
    shown = {path: seen for path, seen in few.items() if seen.status == 200}
    grow(rows, FEW, MANY)
    found = [f"{path} answers {few[path].status} to staff" for path in set(lists) - shown.keys()]
    for path, seen in shown.items():
        if list(problems(path, seen, look(browser, path))):
            found += problems(path, seen, look(browser, path))

    assert not found, "\n\n" + "\n\n".join(found)


def test_what_an_app_adds_to_a_page_asks_once(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(rows_of(browser.user), 0, FEW)  # type: ignore[attr-defined]
    asked: dict[str, int] = {}

    def counted(path: str) -> Callable[..., object]:
        def ask(*arguments: object) -> object:
            found = import_string(path)(*arguments)
            # What several of them need, such as the present team, is there by now.
            with CaptureQueriesContext(connection) as again:
                import_string(path)(*arguments)
            asked[path] = max(len(again), asked.get(path, 0))
            return found

        return ask

    for name in ASKING:
        monkeypatch.setattr(f"apps.pages.{name}.import_string", counted)
    for path in (*pages(), f"{reverse('pages:quick_open')}?q=a", reverse("admin:index")):
        browser.get(path, follow=True)

    too_often = [f"{path} asks {times} times" for path, times in asked.items() if times > 1]
    assert not too_often, "\n".join(too_often)
    everywhere = {
        *(step.done for step in composed.DASHBOARD_STEPS),
        *(card.source for card in composed.DASHBOARD_CHARTS),
        *composed.DASHBOARD_NUMBERS,
        *composed.DASHBOARD_TASKS,
        *composed.DASHBOARD_ACTIVITY,
        *composed.QUICK_OPEN,
        *composed.ADMIN_NUMBERS,
    }
    assert everywhere <= asked.keys()


def show_nothing(request: HttpRequest) -> HttpResponse:
    """Show what stands around every page for people who are signed in."""
    return render(request, "layouts/app.html")


urlpatterns = [route("nothing/", show_nothing), route("", include(settings.ROOT_URLCONF))]


def test_what_stands_around_a_page_asks_four_times(
    browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    grow(rows_of(browser.user), 0, FEW)  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=__name__):
        assert browser.get("/nothing/").status_code == 200
        with django_assert_max_num_queries(AROUND):
            browser.get("/nothing/")


def test_an_app_that_tells_of_rows_tells_of_all(browser: Client) -> None:
    rows_of(browser.user)  # type: ignore[attr-defined]
    without = [
        f"{model._meta.label}: nothing says how its list in the admin grows. Make a row in"
        f" make(user) of {app.replace('.', '/')}/tests/rows_of_person.py."
        for app in telling_apps()
        for model, _path in admin_lists()
        if model.__module__.startswith(f"{app}.") and not model._base_manager.exists()
    ]

    assert not without, "\n\n" + "\n\n".join(without)
