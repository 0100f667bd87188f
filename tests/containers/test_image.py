"""The image of a project, built and run: on PostgreSQL and Redis, with nothing it may write to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from quickscale_core.cli.running.compose_file import read_services
from quickscale_core.testing.projects.serving import free_port

from tools.sign_in import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from quickscale_core.testing.projects.postgres import Postgres

    from tests.containers.podman import Podman
    from tools.projects import Project

pytestmark = [
    pytest.mark.long,
    pytest.mark.containers,
    pytest.mark.postgres,
    pytest.mark.xdist_group("containers"),
]

PATIENCE = 120.0  # seconds; what is waited for takes a few
GRACE = 30  # seconds between SIGTERM and SIGKILL, as docs/production.md asks for
MOST = 200 * 2**20
"""Bytes that the image may add to its base; a project of every module adds about 150 MiB."""

IMAGE = "acme"
RUN = ("run", "--rm", "--no-healthcheck")
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"


def wait_for(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_image_is_small_and_holds_no_more_than_the_site(podman: Podman, image: str) -> None:
    says = podman(*RUN, image, "sh", "-c", "id -u; pwd; ls -a; ls -d apps/*/*")
    uid, folder, *there = says.splitlines()
    assert (uid, folder) == ("1000", "/app")
    assert {"manage.py", "apps", "acme", "staticfiles"} <= {*there}
    assert not {".env", "dev", "db.sqlite3", "docker-compose.yml", ".quickscale"} & {*there}
    assert not [it for it in there if it.endswith("/tests")]
    assert podman.try_to(*RUN, image, "test", "-e", "/venv/bin/pip").returncode == 1
    base = podman.config("docker.io/library/python:3.13-slim")["Size"]
    size = podman.config(image)["Size"]
    assert isinstance(size, int)
    assert isinstance(base, int)
    assert size - base < MOST


def test_the_versions_are_those_of_the_lock(podman: Podman, image: str, project: Project) -> None:
    lock = (project.folder / "requirements.txt").read_text()
    assert "--hash=sha256:" in lock
    locked = {
        name.lower().replace("_", "-"): version
        for name, version in re.findall(r"^([\w.-]+)(?:\[.*\])?==([^\s;]+)", lock, re.MULTILINE)
    }
    code = (
        "from importlib.metadata import distributions;"
        "print(*(f'{it.name}=={it.version}' for it in distributions()))"
    )
    for one in podman(*RUN, image, "python", "-c", code).split():
        name, _, version = one.partition("==")
        assert locked[name.lower().replace("_", "-")] == version


def test_a_change_of_code_installs_nothing_again(
    podman: Podman, image: str, project: Project
) -> None:
    (project.folder / "apps" / "pages" / "more.py").write_text("MORE = True\n")
    said = podman.build(project.folder, "changed")
    installs = next(it for it in said.split("STEP ") if " install -r requirements.txt" in it)
    assert "Using cache" in installs
    assert "more.py" in podman(*RUN, "changed", "ls", "apps/pages")


@dataclass(frozen=True)
class Site:
    """A migrated database, a Redis, and the image to run beside them.

    Attributes:
        podman: What runs containers.
        options: How each of them is run.
        processes: Commands of the processes beside the web server, by name.
    """

    podman: Podman
    options: tuple[str, ...]
    processes: Mapping[str, tuple[str, ...]]

    def start(self, name: str, *command: str, port: int = 0) -> str:
        """Start a container in the background and return its name."""
        options = (*self.options, "--env", f"PORT={port}")
        self.podman("run", "--detach", "--name", name, *options, IMAGE, *command)
        return name

    def serve(self, name: str) -> str:
        """Serve the site in a container until it is ready, and return its address."""
        port = free_port()
        self.start(name, port=port)
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: status(f"{address}/health/ready") == HTTPStatus.OK)
        return address

    def python(self, container: str, code: str) -> str:
        """Run code in a container that knows the models."""
        return self.podman("exec", container, "python", "manage.py", "shell", "-c", code)


@pytest.fixture(scope="module")
def site(
    podman: Podman, image: str, project: Project, postgres: Postgres, redis: str
) -> Iterator[Site]:
    database = postgres.create_database("image").rpartition("/")[2]
    variables = {
        "SECRET_KEY": "only-for-this-test-and-therefore-no-secret-0123456789",
        "ALLOWED_HOSTS": "127.0.0.1",
        "USE_HTTPS": "false",
        "DATABASE_URL": f"postgres://{postgres.user}@%2Fpg/{database}",
        "REDIS_URL": redis,
    }
    options = (
        *("--read-only", "--tmpfs", "/tmp", "--cap-drop", "all", "--no-healthcheck"),  # noqa: S108
        *("--security-opt", "no-new-privileges", "--volume", f"{postgres.host}:/pg"),
        *(word for name, value in variables.items() for word in ("--env", f"{name}={value}")),
    )
    os.chmod(postgres.host, 0o755)  # noqa: PTH101, S103 - the site is another user
    podman("run", "--rm", *options, image, "python", "manage.py", "migrate", "--no-input")
    yield Site(podman, options, read_services(project.folder).processes)
    podman.try_to("rm", "--all", "--force", "--time", "0")


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    """The address of a web container called ``web``."""
    return site.serve("web")


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - http alone
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_one_signs_in_and_every_static_file_is_there(site: Site, address: str) -> None:
    site.python(
        "web",
        "from allauth.account.models import EmailAddress; from apps.users.models import User;"
        f"user = User.objects.create_superuser({EMAIL!r}, {PASSWORD!r});"
        f"EmailAddress.objects.create(user=user, email={EMAIL!r}, verified=True, primary=True)",
    )
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - its address begins with http
        page = answer.read().decode()
    files = {*re.findall(r'(?:href|src)="(/static/[^"#]+)', page)}
    assert files
    for file in sorted(files):
        with urllib.request.urlopen(address + file) as answer:  # noqa: S310
            assert "immutable" in answer.headers["Cache-Control"], file
    assert "Dashboard" in sign_in(address, EMAIL, PASSWORD)


def test_its_own_health_check_passes(site: Site, address: str) -> None:
    check = site.podman.config(IMAGE)["Healthcheck"]
    assert isinstance(check, dict)
    kind, *command = check["Test"]
    assert kind == "CMD"
    site.podman("exec", "web", *command)


def test_worker_and_scheduler_work_and_each_container_stops_by_itself(site: Site) -> None:
    site.serve("stopping")
    for name, command in site.processes.items():
        site.start(name, *command)
    wait_for(
        lambda: (
            " ready." in site.podman.logs("worker") and "beat: Starting" in site.podman.logs("beat")
        )
    )
    site.python("stopping", "from apps.teams.tasks import prune_teams; prune_teams.delay()")
    wait_for(lambda: re.search("prune_teams.* succeeded", site.podman.logs("worker")))
    for name in ("stopping", "worker", "beat"):
        site.podman("stop", "--time", str(GRACE), name)
        assert site.podman.exit_code(name) == 0, site.podman.logs(
            name
        )  # 137 of one that was killed


def test_quickscale_build_builds_and_checks(podman: Podman, image: str, project: Project) -> None:
    ended = build(project.folder, podman)
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (
        0,
        "acme is built, and the site in it is healthy",
    ), ended.stderr
    assert podman("ps", "--all", "--quiet", "--filter", "name=acme-check") == ""


def build(folder: Path, podman: Podman) -> subprocess.CompletedProcess[str]:
    words: Sequence[str] = (sys.executable, "-m", "quickscale_core", "build")
    environment = {**podman.environment, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
