from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from apps.ops.limits import allow, clear, client_address, client_network

if TYPE_CHECKING:
    from django.test import RequestFactory
    from pytest_django import Settings


def test_attempts_are_counted_for_each_person_and_action(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert [allow("contact", "ada", times=2, seconds=60) for _ in range(3)] == [True, True, False]
    assert allow("contact", "jonas", times=2, seconds=60)
    assert allow("login", "ada", times=2, seconds=60)
    assert "Refused contact: over its limit" in caplog.text


def test_cleared_attempts_are_forgotten() -> None:
    allow("login", "ada", times=1, seconds=60)

    clear("login", "ada")

    assert allow("login", "ada", times=1, seconds=60)


def test_a_window_that_ends_in_between_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_arguments: object) -> int:
        raise ValueError

    monkeypatch.setattr(cache, "incr", ended)

    assert allow("login", "ada", times=1, seconds=60)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.7", "192.0.2.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "forged, 203.0.113.7", "203.0.113.7"),
        (2, "forged, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "203.0.113.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_the_address_is_what_trusted_proxies_say(
    rf: RequestFactory, settings: Settings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    assert client_address(rf.get("/", REMOTE_ADDR="192.0.2.1", headers=headers)) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unix:", ""),
    ],
)
def test_visitors_are_counted_by_their_network(
    rf: RequestFactory, address: str, network: str
) -> None:
    assert client_network(rf.get("/", REMOTE_ADDR=address)) == network
