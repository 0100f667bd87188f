"""The command that takes pictures: which addresses are one page."""

from __future__ import annotations

import pytest

from tools.pictures import page_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "/t/acme/settings/members/7d44f5a1-9a1d-4f65-8a6a-6f5b2a3f9b11/",
            "/t/blue-harbour/settings/members/0b0f7a52-3c1f-4a54-9d0b-2f8f6dd3c7a2/",
        ),
        ("/settings/profile/?saved=1", "/settings/profile/#name"),
        ("/settings/billing/invoices/in_1Abcdefgh/", "/settings/billing/invoices/in_2Zyxwvuts/"),
        ("/news/12/", "/news/7/"),
    ],
)
def test_addresses_of_one_page_have_one_key(one: str, other: str) -> None:
    assert page_key(one) == page_key(other)


def test_pages_have_keys_of_their_own() -> None:
    paths = (
        "/",
        "/dashboard/",
        "/settings/billing/",
        "/settings/members/",
        "/settings/members/invite/",
    )
    assert len({page_key(path) for path in paths}) == len(paths)
