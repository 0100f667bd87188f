"""Fixtures for the tests of every app."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from apps.users.models import User


def pytest_collection_finish() -> None:
    """Have the garbage collector pass over what was imported: it stays, and is most of memory."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Keep limits and cached values from reaching the next test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user(db: None) -> User:  # noqa: ARG001 - asked for because it brings the database
    """A person who can sign in."""
    return UserFactory.create()


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    """A client that ``user`` is signed in with."""
    client.force_login(user)
    return client
