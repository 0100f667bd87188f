"""Gunicorn as a project runs it: idle clients stop nobody, and a stop lets requests end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core.builtin import base_project
from quickscale_core.testing.projects.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIG = Path(base_project.__file__).parent / "files" / "gunicorn.conf.py"
APP = """
import pathlib, time

def application(environ, start_response):
    if environ["PATH_INFO"] == "/waits":
        pathlib.Path("begun").touch()
        while not pathlib.Path("go-on").exists():
            time.sleep(0.02)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
REQUEST = b"GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
IDLE = 100
# Of sync workers two idle clients stop a site for 50 s, and without the poller 100 hold four
# threads for two minutes. What is measured here takes a fraction of a second.
PATIENCE = 60.0


class Site:
    """A small application behind the project's configuration, with one process of four threads."""

    def __init__(self, folder: Path) -> None:
        shutil.copy(CONFIG, folder)
        (folder / "app.py").write_text(APP)
        (folder / "apps/ops").mkdir(parents=True)
        (folder / "apps/ops/redaction.py").write_text(
            "from logging import Filter as AddressFilter\n"
        )
        self.folder = folder
        self.port = free_port()
        python = os.environ.get("QUICKSCALE_PROJECT_PYTHON", "")
        if not python:
            pytest.skip("no Python of a project here")
        self.process = subprocess.Popen(
            [python, "-m", "gunicorn", "app", "--no-control-socket"],
            cwd=folder,
            env={**os.environ, "PORT": str(self.port), "WEB_THREADS": "4", "WEB_CONCURRENCY": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.connect(PATIENCE).close()

    def connect(self, patience: float = 0) -> socket.socket:
        end = time.monotonic() + patience
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
            except ConnectionRefusedError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def ask(self, path: str) -> socket.socket:
        connection = self.connect()
        connection.sendall(REQUEST.replace(b"{}", path.encode()))
        return connection


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    try:
        yield site
    finally:
        (tmp_path / "go-on").touch()
        site.process.terminate()
        site.process.wait(timeout=PATIENCE)


@pytest.mark.parametrize(
    ("sent", "clients"),
    [
        (b"", IDLE),  # connected, and no word
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", IDLE),  # answered, and kept open
        (b"GET / HTTP/1.1\r\nHost: local", 4),  # stopped in the middle, one for each thread
    ],
)
def test_idle_clients_stop_nobody(site: Site, sent: bytes, clients: int) -> None:
    idle = [site.connect() for _ in range(clients)]
    for connection in idle:
        connection.sendall(sent)
    with site.ask("/") as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    for connection in idle:
        connection.close()


def test_a_stop_lets_a_request_end_that_has_begun(site: Site) -> None:
    with site.ask("/waits") as connection:
        end = time.monotonic() + PATIENCE
        while not (site.folder / "begun").exists():
            assert time.monotonic() < end
            time.sleep(0.02)
        site.process.send_signal(signal.SIGTERM)
        (site.folder / "go-on").touch()
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    assert site.process.wait(timeout=PATIENCE) == 0
