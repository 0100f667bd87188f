"""A server is ready when it answers, and what it says is kept."""

from __future__ import annotations

import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import CommandFailed
from quickscale_core.testing.projects.serving import serve

if TYPE_CHECKING:
    from pathlib import Path

STUBBORN = """
import http.server, signal, sys
signal.signal(signal.SIGTERM, lambda *_: print("not yet", flush=True) or sys.exit(0))
handler = http.server.SimpleHTTPRequestHandler
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), handler).serve_forever()
"""


def test_a_site_answers_inside_the_block_and_is_gone_after_it(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("Welcome")

    def command(port: int) -> list[str]:
        return [sys.executable, "-c", STUBBORN, str(port)]

    with serve(command, cwd=tmp_path, env={}) as site:
        answer = urllib.request.urlopen(site.url)  # noqa: S310 - our own server
        with answer:
            assert answer.read() == b"Welcome"
    assert "GET / HTTP/1.1" in str(site.output)
    assert "not yet" in str(site.output)
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(site.url)  # noqa: S310


def test_a_server_that_ends_is_quoted(tmp_path: Path) -> None:
    def command(_port: int) -> list[str]:
        return [sys.executable, "-c", "print('no database'); raise SystemExit(4)"]

    ended = pytest.raises(CommandFailed, match=r"(?s)exit code 4.*no database")
    with ended, serve(command, cwd=tmp_path, env={}):
        pass


def test_a_server_that_never_answers_is_quoted(tmp_path: Path) -> None:
    def command(_port: int) -> list[str]:
        wait = "import threading; print('thinking', flush=True); threading.Event().wait()"
        return [sys.executable, "-c", wait]

    late = pytest.raises(CommandFailed, match=r"(?s)did not answer within 1 s.*thinking")
    with late, serve(command, cwd=tmp_path, env={}, timeout=1):
        pass
