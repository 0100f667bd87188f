"""Fixtures for the tests of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.accounts.tests.factories import MemberFactory

if TYPE_CHECKING:
    from apps.users.models import User


@pytest.fixture
def member(db: None) -> User:
    """A person whose address is verified."""
    return MemberFactory.create(email="ada@example.com", name="Ada Ferreira")
