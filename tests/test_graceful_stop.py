"""Web server, worker and scheduler are told to stop under load: what has begun ends."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing.projects.serving import free_port

from tests.redis_server import redis_server
from tools.projects import generate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tools.projects import Project

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("stops")]

GRACE = 30.0
"""Seconds between SIGTERM and SIGKILL, as docs/production.md asks for."""
PATIENCE = 120.0  # seconds; what is waited for takes a few

CLIENTS = 12  # more than the server has threads, so that some requests wait
TASKS = 60

VIEW = """
import os
import time

from django.http import HttpResponse


def slow(request):
    number = request.GET["number"]
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"begun {number}\\n")
    time.sleep(0.2)
    return HttpResponse(f"answer {number}")
"""

TASK = """
import os
import time

from celery import shared_task


@shared_task
def note(number, seconds):
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"begun {number}\\n")
    time.sleep(seconds)
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"done {number}\\n")
"""

SETTINGS = """
CELERY_BEAT_SCHEDULE = {
    "note": {"task": "apps.pages.tasks.note", "schedule": 0.2, "args": ("beat", 0)},
}
"""
"""A task often."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = generate(tmp_path_factory.mktemp("stops"), modules=["auth", "teams"], theme="starter")
    pages = project.folder / "apps" / "pages"
    (pages / "slow.py").write_text(VIEW)
    (pages / "tasks.py").write_text(TASK)
    urls = project.folder / "acme" / "urls.py"
    more = "from apps.pages.slow import slow\nurlpatterns += [path('slow', slow)]\n"
    urls.write_text(f"{urls.read_text()}\n{more}")
    settings = project.folder / "acme" / "settings" / "local.py"
    settings.write_text(settings.read_text() + SETTINGS)
    return project


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    place = tmp_path / "notes"
    place.touch()
    return place


@contextmanager
def running(
    project: Project, notes: Path, *words: str, **variables: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of the project's environment in a process group of its own."""
    program = project.python.parent / words[0]
    environment = {
        **project.environ(),
        "DJANGO_SETTINGS_MODULE": "acme.settings.local",
        "NOTES": str(notes),
        **variables,
    }
    with (
        notes.with_suffix(".log").open("ab") as log,
        subprocess.Popen(
            [str(program), *words[1:]],
            cwd=project.folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def wait_for(happened: Callable[[], object], notes: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, notes.with_suffix(".log").read_text()[-3000:]
        time.sleep(0.02)


def stop(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(GRACE)


def noted(notes: Path, word: str) -> Counter[str]:
    """Return which numbers were noted with a word, each with how often."""
    lines = [line.split() for line in notes.read_text().splitlines()]
    return Counter(number for said, number in lines if said == word)


def test_every_request_that_has_begun_is_answered(project: Project, notes: Path) -> None:
    port = free_port()
    answered: set[str] = set()
    wrong: list[str] = []
    over = threading.Event()

    def ask(client: int) -> None:
        for count in range(10_000):
            if over.is_set():
                return
            number = f"{client}-{count}"
            connection = HTTPConnection("127.0.0.1", port, timeout=GRACE)
            try:
                connection.request("GET", f"/slow?number={number}")
                answer = connection.getresponse()
                if (answer.status, answer.read()) == (200, f"answer {number}".encode()):
                    answered.add(number)
                else:
                    wrong.append(number)
            except (OSError, HTTPException):
                pass  # refused, which a proxy sees at once; that it had not begun is seen below
            finally:
                connection.close()

    server = ("gunicorn", "acme.wsgi", "--no-control-socket")
    with running(
        project, notes, *server, PORT=str(port), WEB_CONCURRENCY="2", WEB_THREADS="4"
    ) as web:
        clients = [threading.Thread(target=ask, args=(it,)) for it in range(CLIENTS)]
        for client in clients:
            client.start()
        try:
            wait_for(lambda: len(answered) > 2 * CLIENTS, notes)
            code = stop(web)
        finally:
            over.set()
            for client in clients:
                client.join()
    assert code == 0
    assert not wrong
    assert noted(notes, "begun").keys() == answered


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    with redis_server(tmp_path) as address:
        yield address


def queue(project: Project, redis: str, notes: Path, seconds: float, numbers: range) -> None:
    code = (
        "from apps.pages.tasks import note\n"
        f"for number in range({numbers.start}, {numbers.stop}): note.delay(number, {seconds})"
    )
    with running(project, notes, "python", "manage.py", "shell", "-c", code, REDIS_URL=redis) as it:
        assert it.wait(PATIENCE) == 0


WORKER = ("celery", "--app", "acme", "worker", "--concurrency", "2", "--loglevel", "info")


def test_every_task_is_done_once_where_a_worker_is_stopped(
    project: Project, redis: str, notes: Path
) -> None:
    queue(project, redis, notes, 0.1, range(TASKS))
    with running(project, notes, *WORKER, REDIS_URL=redis) as worker:
        wait_for(lambda: len(noted(notes, "done")) > TASKS / 6, notes)
        assert stop(worker) == 0
    assert noted(notes, "begun") == noted(notes, "done")
    assert len(noted(notes, "done")) < TASKS, "the worker was not stopped under load"
    with running(project, notes, *WORKER, REDIS_URL=redis) as worker:
        wait_for(lambda: len(noted(notes, "done")) == TASKS, notes)
        assert stop(worker) == 0
    assert set(noted(notes, "done").values()) == {1}


def test_the_scheduler_stops_and_what_it_sent_is_done(
    project: Project, redis: str, notes: Path, tmp_path: Path
) -> None:
    beat = ("celery", "--app", "acme", "beat", "--schedule", str(tmp_path / "schedule"))
    with running(project, notes, *beat, "--loglevel", "debug", REDIS_URL=redis) as scheduler:
        log = notes.with_suffix(".log")
        wait_for(lambda: log.read_text().count("sent. id->") > 3, notes)
        assert stop(scheduler) == 0
    sent = log.read_text().count("sent. id->")
    with running(project, notes, *WORKER, REDIS_URL=redis) as worker:
        wait_for(lambda: noted(notes, "done")["beat"] >= sent, notes)
        assert stop(worker) == 0
    # one may have been sent whose line was not written any more
    assert noted(notes, "done")["beat"] <= sent + 1
