"""Fixtures for the tests of webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.webhooks import endpoints
from apps.webhooks.tests.factories import OWNER
from apps.webhooks.tests.receiving import Receiver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.webhooks.models import Endpoint


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A program that takes webhooks."""
    made = Receiver()
    server = made.serve()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def told_secret(endpoint: Endpoint) -> str:
    """The endpoint's secret, as its owner was told it."""
    return endpoints.rotate_secret(endpoint)


@pytest.fixture
def endpoint(receiver: Receiver, db: None) -> Endpoint:
    """An endpoint that leads to the receiver."""
    return endpoints.create(OWNER, receiver.url)[0]
