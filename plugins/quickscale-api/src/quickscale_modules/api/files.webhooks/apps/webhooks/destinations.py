"""Where events may be sent: public addresses alone, judged after the name is resolved.

Whoever may add an endpoint chooses where this server connects to. So an address is refused that
leads into the server's own network, however it is written; and the connection is made to the very
address that was judged, so that a name cannot lead elsewhere a moment later. The rules are those of
OWASP's guide on server-side request forgery.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import quote, urlsplit

from apps.webhooks.conf import conf

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that stand for one of IPv4 (RFC 6052)."""

COMPATIBLE: Final = ipaddress.IPv6Network("::/96")
"""The same, in a form that is out of use (RFC 4291, 2.5.5.1)."""

REFUSED: Final = (
    # What answers machines in a cloud and is public by its number: Azure's host.
    ipaddress.IPv4Network("168.63.129.16/32"),
    # What some versions of Python take for public: services of a network's own, Oracle's host among
    # them, relays, tests, documents and the local part of NAT64 (RFC 6890, 7526, 2544, 9637, 8215).
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv6Network("100::/64"),
    ipaddress.IPv6Network("3fff::/20"),
    ipaddress.IPv6Network("5f00::/16"),
    ipaddress.IPv4Network("192.88.99.0/24"),
    ipaddress.IPv4Network("198.18.0.0/15"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
    ipaddress.IPv6Network("fec0::/10"),
)

HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?\Z")
"""A name as the resolver gets it; international ones are in their form for it by then."""


class DestinationError(Exception):
    """Events may not be sent there.

    Attributes:
        reason: Why: ``"address"``, ``"name"`` or ``"timeout"``, as a delivery's problem.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Destination:
    """Where a URL leads.

    Attributes:
        host: A name, or an address without brackets.
        port: The port.
        path: The path with its query, safe in a request's first line.
        secure: Whether it is ``https``.
    """

    host: str
    port: int
    path: str
    secure: bool


def parse(url: str) -> Destination:
    """Take a URL apart.

    Args:
        url: What somebody gave as the address of an endpoint.

    Returns:
        Where it leads.

    Raises:
        DestinationError: It is none that events may be sent to, whatever its name resolves to.
    """
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise DestinationError("address")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _host(parts.hostname or "")
    except (ValueError, UnicodeError):
        raise DestinationError("address") from None
    secure = parts.scheme == "https"
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise DestinationError("address")
    if not secure and not (parts.scheme == "http" and conf.allow_local):
        raise DestinationError("address")
    if port is None:
        port = 443 if secure else 80
    if port not in conf.ports and not conf.allow_local:
        raise DestinationError("address")
    literal = _literal(host)
    if literal is not None and not is_allowed(literal):
        raise DestinationError("address")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Destination(host, port, f"{path}?{query}" if query else path, secure)


def resolve(destination: Destination) -> list[str]:
    """Return the addresses of a destination, each of which may be connected to.

    Raises:
        DestinationError: The name has none, or one of them is not public, or it takes too long.
    """
    addresses = _look_up(destination)
    if not addresses:
        raise DestinationError("name")
    if not all(is_allowed(ipaddress.ip_address(one)) for one in addresses):
        raise DestinationError("address")
    return addresses


def _look_up(destination: Destination) -> list[str]:
    """Return the addresses of a name, or none; a server of names that is slow holds nobody up.

    Raises:
        DestinationError: There was no answer in ``WEBHOOKS_TIMEOUT`` seconds.
    """
    found: list[str] = []

    def ask() -> None:
        with suppress(OSError, UnicodeError):
            answer = socket.getaddrinfo(
                destination.host,
                destination.port,
                type=socket.SOCK_STREAM,
                proto=socket.IPPROTO_TCP,
            )
            # A link-local address of IPv6 names its network card after a percent sign.
            found.extend(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in answer))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(conf.timeout)
    if asking.is_alive():
        raise DestinationError("timeout")
    return found


def is_allowed(address: Address) -> bool:
    """Tell whether events may be sent to an address."""
    if isinstance(address, ipaddress.IPv6Address) and (inner := _inner(address)) is not None:
        return is_allowed(inner)
    if address.is_loopback:
        return conf.allow_local
    networks = (*REFUSED, *(ipaddress.ip_network(one) for one in conf.refused_networks))
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
        and not any(address in network for network in networks)
    )


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the address of IPv4 that one of IPv6 stands for, or nothing."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _host(given: str) -> str:
    if ":" in given:
        return str(ipaddress.IPv6Address(given))
    host = given.encode("idna").decode().lower()
    if not HOST.match(host):
        raise ValueError(host)
    return host


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
