"""Nothing is sent into the server's own network, however its address is written."""

from __future__ import annotations

import ipaddress
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from apps.webhooks.destinations import Destination, DestinationError, is_allowed, parse, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

PRIVATE = [
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.0.9",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.192",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.fixture(autouse=True)
def a_site(settings: Settings) -> None:
    """Be as strict as on a site."""
    settings.WEBHOOKS_ALLOW_LOCAL = False


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the resolver know nothing but what a test says."""

    def answer(*addresses: str) -> None:
        def getaddrinfo(_host: str, port: int, **_more: Any) -> list[Any]:
            if not addresses:
                raise socket.gaierror
            return [(2, 1, 6, "", (address, port)) for address in addresses]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return answer


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_allowed(address: str, names: Callable[..., None]) -> None:
    assert not is_allowed(ipaddress.ip_address(address))
    names(address)
    with pytest.raises(DestinationError, match="address"):
        resolve(Destination("hooks.example.com", 443, "/", secure=True))
    with pytest.raises(DestinationError, match="address"):
        parse(f"https://[{address}]/" if ":" in address else f"https://{address}/")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str, names: Callable[..., None]) -> None:
    names(address)
    assert resolve(Destination("hooks.example.com", 443, "/", secure=True)) == [address]


def test_one_private_address_of_a_name_is_too_many(names: Callable[..., None]) -> None:
    names("93.184.215.14", "10.0.0.1")
    with pytest.raises(DestinationError, match="address"):
        resolve(Destination("hooks.example.com", 443, "/", secure=True))


def test_a_slow_server_of_names_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.WEBHOOKS_TIMEOUT = 0.05
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answered.wait() and [])

    with pytest.raises(DestinationError, match="timeout"):
        resolve(Destination("hooks.example.com", 443, "/", secure=True))
    answered.set()


def test_a_name_without_an_address_is_said_to_have_none(names: Callable[..., None]) -> None:
    names()
    with pytest.raises(DestinationError, match="name"):
        resolve(Destination("hooks.example.com", 443, "/", secure=True))


@pytest.mark.parametrize("odd", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0"])
def test_odd_forms_of_this_machine_are_refused(odd: str) -> None:
    """The resolver takes them for addresses; it is asked, and judged by what it answers."""
    with pytest.raises(DestinationError):
        resolve(parse(f"https://{odd}/"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example.com",
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "https:///path",
        "https://user:secret@hooks.example.com/",
        "https://hooks.example.com@10.0.0.1/",
        "https://hooks.example.com/#part",
        "https://hooks.example.com:22/",
        "https://hooks.example.com:0/",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com\\@10.0.0.1/",
        "https://hooks.example.com/\r\nHost: 10.0.0.1",
        "https://hooks.exa mple.com/",
        "https://hooks.example.com/ HTTP/1.1",
        "https://[fe80::1%25eth0]/",
        "https://[::1",
        "https://-.example.com/",
        "https://..example.com/",
        f"https://{'a' * 64}.example.com/",
    ],
)
def test_what_is_no_address_of_an_endpoint_is_refused(url: str) -> None:
    with pytest.raises(DestinationError, match="address"):
        parse(url)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://hooks.example.com", "hooks.example.com", 443, "/"),
        ("https://HOOKS.example.com:8443/a?b=c d", "hooks.example.com", 8443, ""),
        ("https://bücher.example/ü?ü", "xn--bcher-kva.example", 443, "/%C3%BC?%C3%BC"),
        ("https://hooks.example.com/a%20b?x=%26", "hooks.example.com", 443, "/a%20b?x=%26"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", 443, "/"),
    ],
)
def test_an_address_is_taken_apart(url: str, host: str, port: int, path: str) -> None:
    if not path:  # with a space in it
        with pytest.raises(DestinationError):
            parse(url)
        return
    assert parse(url) == Destination(host, port, path, secure=True)


def test_an_owner_names_more_networks(settings: Settings) -> None:
    settings.WEBHOOKS_REFUSED_NETWORKS = ["93.184.215.0/24"]

    assert not is_allowed(ipaddress.ip_address("93.184.215.14"))


def test_development_may_send_to_this_machine_and_to_nothing_else_that_is_private(
    settings: Settings,
) -> None:
    settings.WEBHOOKS_ALLOW_LOCAL = True

    assert parse("http://localhost:4000/in") == Destination("localhost", 4000, "/in", secure=False)
    for address in PRIVATE:
        found = ipaddress.ip_address(address)
        inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
        if not inner.is_loopback and address != "::7f00:1":
            assert not is_allowed(found)
