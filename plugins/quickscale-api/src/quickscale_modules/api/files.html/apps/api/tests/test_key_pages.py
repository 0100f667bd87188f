"""The page on which people manage their keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.tests.factories import MemberFactory
from apps.api.models import ApiKey
from apps.api.tests.factories import client_with, key_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from apps.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return MemberFactory.create()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def key_on(answer: object) -> str:
    """Return the key that a page shows."""
    found = re.search(r"api_[0-9a-f]{8}_[\w-]{43}", answer.content.decode())  # type: ignore[attr-defined]
    return found.group() if found else ""


def test_a_new_key_is_shown_once(page: Client, user: User) -> None:
    sent = {"name": "CI", "scopes": ["account:read"], "lifetime": "30"}

    text = key_on(page.post(reverse("api_keys"), sent))

    assert client_with(text).get("/api/v1/me/").json()["id"] == str(user.pk)
    assert key_on(page.get(reverse("api_keys"))) == ""
    assert ApiKey.objects.get().expires_at is not None


def test_a_key_without_a_use_is_refused(page: Client) -> None:
    answer = page.post(reverse("api_keys"), {"name": "CI"})

    assert answer.status_code == 200
    assert not ApiKey.objects.exists()


def test_a_key_is_replaced_and_revoked(page: Client, user: User) -> None:
    key, old = key_of(user)

    new = key_on(page.post(reverse("api_key_rotate", args=[key.pk])))
    page.post(reverse("api_key_revoke", args=[key.pk]))

    assert client_with(new).get("/api/v1/me/").status_code == 200
    assert client_with(old).get("/api/v1/me/").status_code == 401


def test_the_keys_of_others_are_not_there(page: Client) -> None:
    key, text = key_of(MemberFactory.create())

    assert key.prefix not in page.get(reverse("api_keys")).content.decode()
    for name in ("api_key_rotate", "api_key_revoke"):
        assert page.post(reverse(name, args=[key.pk])).status_code == 404
    assert client_with(text).get("/api/v1/me/").status_code == 200


def test_the_page_costs_the_same_however_many_keys(
    page: Client, user: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        key_of(user)
    page.get(reverse("api_keys"))

    with django_assert_max_num_queries(14):
        page.get(reverse("api_keys"))


def test_all_keys_are_revoked_once_it_is_confirmed(page: Client, user: User) -> None:
    assert "revoke-all" not in page.get(reverse("api_keys")).content.decode()
    text = key_of(user)[1]
    assert "revoke-all" in page.get(reverse("api_keys")).content.decode()

    answer = page.post(reverse("api_keys_revoke_all"), follow=True)

    assert "All keys that you made are revoked." in answer.content.decode()
    assert client_with(text).get("/api/v1/me/").status_code == 401
    assert page.get(reverse("api_keys_revoke_all")).status_code == 405


def test_the_page_leads_to_the_reference(page: Client) -> None:
    assert reverse("api_docs") == "/api/v1/docs/"
    assert 'href="/api/v1/docs/"' in page.get(reverse("api_keys")).content.decode()
