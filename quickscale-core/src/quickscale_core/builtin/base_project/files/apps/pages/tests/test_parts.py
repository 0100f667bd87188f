"""What other apps show at places of pages, and at the top of the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import import_string

from apps.pages import composed
from apps.pages.parts import Part
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.http import HttpRequest

pytestmark = pytest.mark.django_db


def said(_request: HttpRequest) -> dict[str, Any]:
    return {}


def silent(_request: HttpRequest) -> None:
    return None


def show(rf: RequestFactory, place: str) -> str:
    template = Template("{% load parts %}{% page_parts place %}")
    return template.render(Context({"request": rf.get("/"), "place": place}))


def test_a_part_is_shown_at_its_place_alone(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = "pages/cards/help.html"
    parts = (
        Part(place="here", template=card),
        Part(place="here", template=card, context=f"{__name__}.said"),
        Part(place="here", template=card, context=f"{__name__}.silent"),
        Part(place="there", template=card),
    )
    monkeypatch.setattr(composed, "PAGE_PARTS", parts)

    assert show(rf, "here").count(reverse("pages:contact")) == 2
    assert show(rf, "there").count(reverse("pages:contact")) == 1
    assert show(rf, "nowhere") == ""


def test_each_source_of_numbers_asks_once_and_keeps_to_permissions(rf: RequestFactory) -> None:
    request = rf.get("/admin/")
    for source in composed.ADMIN_NUMBERS:
        request.user = UserFactory.create(is_staff=True, is_superuser=True)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            numbers = import_string(source)(request)
        assert len(asked) <= 1, source
        assert numbers, source
        request.user = UserFactory.create(is_staff=True)
        assert import_string(source)(request) == [], source


def test_the_administration_begins_with_the_numbers_of_the_day() -> None:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    page = client.get(reverse("admin:index")).text

    assert "Numbers of the day" in page
    assert "Sign-ups" in page
    assert page.index("Numbers of the day") < page.index('id="content-main"')


def test_the_administration_names_apps_as_people_do() -> None:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    page = client.get(reverse("admin:index")).text

    assert "Groups and permissions" in page
    for name in ("Djstripe", "MFA", "Authentication and Authorization"):
        assert name not in page
