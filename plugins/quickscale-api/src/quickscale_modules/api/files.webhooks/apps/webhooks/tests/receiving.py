"""A program that takes webhooks, on this machine, and answers as a test says."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from standardwebhooks import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Taken:
    """A request that came in.

    Attributes:
        path: Its path with its query.
        headers: Its headers, their names in lower case.
        body: Its body.
    """

    path: str
    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> Any:
        """Return what it says, once its signature is found to be right."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """What takes requests.

    Attributes:
        status: What it answers.
        taken: What came in.
        answer: Writes another answer than a short one of that status, where it is set.
    """

    status: int = 204
    taken: list[Taken] = field(default_factory=list)
    answer: Callable[[Any], None] | None = None
    url: str = ""

    @property
    def ids(self) -> list[str]:
        """The webhook ids that came in, in their order."""
        return [one.headers["webhook-id"] for one in self.taken]

    def serve(self) -> ThreadingHTTPServer:
        """Begin to take requests."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.taken.append(Taken(self.path, headers, self.rfile.read(length)))
                if receiver.answer is not None:
                    receiver.answer(self)
                    return
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}/in?from=site"
        return server
