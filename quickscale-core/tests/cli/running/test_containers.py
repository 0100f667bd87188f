"""The everyday commands with stand-ins for Docker and Podman, which fail as these do."""

from __future__ import annotations

import http.server
import shlex
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.testing.projects.serving import free_port

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
Programs = Any  # conftest's, which cannot be imported

RUNS = ("compose ps --quiet", {"out": "4fd2a6\n"})
"""The project is up."""


@contextmanager
def answering(path: str = "/health/ready") -> Iterator[int]:
    """Serve what the site's health check answers; give the port."""

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == path else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("words", "calls"),
    [
        ("up", ["compose up"]),
        ("up --build", ["compose build", "compose up"]),
        ("down", ["compose down"]),
        ("down --volumes", ["compose down --volumes"]),
        ("ps", ["compose ps"]),
        ("logs", ["compose logs"]),
        ("logs -f --tail 3 worker", ["compose logs --follow --tail 3 worker"]),
        ("manage migrate --plan", ["compose exec -T web python manage.py migrate --plan"]),
        ("shell", ["compose exec -T web python manage.py shell"]),
        ("shell -c x=1", ["compose exec -T web python manage.py shell -c x=1"]),
        ("shell --db", ["compose exec -T db psql --username app --dbname app"]),
        (
            "shell --db -c 'SELECT 1'",
            ["compose exec -T db psql --username app --dbname app -c 'SELECT 1'"],
        ),
    ],
)
@pytest.mark.parametrize("engine", ["docker", "podman"])
def test_a_command_is_handed_on_and_shown(
    acme: Path, quickscale: Run, programs: Programs, engine: str, words: str, calls: list[str]
) -> None:
    programs.stand_in(engine, RUNS)
    port = str(free_port())
    typed = shlex.split(words)
    typed[1:1] = ["--port", port] if typed[0] == "up" else []
    ended = quickscale(*typed)
    assert ended.code == 0, ended.err
    expected = [f"{engine} {it}" for it in calls]
    assert programs.calls() == expected
    start = f"PORT={port} " if typed[0] == "up" else ""
    assert [it for it in ended.err.splitlines() if it.startswith("$ ")] == [
        f"$ {start}{it}" for it in expected
    ]


@pytest.mark.parametrize(
    "words", ["up", "up --build -d", "down", "ps", "logs", "shell", "manage x"]
)
def test_print_shows_the_command_only(
    acme: Path, quickscale: Run, programs: Programs, words: str
) -> None:
    programs.stand_in("docker", RUNS)
    name, *rest = words.split()
    ended = quickscale(name, "--print", *rest)
    assert (ended.code, ended.err, programs.calls()) == (0, "", [])
    assert all(it.startswith("docker compose ") for it in ended.out.splitlines())


@pytest.mark.parametrize("words", ["up", "down", "ps", "logs", "manage x", "shell", "shell --db"])
def test_exit_codes_pass_through(
    acme: Path, quickscale: Run, programs: Programs, words: str
) -> None:
    failing = [(f"compose {it}", {"code": 42}) for it in ("up", "down", "ps", "logs", "exec")]
    programs.stand_in("docker", RUNS, *failing)
    assert quickscale(*words.split()).code == 42


@pytest.mark.parametrize(
    ("name", "compose", "calls"),
    [
        ("docker", "docker-compose", ["docker-compose ps"]),
        ("podman", "podman-compose", ["podman-compose ps"]),
        ("docker", "", None),
        ("podman", "", None),
    ],
)
def test_a_compose_of_its_own_is_used_and_a_missing_one_named(
    acme: Path,
    quickscale: Run,
    programs: Programs,
    name: str,
    compose: str,
    calls: list[str] | None,
) -> None:
    programs.stand_in(name, ("compose", {"code": 1, "err": f"{name}: 'compose' is not a command"}))
    if compose:
        programs.stand_in(compose)
    ended = quickscale("ps")
    if calls is None:
        assert ended.code == 1
        assert ended.err.startswith(f"error: {name} has no compose\nfix: install it: ")
    else:
        assert (ended.code, programs.calls()) == (0, calls)


STOPPED = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is it running?\n"
DENIED = "permission denied while trying to connect to the Docker daemon socket\n"


NEED_AN_ENGINE = ["up", "up --build", "down --volumes", "build"]
LOOK_AT_WHAT_RUNS = ["down", "ps", "logs"]


@pytest.mark.parametrize(
    ("words", "said", "what", "fix"),
    [
        *(
            (it, STOPPED, "docker is installed and does not run", "systemctl start docker")
            for it in NEED_AN_ENGINE
        ),
        *(
            (it, DENIED, "docker may not be used by you", "usermod -aG docker")
            for it in [*NEED_AN_ENGINE, *LOOK_AT_WHAT_RUNS]
        ),
        ("ps", "daemon: internal error\n", "docker is installed and does not run", "start"),
    ],
)
def test_an_engine_that_does_not_run(
    acme: Path, quickscale: Run, programs: Programs, words: str, said: str, what: str, fix: str
) -> None:
    programs.stand_in("docker", ("info", {"code": 1, "err": said}))
    ended = quickscale(*words.split())
    assert ended.code == 1
    assert ended.err.startswith(f"error: {what}\n  {said}fix: ")
    assert fix in ended.err


NEWER = (
    "failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is"
    " correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such file\n"
)
NO_PODMAN = "Error: unable to connect to Podman socket: Cannot connect to Podman. Please verify\n"


@pytest.mark.parametrize(
    "engines", [(), ("docker",), ("newer docker",), ("podman",), ("docker", "podman")]
)
@pytest.mark.parametrize("words", [*LOOK_AT_WHAT_RUNS, "manage check", "shell"])
def test_nothing_runs_in_an_engine_that_does_not_run(
    acme: Path, quickscale: Run, programs: Programs, engines: tuple[str, ...], words: str
) -> None:
    for engine in engines:
        said = {"docker": STOPPED, "newer docker": NEWER, "podman": NO_PODMAN}[engine]
        name = engine.rpartition(" ")[2]
        programs.stand_in(name, ("info", {"code": 1, "err": said}))
    ended = quickscale(*words.split())
    if words == "logs":
        assert ended.code == 1
        assert ended.err.startswith("error: acme does not run, and nothing that it has printed")
    elif words in LOOK_AT_WHAT_RUNS:
        assert (ended.code, ended.out, ended.err) == (0, "acme does not run\n", "")
    else:
        assert (ended.code, ended.out) == (0, f"ran manage.py {words.removeprefix('manage ')}\n")
    assert programs.calls() == []


@pytest.mark.parametrize("words", ["up", "ps"])
def test_what_is_wrong_with_each_engine_is_told(
    acme: Path, quickscale: Run, programs: Programs, words: str
) -> None:
    programs.stand_in("docker", ("info", {"code": 1, "err": STOPPED}))
    programs.stand_in("podman", ("compose", {"code": 125}))
    ended = quickscale(words)
    assert ended.code == 1
    assert [it for it in ended.err.splitlines() if it.startswith("error: ")] == [
        "error: docker is installed and does not run",
        "error: podman has no compose",
    ]


@pytest.mark.parametrize("words", ["up", "down", "ps", "logs", "build", "manage x", "shell"])
def test_podman_is_used_where_docker_does_not_run(
    acme: Path, quickscale: Run, programs: Programs, words: str
) -> None:
    programs.stand_in("docker", ("info", {"code": 1, "err": STOPPED}))
    programs.stand_in("podman", RUNS)
    assert quickscale(*words.split(), *(("--port", str(free_port())) * (words == "up"))).code == 0
    calls = programs.calls()
    assert calls
    assert all(it.startswith("podman ") for it in calls)


@pytest.mark.parametrize("words", [("up", "--containers"), ("down", "--volumes"), ("build",)])
def test_no_engine_at_all(acme: Path, quickscale: Run, words: tuple[str, ...]) -> None:
    ended = quickscale(*words)
    assert ended.code == 1
    assert ended.err.startswith(
        "error: there is no container engine here: neither docker nor podman is installed\nfix: "
    )
    assert "quickscale up --no-containers" in ended.err


@pytest.mark.parametrize(
    "words",
    ["up", "down", "ps", "logs", "shell", "manage check", "build", "test", "lint"],
)
def test_outside_of_a_project(here: Path, quickscale: Run, programs: Programs, words: str) -> None:
    ended = quickscale(*words.split())
    assert ended.code == 1
    assert ended.err.startswith("error: here is not a QuickScale project")
    assert "fix: change to a project's folder" in ended.err


def test_a_port_that_is_taken(acme: Path, quickscale: Run, programs: Programs) -> None:
    programs.stand_in("docker")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = quickscale("up", "--port", str(port))
    assert ended.code == 1
    what, fix = ended.err.splitlines()
    assert what.startswith(f"error: port {port} is taken by ")
    assert "python" in what
    assert "(process " in what
    assert fix.startswith("fix: take the next one: quickscale up --port ")
    assert int(fix.rpartition(" ")[2]) > port
    assert programs.calls() == []


@pytest.mark.parametrize("named", ["environment", ".env"])
def test_the_port_is_the_project_s(
    acme: Path, quickscale: Run, programs: Programs, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    programs.stand_in("docker")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        (acme / ".env").write_text(f"PORT='{'1' if named == 'environment' else port}'\n")
        if named == "environment":
            monkeypatch.setenv("PORT", port)
        assert f"port {port} is taken" in quickscale("up").err
    monkeypatch.setenv("PORT", "many")
    assert 'PORT is "many", which is no port' in quickscale("up").err


def test_up_waits_until_the_site_is_ready(acme: Path, quickscale: Run, programs: Programs) -> None:
    programs.stand_in("docker", RUNS)
    with answering() as port:
        ended = quickscale("up", "-d", "--port", str(port))
    assert (ended.code, programs.calls()) == (0, ["docker compose up --detach"])
    assert ended.out == f"acme is ready: http://127.0.0.1:{port}\n"


def test_a_site_that_does_not_become_ready(
    acme: Path, quickscale: Run, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quickscale_core.cli.running.compose._PATIENCE", 0.1)
    programs.stand_in("docker", RUNS)
    with answering("/elsewhere") as port:
        ended = quickscale("up", "-d", "--port", str(port))
    assert ended.code == 1
    assert ended.err.splitlines()[1:] == [
        "error: acme did not become ready within 0.1 seconds",
        "fix: see why: quickscale logs web",
    ]


UP_FAILS = ("compose up", {"code": 17})
OTHER_VERSION = (
    "db-1  | DETAIL:  The data directory was initialized by PostgreSQL version 16, which is not"
    " compatible with this version 17.2.\n"
)


@pytest.mark.parametrize(
    ("rules", "what", "fix"),
    [
        (
            [("image inspect acme", {"code": 1})],
            "the image of acme was not built",
            "then: quickscale build",
        ),
        (
            [("compose logs --tail 50 db", {"out": OTHER_VERSION})],
            "the volume of the database is from another major version of PostgreSQL",
            "quickscale down --volumes",
        ),
        (
            [("compose ps --all db", {"out": "acme-db-1  Up 61 seconds (unhealthy)"})],
            "the database is not ready",
            "quickscale logs db",
        ),
        ([], "the containers of acme did not start", "quickscale logs"),
    ],
)
def test_why_containers_did_not_start(
    acme: Path,
    quickscale: Run,
    programs: Programs,
    rules: list[tuple[str, dict[str, Any]]],
    what: str,
    fix: str,
) -> None:
    programs.stand_in("docker", UP_FAILS, *rules)
    ended = quickscale("up", "--port", str(free_port()))
    assert ended.code == 17
    assert f"error: {what}\n" in ended.err
    assert fix in ended.err.rpartition("fix: ")[2]


def test_an_image_that_is_not_built(acme: Path, quickscale: Run, programs: Programs) -> None:
    programs.stand_in("docker", ("compose build", {"code": 3}), ("build", {"code": 3}))
    for words in (("build",), ("up", "--build", "--port", str(free_port()))):
        ended = quickscale(*words)
        assert ended.code == 3
        assert "error: the image of acme was not built\n" in ended.err
    assert not [it for it in programs.calls() if "up" in it or "run" in it]


def test_what_was_built_is_started_and_asked(
    acme: Path, quickscale: Run, programs: Programs
) -> None:
    programs.stand_in("docker")
    ended = quickscale("build")
    assert ended.code == 0, ended.err
    assert ended.out == "acme is built, and the site in it is healthy\n"
    build, run, migrate, ask, remove = programs.calls()
    assert build == "docker build --tag acme ."
    assert run.startswith("docker run --detach --read-only --tmpfs /tmp --name acme-check-")
    assert "--env SECRET_KEY --env " in run
    assert "TIME_ZONE" not in run
    port = run.partition("--env PORT=")[2].partition(" ")[0]
    name = run.partition("--name ")[2].partition(" ")[0]
    assert migrate.startswith(f"docker exec {name} python manage.py migrate")
    assert ask.startswith(f"docker exec {name} python -c ")
    assert f"http://127.0.0.1:{port}/health/ready" in ask
    assert remove == f"docker rm --force {name}"


@pytest.mark.parametrize("option", [(), ("--print",)])
def test_a_secret_of_the_check_reaches_the_container_and_nobody_else(
    acme: Path, quickscale: Run, programs: Programs, option: tuple[str, ...]
) -> None:
    key = acme.parent / "key"
    place = programs.folder / "docker"
    place.write_text(
        f'#!/bin/sh\ncase "$1" in run) echo "$SECRET_KEY" > {shlex.quote(str(key))};; esac\n'
    )
    place.chmod(0o755)
    ended = quickscale("build", *option)
    assert ended.code == 0
    assert "SECRET_KEY=... docker run" in ended.out + ended.err
    if option:
        assert not key.exists()
    else:
        secret = key.read_text().strip()
        assert len(secret) > 40
        assert secret not in ended.out + ended.err


@pytest.mark.parametrize("fails", ["run", "exec"])
def test_what_was_built_and_is_not_healthy(
    acme: Path, quickscale: Run, programs: Programs, fails: str
) -> None:
    programs.stand_in(
        "podman",
        (fails, {"code": 1, "err": "Error: it broke\n"}),
        ("logs", {"out": "ImproperlyConfigured: Set these environment variables: X\n"}),
    )
    ended = quickscale("build")
    assert ended.code == 1
    assert "the image acme was built, and the site in it does not become ready\n" in ended.err
    assert "  Error: it broke\n  ImproperlyConfigured: Set these" in ended.err
    assert programs.calls()[0] == "podman build --format docker --tag acme ."
    assert programs.calls()[-1].startswith("podman rm --force acme-check-")


@pytest.mark.parametrize("text", ["services: [", "", "- 1\n", None])
def test_a_compose_file_that_is_no_help(
    acme: Path, quickscale: Run, programs: Programs, text: str | None
) -> None:
    programs.stand_in("docker")
    place = acme / "docker-compose.yml"
    place.unlink()
    if text is not None:
        place.write_text(text)
    ended = quickscale("up")
    assert ended.code == 1
    assert "docker-compose.yml" in ended.err.splitlines()[0]
    assert "fix: " in ended.err
