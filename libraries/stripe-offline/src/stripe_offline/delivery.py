"""Events on their way to webhook endpoints: signed, sent, and sent again until they arrive."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import stripe

from .ledger import Ledger
from .rendering import rendered
from .store import the_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from .store import Obj, Store

__all__ = ["Letter", "deliver", "deliver_soon", "post"]

RETRY_SECONDS = (2, 10, 60, 600, 3600)
"""How long to wait after each failed attempt; after the last there is none."""

_SENDING = 60
"""How long an endpoint may take to answer."""

_FOREVER = 2**62


@dataclass(frozen=True)
class Letter:
    """An event as it is sent.

    Attributes:
        url: The endpoint's address.
        body: The event as JSON.
        headers: The content type and the signature.
    """

    url: str
    body: str
    headers: dict[str, str]


def deliver(send: Callable[[Letter], int], *, store: Store | None = None, late: bool = True) -> int:
    """Send every event that waits; return how many arrived.

    Args:
        send: Sends a letter and returns the status of the answer, 0 for none.
        store: Where the events are, if not where the settings say.
        late: Whether one that waits to be tried again is tried now.
    """
    ledger = Ledger(store or the_store())
    until = int(time.time()) + (max(RETRY_SECONDS) + _SENDING if late else 0)
    arrived = 0
    tried: set[str] = set()
    while delivery := _take(ledger, until, tried):
        tried.add(delivery["id"])
        letter = _letter(ledger, delivery)
        status = send(letter) if letter else 200
        _note(ledger, delivery, status)
        arrived += _arrived(status)
    return arrived


def _arrived(status: int) -> bool:
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def _take(ledger: Ledger, until: int, tried: set[str]) -> Obj | None:
    """Return the delivery to be sent next, and keep other processes from sending it too."""
    with ledger.store.transaction():
        delivery = ledger.store.next_due("delivery", until)
        if delivery is None or delivery["id"] in tried:
            return None
        ledger.store.put(delivery | {"_due": int(time.time()) + max(RETRY_SECONDS) + 2 * _SENDING})
        return delivery


def _letter(ledger: Ledger, delivery: Obj) -> Letter | None:
    event = ledger.store.get(delivery["event"])
    endpoint = ledger.store.get(delivery["endpoint"])
    if event is None or endpoint is None:
        return None
    body = json.dumps(rendered(ledger, event), indent=2)
    signature = stripe.WebhookSignature.generate_signature_header(body, endpoint["_secret"])
    headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature}
    return Letter(endpoint["url"], body, headers)


def _note(ledger: Ledger, delivery: Obj, status: int) -> None:
    with ledger.store.transaction():
        now = int(time.time())
        tries = len(delivery["attempts"])
        delivery["attempts"].append({"at": now, "status": status})
        arrived = _arrived(status)
        again = not arrived and tries < len(RETRY_SECONDS)
        delivery["_due"] = now + RETRY_SECONDS[tries] if again else None
        ledger.store.put(delivery)
        event = ledger.store.get(delivery["event"])
        if event and arrived and event["pending_webhooks"]:
            ledger.store.put(event | {"pending_webhooks": event["pending_webhooks"] - 1})


def post(letter: Letter) -> int:
    """Send a letter over HTTP; return the status of the answer, 0 when there is none."""
    if not letter.url.startswith(("http://", "https://")):
        return 0
    request = Request(letter.url, letter.body.encode(), letter.headers)  # noqa: S310 - see above
    try:
        with urlopen(request, timeout=_SENDING) as reply:  # noqa: S310
            return int(reply.status)
    except HTTPError as error:
        error.close()
        return error.code
    except (URLError, OSError):
        return 0


class _Postman:
    """A thread that sends what waits, for as long as something does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._called = threading.Event()
        self._thread: threading.Thread | None = None

    def call(self) -> None:
        """Have what waits sent, by the thread there is or by a new one."""
        with self._lock:
            self._called.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            self._called.clear()
            deliver(post, late=False)
            with self._lock:
                waiting = the_store().next_due("delivery", _FOREVER)
                if waiting is None and not self._called.is_set():
                    self._thread = None
                    return
            pause = waiting["_due"] - time.time() if waiting else 0
            self._called.wait(timeout=min(max(pause, 0), _SENDING))


@cache
def _postman() -> _Postman:
    return _Postman()


def deliver_soon() -> None:
    """Have what waits sent by a thread."""
    _postman().call()
