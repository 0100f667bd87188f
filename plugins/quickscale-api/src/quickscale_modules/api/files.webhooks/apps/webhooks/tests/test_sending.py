"""One request goes to the address that was judged, no further, and does not last."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from apps.webhooks.models import EXCERPT, Delivery
from apps.webhooks.sending import post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from apps.webhooks.tests.receiving import Receiver

Problem = Delivery.Problem


def test_a_request_arrives_as_it_is(receiver: Receiver) -> None:
    answer = post(receiver.url, b'{"a":1}', {"webhook-id": "msg_1"})

    assert (answer.problem, answer.status, answer.excerpt) == ("", 204, "")
    (taken,) = receiver.taken
    assert (taken.path, taken.body) == ("/in?from=site", b'{"a":1}')
    assert taken.headers["host"] == receiver.url.split("/")[2]
    assert taken.headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize(
    ("status", "problem"),
    [(200, ""), (301, Problem.REDIRECT), (307, Problem.REDIRECT), (404, Problem.STATUS)],
)
def test_an_answer_is_judged_by_its_status(receiver: Receiver, status: int, problem: str) -> None:
    receiver.status = status

    assert post(receiver.url, b"", {}).problem == problem


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    def lead_on(handler: Any) -> None:
        handler.send_response(302)
        handler.send_header("Location", receiver.url)
        handler.end_headers()

    receiver.answer = lead_on

    assert post(receiver.url, b"", {}).status == 302
    assert len(receiver.taken) == 1


def test_only_the_beginning_of_an_answer_is_read(receiver: Receiver) -> None:
    def go_on_and_on(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"x\0\x1b[31m" + b"y" * EXCERPT)
        handler.wfile.write(b"z" * 1_000_000)

    receiver.answer = go_on_and_on

    answer = post(receiver.url, b"", {})

    assert answer.excerpt.startswith("x\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31my")
    assert len(answer.excerpt) == EXCERPT


def test_a_name_is_looked_up_once_and_the_connection_goes_there(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere at the second look cannot be used to get in."""
    asked = []

    def getaddrinfo(host: str, port: int, **_more: Any) -> list[Any]:
        asked.append(host)
        assert len(asked) == 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    port = receiver.url.split(":")[2].split("/")[0]
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    held = socket.create_connection

    def connect(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        assert address[0] == "127.0.0.1"
        monkeypatch.undo()
        return held(address, *args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", connect)

    answer = post(f"http://rebound.example.com:{port}/", b"", {})

    assert answer.status == 204
    assert receiver.taken[0].headers["host"] == f"rebound.example.com:{port}"


def test_nobody_listens(settings: Settings) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        assert post(f"http://127.0.0.1:{port}/", b"", {}).problem == Problem.CONNECTION


def test_no_proxy_is_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look the name up by itself, past the judgement."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    assert post(receiver.url, b"", {}).status == 204


@pytest.mark.parametrize("injected", ["a\r\nX-More: 1", "a\nb"])
def test_a_header_cannot_hold_another(receiver: Receiver, injected: str) -> None:
    assert post(receiver.url, b"", {"webhook-id": injected}).problem == Problem.CONNECTION
    assert receiver.taken == []


@pytest.fixture
def drip() -> Iterator[str]:
    """Serve an answer whose head comes one byte at a time and never ends."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        held, _address = server.accept()
        with held:
            held.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not ended.wait(0.02):
                try:
                    held.sendall(b"y")
                except OSError:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    ended.set()
    server.close()
    thread.join()


def test_an_answer_that_never_ends_is_left(drip: str, settings: Settings) -> None:
    settings.WEBHOOKS_TIMEOUT = 0.3
    begun = time.monotonic()

    answer = post(drip, b"", {})

    assert answer.problem == Problem.TIMEOUT
    assert time.monotonic() - begun < 10


def test_a_host_that_says_nothing_is_left(settings: Settings) -> None:
    settings.WEBHOOKS_TIMEOUT = 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert post(f"http://127.0.0.1:{port}/", b"", {}).problem == Problem.TIMEOUT
        assert post(f"https://127.0.0.1:{port}/", b"", {}).problem == Problem.TIMEOUT


def test_what_speaks_no_tls_is_not_trusted(receiver: Receiver) -> None:
    answer = post(receiver.url.replace("http://", "https://"), b"", {})

    assert answer.problem == Problem.TLS
    assert receiver.taken == []


def test_certificates_are_looked_at() -> None:
    context = ssl.create_default_context()

    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED


def test_a_private_address_gets_no_connection(
    receiver: Receiver, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS_ALLOW_LOCAL = False
    settings.WEBHOOKS_PORTS = tuple(range(65536))
    monkeypatch.setattr(socket, "create_connection", pytest.fail)

    assert post(receiver.url.replace("http:", "https:"), b"", {}).problem == Problem.ADDRESS
    assert receiver.taken == []
