from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.pages import composed
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

PUBLIC = ["home", "about", "contact", "privacy", "terms"]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_are_for_everybody(client: Client, name: str) -> None:
    answer = client.get(reverse(f"pages:{name}"))

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers or name == "contact"


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_work_signed_in(signed_in: Client, name: str) -> None:
    assert signed_in.get(reverse(f"pages:{name}")).status_code == 200


def test_the_icon_is_found_by_its_old_name(client: Client) -> None:
    answer = client.get("/favicon.ico")

    assert answer.status_code == 302
    assert "theme/icon" in answer.headers["Location"]


def test_search_engines_are_told_to_leave_the_app_out(client: Client) -> None:
    answer = client.get("/robots.txt")
    rules = [line.split(": ") for line in answer.text.splitlines()]

    def is_open(name: str) -> bool:
        fitting = [(path, rule) for rule, path in rules if reverse(name).startswith(path)]
        return max(fitting, key=lambda one: len(one[0]), default=("", "Allow"))[1] == "Allow"

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    for name in ("pages:dashboard", "pages:settings", "admin:index"):
        assert not is_open(name)
    public = [item.url for item in composed.NAV_ITEMS if item.area in {"public", "footer"}]
    for name in (*(f"pages:{one}" for one in PUBLIC), *public):
        assert is_open(name)


def test_home_says_welcome_and_presents_every_part(client: Client) -> None:
    page = client.get("/").text

    assert "Welcome" in page
    for card in composed.SHOWCASE_CARDS:
        assert str(card.title) in page
        assert f'href="{reverse(card.url)}"' in page


def test_home_has_a_picture_that_nobody_enters(client: Client) -> None:
    page = client.get("/").text

    picture = page.split('class="picture"')[1]
    assert picture.index("inert") < picture.index("<svg")
    assert "<rect" in picture
    assert "<a " not in picture.split("What it does")[0]


def test_home_leads_signed_in_people_to_their_dashboard(signed_in: Client) -> None:
    assert "Open your dashboard" in signed_in.get("/").text


@pytest.mark.parametrize("name", ["dashboard", "settings"])
def test_private_pages_ask_who_is_there(client: Client, name: str) -> None:
    answer = client.get(reverse(f"pages:{name}"))

    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_the_settings_area_begins_with_its_first_section(signed_in: Client) -> None:
    answer = signed_in.get(reverse("pages:settings"))

    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse(composed.SETTINGS_SECTIONS[0].url)


def test_a_settings_area_without_sections_is_no_page(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composed, "SETTINGS_SECTIONS", ())

    assert signed_in.get(reverse("pages:settings")).status_code == 404


def test_the_dashboard_makes_as_many_queries_among_few_people_as_among_many(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("pages:dashboard")
    signed_in.get(address)
    with CaptureQueriesContext(connection) as few:
        signed_in.get(address)
    UserFactory.create_batch(10)

    with django_assert_num_queries(len(few)):
        signed_in.get(address)


def test_public_pages_need_no_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/")
        client.get(reverse("pages:about"))


def test_a_signed_in_page_asks_the_database_only_who_is_there(
    signed_in: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in.get(reverse("pages:about"))

    with django_assert_max_num_queries(2):  # the session and the person
        signed_in.get(reverse("pages:about"))
