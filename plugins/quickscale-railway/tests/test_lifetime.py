"""A project of all modules, deployed for real but for Railway: deploy, change a model, go back."""

from __future__ import annotations

import http.client
import os
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from quickscale_core.deploying import Answer, Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import World

SITE = Path(__file__).with_name("standin_site.py")
MODEL = """
from django.db import models


class Notice(models.Model):
    text = models.CharField(max_length=200)
"""

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("executable")]


def through_the_proxy(port: str, url: str) -> Answer:
    """Return what the site answers, asked as Railway's proxy does; redirects are followed."""
    for _ in range(5):
        parts = urlsplit(url)
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
        headers = {"Host": parts.netloc, "X-Forwarded-Proto": "https"}
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        if answer.status not in {301, 302}:
            return Answer(answer.status, text, url)
        url = urljoin(url, answer.headers["Location"])
    return Answer(0, "redirects without an end", url)


@pytest.fixture
def living(
    make_world: Callable[..., World],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    project_python: str,
) -> Iterator[World]:
    folder = tmp_path / "site"
    folder.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    for name, words in (("up", "up"), ("ssh", 'ssh "$@"')):
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{SITE}" {words}\n')
        program.chmod(0o755)
    world = make_world("--with", "auth,billing,teams", own="EMAIL_URL=consolemail://\n")
    monkeypatch.setenv("STANDIN_SITE", str(folder))
    monkeypatch.setenv("STANDIN_PORT", port)
    monkeypatch.setenv("STANDIN_PYTHON", project_python)
    monkeypatch.setenv("STANDIN_RUN", str(folder / "up"))
    monkeypatch.setenv("STANDIN_SSH", str(folder / "ssh"))
    monkeypatch.setattr(
        "quickscale_core.deploying.procedure.fetch", lambda url: through_the_proxy(port, url)
    )
    yield world
    if (folder / "pid").exists():
        os.kill(int((folder / "pid").read_text()), signal.SIGTERM)


@pytest.fixture(scope="session")
def project_python() -> str:
    """Return a Python that has what generated projects need."""
    return os.environ["QUICKSCALE_PROJECT_PYTHON"]


def typed(world: World, words: tuple[str, ...]) -> str:
    done = Program(words[0], world.folder).run(*words[1:], timeout=300)
    assert done.code == 0, done.err
    return done.out


def test_a_site_is_deployed_changed_and_brought_back(living: World, project_python: str) -> None:
    first = living.head()
    done = living.deploy()
    assert done.code == 0, done.text
    for what in ("health", "migrations", "administration", "static files"):
        assert f"ok      {what}" in done.out
    assert "Make the first superuser (it asks questions)" in done.out
    (line,) = [it.strip() for it in done.out.splitlines() if it.strip().endswith("createsuperuser")]
    assert "[X] 0001_initial" in typed(living, (*shlex.split(line)[:-1], "showmigrations", "users"))

    (living.folder / "apps/pages/models.py").write_text(MODEL)
    foreign = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    environ = {name: it for name, it in os.environ.items() if name not in foreign}
    (living.folder / "apps/pages/migrations").mkdir()
    (living.folder / "apps/pages/migrations/__init__.py").touch()
    subprocess.run(
        [project_python, "manage.py", "makemigrations", "pages", "--verbosity", "0"],
        cwd=living.folder,
        env=environ,
        check=True,
    )
    second = living.commit("Keep notices")
    done = living.deploy()
    assert done.code == 0, done.text
    assert living.run("status", "--json").json()["commit"] == second

    refused = living.run("rollback", "--yes")
    assert refused.code == 1
    assert "pages.0001_initial" in refused.err
    (fix,) = [it for it in refused.err.splitlines() if "migrate pages zero" in it]
    typed(living, tuple(shlex.split(fix.split(": ")[-1])))

    back = living.run("rollback", "--yes")
    assert back.code == 0, back.text
    status = living.run("status", "--json").json()
    assert (status["commit"], status["sound"]) == (first, True)
