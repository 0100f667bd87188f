"""The stand-in's API over HTTP, on a port of this machine that nobody else can reach.

Each process that calls Stripe has a server of its own, in a thread; all of them share the store.
So a command, a worker and a test have Stripe just as the site has, whether or not it is running.
"""

from __future__ import annotations

import json
import os
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .api import Request, answer
from .conf import delivers_in_background
from .delivery import deliver_soon
from .store import the_store

__all__ = ["address"]


class _Handler(BaseHTTPRequestHandler):
    # One connection serves many requests, each answered by one packet, at once.
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = answer(the_store(), Request(self.command, self.path, body, headers))
        content = json.dumps(reply.body).encode()
        self.send_response(reply.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()
        if delivers_in_background():
            deliver_soon()

    do_POST = do_DELETE = do_GET  # noqa: N815 - the base class looks for these names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing: whoever calls Stripe says what came of it."""


@cache
def _serving(_process: int) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="stripe-offline", daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def address() -> str:
    """Return where the API is for this process, which is being served from now on."""
    return _serving(os.getpid())
