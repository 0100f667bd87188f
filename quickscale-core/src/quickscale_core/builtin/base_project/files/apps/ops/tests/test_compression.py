"""Pages come compressed, unless their length could tell a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

GZIP = {"accept-encoding": "gzip"}


def is_compressed(client: Client, path: str) -> bool:
    """Tell whether a page comes compressed."""
    return client.get(path, headers=GZIP).headers.get("Content-Encoding") == "gzip"


def test_a_page_is_compressed_for_who_takes_it(client: Client) -> None:
    assert is_compressed(client, "/about/")
    plain = client.get("/about/")
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_a_page_for_somebody_known_is_compressed_where_its_address_says_no_more(
    client: Client,
) -> None:
    assert is_compressed(client, "/about/?from=elsewhere")
    client.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    assert is_compressed(client, "/about/")
    assert not is_compressed(client, "/about/?from=elsewhere")
    sent = client.post("/contact/", {"name": "Ada"}, headers=GZIP)
    assert "Content-Encoding" not in sent.headers


def test_what_is_no_page_is_left_alone(client: Client) -> None:
    assert not is_compressed(client, "/robots.txt")
