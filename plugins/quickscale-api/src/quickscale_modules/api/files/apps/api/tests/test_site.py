"""The dashboard and the navigation as data: the same that the pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client, RequestFactory

from apps.pages import composed
from apps.pages.dashboard_page import DashboardPage
from apps.pages.quick_open import find
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.users.models import User

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    """Return the client of somebody who is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_dashboard_is_what_the_page_shows() -> None:
    user = UserFactory.create()
    request = RequestFactory().get("/")
    request.user = user
    page = DashboardPage(request)

    found = client_of(user).get("/api/v1/dashboard/").json()

    assert [one["label"] for one in found["checklist"]] == [str(one.label) for one in page.steps]
    assert [one["label"] for one in found["numbers"]] == [one.label for one in page.numbers]
    assert [one["title"] for one in found["charts"]] == [
        str(card.title) for card in composed.DASHBOARD_CHARTS
    ]
    assert found["has_tasks"] is page.has_tasks


def test_the_checklist_is_hidden_for_good() -> None:
    user = UserFactory.create()
    client = client_of(user)

    assert client.post("/api/v1/dashboard/hide-checklist/").status_code == 204
    assert client.get("/api/v1/dashboard/").json()["checklist"] == []


def test_quick_open_finds_what_its_page_finds() -> None:
    user = UserFactory.create()
    request = RequestFactory().get("/")
    request.user = user

    found = client_of(user).get("/api/v1/quick-open/?q=e").json()

    assert [
        (group["label"], [(one["label"], one["href"], one["method"]) for one in group["entries"]])
        for group in found
    ] == [
        (group.label, [(str(one.label), one.href, one.method) for one in group.entries])
        for group in find(request, "e")
    ]
    assert Client().get("/api/v1/quick-open/").status_code == 401


def test_visitors_see_the_public_links_alone() -> None:
    found = Client().get("/api/v1/navigation/").json()

    assert found["areas"]["anonymous"]
    assert found["settings"] == []


def test_whoever_is_signed_in_sees_their_settings() -> None:
    found = client_of(UserFactory.create()).get("/api/v1/navigation/").json()

    assert [one["label"] for one in found["settings"]] == [
        str(section.label) for section in composed.SETTINGS_SECTIONS
    ]
    assert all(one["href"].startswith("/") for one in found["settings"])
