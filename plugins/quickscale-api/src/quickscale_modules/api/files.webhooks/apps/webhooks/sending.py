"""One request to an endpoint: to the address that was judged, no further, and not for long."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.webhooks.conf import conf
from apps.webhooks.destinations import Destination, DestinationError, parse, resolve
from apps.webhooks.models import EXCERPT, Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

Problem = Delivery.Problem


@dataclass(frozen=True)
class Answer:
    """What became of a request.

    Attributes:
        problem: Why it failed, or empty.
        status: The answer's status, or nothing where there was no answer.
        excerpt: The beginning of its body.
        milliseconds: How long all of it took.
    """

    problem: str = Problem.NONE
    status: int | None = None
    excerpt: str = ""
    milliseconds: int = 0


class PinnedConnection(http.client.HTTPConnection):
    """A connection to one address, whatever the host's name resolves to by now.

    The standard library's client follows no redirects, asks no proxy, unpacks nothing and refuses
    line breaks in headers; so what is missing is only where to connect, and when to give up.
    """

    def __init__(self, destination: Destination, address: str, timeout: float) -> None:
        super().__init__(destination.host, destination.port, timeout=timeout)
        self.default_port = 443 if destination.secure else 80
        self.destination = destination
        self.address = address
        self.expired = False

    def connect(self) -> None:
        """Connect to the address, with TLS for the host's name."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.destination.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock,
                server_hostname=self.destination.host,
                do_handshake_on_connect=False,
            )
            self.sock.do_handshake()

    def expire(self) -> None:
        """End it, in whatever it is doing: its time is over."""
        self.expired = True
        held = self.sock
        if held is not None:
            try:
                # Of the plain socket: that of TLS would go on reading without it.
                socket.socket.shutdown(held, socket.SHUT_RDWR)
            except OSError:  # it is closed already
                return


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send an event.

    Args:
        url: Where.
        body: What, byte for byte as it is signed.
        headers: With which headers; length and host are added.

    Returns:
        What became of it; nothing is raised for what the other side does.
    """
    begun = time.monotonic()
    try:
        destination = parse(url)
        addresses = resolve(destination)
    except DestinationError as error:
        return Answer(error.reason, milliseconds=_since(begun))
    answer = Answer(Problem.CONNECTION)
    for address in addresses[:2]:
        left = conf.timeout - (time.monotonic() - begun)
        if left <= 0:
            return Answer(Problem.TIMEOUT, milliseconds=_since(begun))
        answer, connected = _try(PinnedConnection(destination, address, left), body, headers, begun)
        if connected:
            break
    return answer


def _try(
    connection: PinnedConnection, body: bytes, headers: Mapping[str, str], begun: float
) -> tuple[Answer, bool]:
    """Send to one address; return what became of it, and whether anything was sent."""
    # Timeouts of sockets are for each read: who sends a byte a second would keep a worker for good.
    timer = threading.Timer(connection.timeout or 0.0, connection.expire)
    timer.daemon = True
    timer.start()
    problem, connected = Problem.NONE, False
    try:
        connection.connect()
        connected = True
        connection.request("POST", connection.destination.path, body, dict(headers))
        response = connection.getresponse()
        excerpt = _text(response.read(EXCERPT))
        if not connection.expired:
            found = _judge(response.status)
            return Answer(found, response.status, excerpt, _since(begun)), True
    except ssl.SSLError:
        problem = Problem.TLS
    except TimeoutError:
        problem = Problem.TIMEOUT
    except (OSError, http.client.HTTPException, ValueError):
        problem = Problem.CONNECTION
    finally:
        timer.cancel()
        connection.close()
    if connection.expired:
        problem = Problem.TIMEOUT
    return Answer(problem, milliseconds=_since(begun)), connected


def _judge(status: int) -> Problem:
    if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110, 15.3
        return Problem.NONE
    return Problem.REDIRECT if 300 <= status < 400 else Problem.STATUS  # noqa: PLR2004


def _text(body: bytes) -> str:
    """Return the beginning of an answer as text that databases and pages can take."""
    text = body.decode("utf-8", errors="replace")
    return "".join(
        one if one.isprintable() or one in "\n\t" else "\N{REPLACEMENT CHARACTER}" for one in text
    )


def _since(begun: float) -> int:
    return int((time.monotonic() - begun) * 1000)
