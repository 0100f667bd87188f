"""What pages of other origins may do: those that are named, with a key, and no cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from apps.api.schema_class import MATCHING, ONCE
from apps.api.tests.factories import client_with, key_of
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

ME = "/api/v1/me/"
ORIGIN = "https://app.example.com"


@pytest.fixture(autouse=True)
def _origin(settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]


def asks_first(origin: str, *headers: str, path: str = ME) -> Any:
    """Ask what a browser asks before it lets a page change something."""
    return Client().options(
        path,
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": ", ".join(headers).lower(),
        },
    )


def test_a_page_may_send_all_that_the_api_takes() -> None:
    sent = ("Authorization", "Content-Type", ONCE.name, MATCHING.name, "If-None-Match")

    answer = asks_first(ORIGIN, *sent)

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
    allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert {name.lower() for name in sent} <= set(allowed)
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_other_origins_and_other_pages_are_not_open() -> None:
    for answer in (asks_first("https://evil.example.com"), asks_first(ORIGIN, path="/")):
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_page_reads_what_a_program_reads() -> None:
    program = client_with(key_of(UserFactory.create())[1])

    answer = program.get(ME, headers={"Origin": ORIGIN})

    assert answer.json()["id"]
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    shown = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"etag", "retry-after"} <= set(shown)
