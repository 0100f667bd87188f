"""Fixtures for the tests of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.accounts.tests.browsing import confirm_identity, sign_in
from apps.accounts.tests.factories import MemberFactory
from apps.accounts.tests.soft_passkey import SoftPasskey, register

if TYPE_CHECKING:
    from django.test import Client

    from apps.users.models import User


@pytest.fixture
def member(db: None) -> User:
    """A person whose address is verified."""
    return MemberFactory.create(email="ada@example.com", name="Ada Ferreira")


@pytest.fixture
def confirmed(client: Client, member: User) -> Client:
    """A client that ``member`` is signed in with, and has just said so again."""
    sign_in(client, member.email)
    confirm_identity(client)
    return client


@pytest.fixture
def passkey(confirmed: Client, member: User) -> SoftPasskey:
    """A passkey of ``member``, who is signed out again."""
    made = register(confirmed)
    confirmed.post(reverse("account_logout"))
    return made
